using Sluice.Autodiff;

namespace Sluice.Losses;

/// <summary>−ln N(t; μ, σ²) = ½ ln 2π + ln σ + ½ ((t − μ)/σ)², with σ = softplus(s) + 0.001 for a prediction (μ, s).</summary>
public static class GaussianLikelihood
{
    private const double Least = 1e-3;

    /// <summary>The mean over all rows with a target; where the tape records, its gradient is added to that of the prediction.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="prediction">[..., 2]: mean and raw deviation.</param>
    /// <param name="targets">One for each row; one that is not a number is ignored.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <exception cref="SluiceException">Rows of another length, or another number of targets.</exception>
    public static double Mean(Tape tape, Tensor prediction, ReadOnlySpan<float> targets, double weight = 1)
    {
        if (prediction.Columns != 2 || prediction.Rows != targets.Length)
            throw new SluiceException($"GaussianLikelihood: expected [{targets.Length}, 2] for {targets.Length} targets, got {prediction.Describe()}.");
        int count = 0;
        foreach (float target in targets) if (!float.IsNaN(target)) count++;
        if (count == 0) return 0;
        double sum = 0;
        var gradient = tape.Recording ? tape.GradientOf(prediction) : null;
        for (int r = 0; r < targets.Length; r++)
        {
            if (float.IsNaN(targets[r])) continue;
            double mean = prediction[r, 0], raw = prediction[r, 1], sigma = Deviation(raw), z = (targets[r] - mean) / sigma;
            sum += 0.5 * Math.Log(2 * Math.PI) + Math.Log(sigma) + 0.5 * z * z;
            if (gradient is null) continue;
            gradient[r, 0] += (float)(-z / sigma * weight / count);
            gradient[r, 1] += (float)((1 - z * z) / sigma * Softplus.Slope(raw) * weight / count);
        }

        return sum / count;
    }

    /// <summary>σ = softplus(s) + 0.001.</summary>
    public static double Deviation(double raw) => Softplus.Of(raw) + Least;
}
