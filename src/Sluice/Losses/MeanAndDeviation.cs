using Sluice.Autodiff;

namespace Sluice.Losses;

/// <summary>
/// ½ (t − μ)² for the mean, and −ln N(t; μ, σ²) for the deviation with the mean as it is, σ = softplus(s) + 0.001, for a prediction
/// (μ, s): the mean is that of least squares, whatever the deviation says (Seitzer et al. 2022, with β = 1).
/// </summary>
public static class MeanAndDeviation
{
    /// <summary>
    /// The mean of ½ (t − μ)² over all rows with a target; where the tape records, the gradients of both losses are added to that of the prediction.
    /// </summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="prediction">[..., 2]: mean and raw deviation.</param>
    /// <param name="targets">One for each row; one that is not a number is ignored.</param>
    /// <exception cref="SluiceException">Rows of another length, or another number of targets.</exception>
    public static double Mean(Tape tape, Tensor prediction, ReadOnlySpan<float> targets)
        => RowLoss.Mean(nameof(MeanAndDeviation), tape, prediction, 2, targets, 1, static (_, p, target, slopes) =>
        {
            double apart = p[0] - (float)target, raw = p[1], sigma = GaussianLikelihood.Deviation(raw);
            (slopes[0], slopes[1]) = (apart, sigma * (1 - apart * apart / (sigma * sigma)) / (1 + Math.Exp(-raw)));
            return 0.5 * apart * apart;
        });
}
