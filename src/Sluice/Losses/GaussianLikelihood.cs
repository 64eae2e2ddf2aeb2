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
        => RowLoss.Mean(nameof(GaussianLikelihood), tape, prediction, 2, targets, weight, static (_, p, target, slopes) =>
        {
            double sigma = Deviation(p[1]), z = (target - p[0]) / sigma;
            (slopes[0], slopes[1]) = (-z / sigma, (1 - z * z) / sigma * Softplus.Slope(p[1]));
            return 0.5 * Math.Log(2 * Math.PI) + Math.Log(sigma) + 0.5 * z * z;
        });

    /// <summary>σ = softplus(s) + 0.001.</summary>
    public static double Deviation(double raw) => Softplus.Of(raw) + Least;
}
