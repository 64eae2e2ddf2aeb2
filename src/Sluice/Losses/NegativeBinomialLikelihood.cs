using Sluice.Autodiff;

namespace Sluice.Losses;

/// <summary>
/// −ln of the negative binomial of a count t: with mean μ, shape r = 1/α, variance μ + αμ²,
/// ln Γ(t + 1) + ln Γ(r) − ln Γ(t + r) + (t + r) ln(1 + αμ) − t ln(αμ); μ = softplus(m)·v and α = softplus(a)/√v for a prediction (m, a)
/// and a unit v of the row (Salinas et al. 2017, equation 3).
/// </summary>
public static class NegativeBinomialLikelihood
{
    // Below this dispersion the differences of Γ that its gradient takes lose their digits.
    private const double LeastMean = 1e-6, LeastDispersion = 1e-4;

    /// <summary>The mean over all rows with a target; where the tape records, its gradient is added to that of the prediction.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="prediction">[..., 2]: raw mean and raw dispersion.</param>
    /// <param name="targets">A count for each row, 0 or more; one that is not a number is ignored.</param>
    /// <param name="units">v for each row, above 0.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <exception cref="SluiceException">Rows of another length, another number of targets or units, or a target below 0.</exception>
    public static double Mean(Tape tape, Tensor prediction, ReadOnlySpan<float> targets, ReadOnlySpan<float> units, double weight = 1)
    {
        if (prediction.Columns != 2 || prediction.Rows != targets.Length || units.Length != targets.Length)
            throw new SluiceException(
                $"NegativeBinomialLikelihood: expected [{targets.Length}, 2] and {targets.Length} units for {targets.Length} targets, got {prediction.Describe()} and {units.Length}.");
        int count = 0;
        foreach (float target in targets) if (!float.IsNaN(target)) count++;
        if (count == 0) return 0;
        double sum = 0;
        var gradient = tape.Recording ? tape.GradientOf(prediction) : null;
        for (int i = 0; i < targets.Length; i++)
        {
            if (float.IsNaN(targets[i])) continue;
            double t = targets[i] >= 0
                ? targets[i]
                : throw new SluiceException($"NegativeBinomialLikelihood: expected counts of 0 or more, got {targets[i]}.");
            var (mean, alpha) = Of(prediction.Row(i), units[i]);
            double r = 1 / alpha, am = alpha * mean;
            sum += Gamma.Log(t + 1) + Gamma.Log(r) - Gamma.Log(t + r) + (t + r) * double.LogP1(am) - t * Math.Log(am);
            if (gradient is null) continue;
            double dMean = (t + r) * alpha / (1 + am) - t / mean;
            double dAlpha = (Gamma.LogSlope(t + r) - Gamma.LogSlope(r) - double.LogP1(am)) * r * r + (t + r) * mean / (1 + am) - t * r;
            gradient[i, 0] += (float)(dMean * Softplus.Slope(prediction[i, 0]) * units[i] * weight / count);
            gradient[i, 1] += (float)(dAlpha * Softplus.Slope(prediction[i, 1]) / Math.Sqrt(units[i]) * weight / count);
        }

        return sum / count;
    }

    /// <summary>μ and α of a prediction.</summary>
    public static (double Mean, double Dispersion) Of(ReadOnlySpan<float> prediction, double unit)
        => (Softplus.Of(prediction[0]) * unit + LeastMean, Softplus.Of(prediction[1]) / Math.Sqrt(unit) + LeastDispersion);
}
