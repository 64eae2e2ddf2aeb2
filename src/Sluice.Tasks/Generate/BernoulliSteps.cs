using Sluice.Losses;

namespace Sluice.Tasks.Generate;

/// <summary>Many yes and no at once, such as keys of a piano: −ln p = Σ softplus(a) − a x, from the logits a, with the slope σ(a) − x.</summary>
internal sealed class BernoulliSteps(int width) : Likelihood(width, width)
{
    public override double Loss(ReadOnlySpan<float> output, ReadOnlySpan<float> x, Span<double> slopes)
    {
        double loss = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double a = output[i], e = Math.Exp(-Math.Abs(a)); // one exponential for both
            loss += Math.Max(a, 0) + double.LogP1(e) - a * x[i];
            slopes[i] = (a >= 0 ? 1 : e) / (1 + e) - x[i];
        }

        return loss;
    }

    public override void Draw(ReadOnlySpan<float> output, Chance chance, double temperature, Span<float> x)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] = temperature == 0 ? (output[i] > 0 ? 1 : 0) : chance.Uniform(i) < Softplus.Slope(output[i] / temperature) ? 1 : 0;
    }

    public override float[] Start(ReadOnlySpan<double> share, ulong seed)
    {
        var start = new float[Outputs];
        for (int i = 0; i < start.Length; i++) start[i] = Odds(share[i]);
        return start;
    }
}

/// <summary>One of several classes: −ln p = ln Σ exp aₖ − a of the class, with the slope softmax(a) − x; x has a 1 at the class.</summary>
internal sealed class CategoricalSteps(int classes) : Likelihood(classes, classes)
{
    public override double Loss(ReadOnlySpan<float> output, ReadOnlySpan<float> x, Span<double> slopes)
    {
        double most = double.NegativeInfinity, sum = 0, right = 0;
        foreach (float a in output) most = Math.Max(most, a);
        for (int k = 0; k < output.Length; k++)
        {
            sum += slopes[k] = Math.Exp(output[k] - most);
            right += output[k] * x[k];
        }

        for (int k = 0; k < output.Length; k++) slopes[k] = slopes[k] / sum - x[k];
        return most + Math.Log(sum) - right;
    }

    public override void Draw(ReadOnlySpan<float> output, Chance chance, double temperature, Span<float> x)
    {
        x.Clear();
        x[Class(output, temperature, chance.Uniform(0))] = 1;
    }

    public override float[] Start(ReadOnlySpan<double> share, ulong seed)
    {
        var start = new float[Outputs];
        for (int k = 0; k < start.Length; k++) start[k] = (float)Math.Log(Math.Max(share[k], 1e-4));
        return start;
    }
}
