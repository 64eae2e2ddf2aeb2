using Sluice.Autodiff;

namespace Sluice.Losses;

/// <summary>
/// −ln of Student's t: ½ ln νπ + ln Γ(ν/2) − ln Γ((ν+1)/2) + ln σ + ½(ν+1) ln(1 + z²/ν) with z = (t − μ)/σ, σ = softplus(s) + 0.001
/// and ν = 2 + softplus(n), for a prediction (μ, s, n). Its tails forgive what a Gaussian does not.
/// </summary>
public static class StudentLikelihood
{
    /// <summary>The mean over all rows with a target; where the tape records, its gradient is added to that of the prediction.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="prediction">[..., 3]: mean, raw deviation, raw degrees of freedom.</param>
    /// <param name="targets">One for each row; one that is not a number is ignored.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <exception cref="SluiceException">Rows of another length, or another number of targets.</exception>
    public static double Mean(Tape tape, Tensor prediction, ReadOnlySpan<float> targets, double weight = 1)
    {
        if (prediction.Columns != 3 || prediction.Rows != targets.Length)
            throw new SluiceException($"StudentLikelihood: expected [{targets.Length}, 3] for {targets.Length} targets, got {prediction.Describe()}.");
        int count = 0;
        foreach (float target in targets) if (!float.IsNaN(target)) count++;
        if (count == 0) return 0;
        double sum = 0;
        var gradient = tape.Recording ? tape.GradientOf(prediction) : null;
        for (int r = 0; r < targets.Length; r++)
        {
            if (float.IsNaN(targets[r])) continue;
            var (mean, sigma, nu) = Of(prediction.Row(r));
            double z = (targets[r] - mean) / sigma, q = 1 + z * z / nu;
            sum += 0.5 * Math.Log(nu * Math.PI) + Gamma.Log(nu / 2) - Gamma.Log((nu + 1) / 2) + Math.Log(sigma) + 0.5 * (nu + 1) * Math.Log(q);
            if (gradient is null) continue;
            double dz = (nu + 1) * z / (nu * q);
            double dNu = 0.5 / nu + 0.5 * Gamma.LogSlope(nu / 2) - 0.5 * Gamma.LogSlope((nu + 1) / 2) + 0.5 * Math.Log(q) - 0.5 * (nu + 1) * z * z / (nu * nu * q);
            gradient[r, 0] += (float)(-dz / sigma * weight / count);
            gradient[r, 1] += (float)((1 - z * dz) / sigma * Softplus.Slope(prediction[r, 1]) * weight / count);
            gradient[r, 2] += (float)(dNu * Softplus.Slope(prediction[r, 2]) * weight / count);
        }

        return sum / count;
    }

    /// <summary>μ, σ and ν of a prediction.</summary>
    public static (double Mean, double Deviation, double Freedom) Of(ReadOnlySpan<float> prediction) => (prediction[0], Softplus.Of(prediction[1]) + 1e-3, 2 + Softplus.Of(prediction[2]));
}
