using Sluice.Autodiff;

namespace Sluice.Losses;

/// <summary>
/// ½ (t − μ)² for the mean, and −ln N(t; μ, σ²) for the deviation with the mean as it is, σ = softplus(s) + 0.001, for a prediction
/// (μ, s): the mean is that of least squares, whatever the deviation says (Seitzer et al. 2022, with β = 1).
/// </summary>
public static class MeanAndDeviation
{
    private const double Least = 1e-3;

    /// <summary>σ of a raw deviation s.</summary>
    public static double Sigma(double raw) => Math.Max(raw, 0) + double.LogP1(Math.Exp(-Math.Abs(raw))) + Least;

    /// <summary>The mean of ½ (t − μ)² over all rows with a target; where the tape records, the gradients of both losses are added to that of the prediction.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="prediction">[..., 2]: mean and raw deviation.</param>
    /// <param name="targets">One for each row; one that is not a number is ignored.</param>
    /// <exception cref="SluiceException">Rows of another length, or another number of targets.</exception>
    public static double Mean(Tape tape, Tensor prediction, ReadOnlySpan<float> targets)
    {
        if (prediction.Columns != 2 || prediction.Rows != targets.Length)
            throw new SluiceException($"MeanAndDeviation: expected [{targets.Length}, 2] for {targets.Length} targets, got {prediction.Describe()}.");
        int count = 0;
        foreach (float target in targets) if (!float.IsNaN(target)) count++;
        if (count == 0) return 0;
        double sum = 0;
        var gradient = tape.Recording ? tape.GradientOf(prediction) : null;
        for (int r = 0; r < targets.Length; r++)
        {
            if (float.IsNaN(targets[r])) continue;
            double apart = prediction[r, 0] - targets[r], raw = prediction[r, 1], sigma = Sigma(raw);
            sum += 0.5 * apart * apart;
            if (gradient is null) continue;
            gradient[r, 0] += (float)(apart / count);
            gradient[r, 1] += (float)(sigma * (1 - apart * apart / (sigma * sigma)) / (1 + Math.Exp(-raw)) / count);
        }

        return sum / count;
    }
}
