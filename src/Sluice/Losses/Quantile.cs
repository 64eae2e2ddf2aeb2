using Sluice.Autodiff;

namespace Sluice.Losses;

/// <summary>max(τ(y − q), (τ − 1)(y − q)): its mean is least where q is the τ-quantile of y (Koenker and Bassett 1978).</summary>
public static class Quantile
{
    /// <summary>The mean loss; where the tape records, <paramref name="weight"/> times its gradient is added to that of the prediction.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="prediction">[..., K·Q]: for each of K values its Q quantiles, side by side.</param>
    /// <param name="targets">K values for each row; NaN is ignored.</param>
    /// <param name="levels">The Q levels τ, each between 0 and 1.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public static double Mean(Tape tape, Tensor prediction, float[] targets, double[] levels, double weight = 1)
    {
        int ahead = levels.Length == 0 ? 0 : prediction.Columns / levels.Length;
        if (ahead * levels.Length != prediction.Columns || targets.Length != ahead * prediction.Rows)
            throw new SluiceException(
                $"Quantile: expected {levels.Length} levels for each of the targets, got {targets.Length} targets for {prediction.Rows} rows of {prediction.Columns}.");
        int count = targets.Count(y => !float.IsNaN(y)) * levels.Length;
        if (count == 0) return 0;
        var gradient = tape.Recording ? tape.GradientOf(prediction) : null;
        double sum = 0;
        float factor = (float)(weight / count);
        for (int r = 0; r < prediction.Rows; r++)
        {
            var q = prediction.Row(r);
            var d = gradient is null ? default : gradient.Row(r);
            for (int c = 0; c < q.Length; c++)
            {
                float y = targets[r * ahead + c / levels.Length];
                if (float.IsNaN(y)) continue;
                double level = levels[c % levels.Length], slope = y > q[c] ? level : level - 1;
                sum += slope * (y - q[c]);
                if (gradient is not null) d[c] -= (float)slope * factor;
            }
        }

        return sum / count;
    }
}
