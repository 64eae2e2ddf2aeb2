using Sluice.Autodiff;

namespace Sluice.Tasks.Generate;

/// <summary>What a net said of sequences whose steps it read, [T, B, ...] each.</summary>
/// <param name="Output">The parameters of the likelihood of each step.</param>
/// <param name="Posterior">(μ, s) of q(z | x), or null for a net without latents.</param>
/// <param name="Prior">(μ, s) of p(z), or null where it is the standard normal.</param>
/// <param name="Latent">z, or null for a net without latents.</param>
internal sealed record Pass(Tensor Output, Tensor? Posterior = null, Tensor? Prior = null, Tensor? Latent = null);

/// <summary>
/// The evidence lower bound of each step: ln p(x) ≥ ln p(x | z) − KL(q(z | x) ‖ p(z)), its two parts in nats by row t·B + b.
/// </summary>
/// <param name="Reconstruction">−ln p(x | z).</param>
/// <param name="Divergence">KL.</param>
/// <param name="LogRatio">ln p(z) − ln q(z) of the z that was drawn.</param>
internal sealed record Bound(double[] Reconstruction, double[] Divergence, double[] LogRatio)
{
    /// <summary>The bound of sequences; where the tape records, the gradient of its negative mean over steps is added.</summary>
    /// <param name="tape">Records.</param>
    /// <param name="likelihood">What the output says of a step.</param>
    /// <param name="pass">What the net said.</param>
    /// <param name="x">What came, [T, B, D].</param>
    /// <param name="lengths">The steps of each sequence; rows beyond count for nothing.</param>
    /// <param name="weight">β: how much the divergence counts in the gradient, for a warm-up (Bowman et al. 2016).</param>
    /// <param name="freeBits">
    /// Nats a step of each latent that cost nothing: where the mean divergence of a latent is less, it has no gradient (Kingma et al. 2016).
    /// </param>
    public static Bound Of(Tape tape, Likelihood likelihood, Pass pass, Tensor x, int[] lengths, double weight = 1, double freeBits = 0)
    {
        int batch = lengths.Length, rows = pass.Output.Rows;
        var bound = new Bound(new double[rows], new double[rows], new double[rows]);
        double scale = 1.0 / Math.Max(1, lengths.Sum());
        var gradient = tape.Recording ? tape.GradientOf(pass.Output) : null;
        var slopes = new double[likelihood.Outputs];
        for (int r = 0; r < rows; r++)
        {
            if (r / batch >= lengths[r % batch]) continue;
            bound.Reconstruction[r] = likelihood.Loss(pass.Output.Row(r), x.Row(r), slopes);
            if (gradient is null) continue;
            var to = gradient.Row(r);
            for (int c = 0; c < to.Length; c++) to[c] += (float)(slopes[c] * scale);
        }

        if (pass is { Posterior: { } q, Latent: { } z }) bound.Diverge(tape, q, pass.Prior, z, lengths, weight * scale, freeBits);
        return bound;
    }

    private void Diverge(Tape tape, Tensor q, Tensor? p, Tensor z, int[] lengths, double factor, double freeBits)
    {
        int latents = z.Columns, batch = lengths.Length;
        double[] each = new double[latents], means = new double[latents], factors = new double[latents];
        for (int r = 0; r < q.Rows; r++)
        {
            if (r / batch >= lengths[r % batch]) continue;
            ReadOnlySpan<float> prior = p is null ? [] : p.Row(r);
            Latents.Divergence(q.Row(r), prior, each);
            for (int j = 0; j < latents; j++) (Divergence[r], means[j]) = (Divergence[r] + each[j], means[j] + each[j] / Math.Max(1, lengths.Sum()));
            LogRatio[r] = Latents.LogRatio(z.Row(r), q.Row(r), prior);
        }

        if (!tape.Recording) return;
        for (int j = 0; j < latents; j++) factors[j] = means[j] < freeBits ? 0 : factor;
        var (dq, dp) = (tape.GradientOf(q), p is null ? null : tape.GradientOf(p));
        for (int r = 0; r < q.Rows; r++)
        {
            if (r / batch >= lengths[r % batch]) continue;
            Latents.AddSlopes(q.Row(r), p is null ? [] : p.Row(r), factors, dq.Row(r), dp is null ? [] : dp.Row(r));
        }
    }

    /// <summary>The sum of some numbers over the steps of a sequence.</summary>
    public static double Of(double[] rows, int sequence, int batch, int length)
    {
        double sum = 0;
        for (int t = 0; t < length; t++) sum += rows[t * batch + sequence];
        return sum;
    }

    /// <summary>
    /// −ln of the mean of k importance weights (Burda et al. 2016), the mean over as many groups of k as the weights make: it falls with k, towards
    /// −ln p(x).
    /// </summary>
    /// <param name="logWeights">ln p(x | z) + ln p(z) − ln q(z | x) of samples of one sequence.</param>
    /// <param name="k">Weights of a group.</param>
    public static double Estimate(ReadOnlySpan<double> logWeights, int k)
    {
        int groups = logWeights.Length / k;
        double sum = 0;
        for (int g = 0; g < groups; g++) sum -= LogMean(logWeights.Slice(g * k, k));
        return sum / groups;
    }

    /// <summary>ln of the mean of exponentials.</summary>
    public static double LogMean(ReadOnlySpan<double> logs)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (double log in logs) most = Math.Max(most, log);
        foreach (double log in logs) sum += Math.Exp(log - most);
        return most + Math.Log(sum / logs.Length);
    }
}
