using Sluice.Autodiff;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster
{
    /// <summary>
    /// What is added to each quantile, [horizon, levels], in steps of the target; null for categories. A net fits the rows that
    /// it learned from more closely than those to come, so its quantiles are moved to where they would have been right on the
    /// validation rows (conformalised quantile regression, Romano, Patterson and Candès 2019, each level by itself). No
    /// gradient reaches it; it is a parameter so that it goes with the weights into checkpoints, the best model and the file.
    /// </summary>
    public Parameter? Calibration { get; }

    /// <summary>Sets it from the errors of the quantiles as they came from the net.</summary>
    /// <param name="errors">For each row ahead and each level: values less their quantile, in steps of the target.</param>
    internal void Calibrate(List<double>[] errors)
    {
        for (int i = 0; i < errors.Length; i++)
        {
            var (ahead, level) = Math.DivRem(i, Options.Quantiles.Count);
            double share = Options.Quantiles[level];
            var sorted = errors[i].Order().ToList();
            if (share == 0.5 || sorted.Count == 0) continue;

            // One row more than there are: the one to come, which may lie beyond all others.
            double place = share * (sorted.Count + 1);
            int at = (int)(share < 0.5 ? Math.Floor(place) : Math.Ceiling(place)) - 1;
            Calibration!.Value[ahead, level] = (float)sorted[Math.Clamp(at, 0, sorted.Count - 1)];
        }

        Calibration!.Changed();
    }

    // The median stays where it is, and the others on their side of it.
    private void Calibrate(double[] quantiles, int ahead)
    {
        int median = Median;
        for (int q = 0; q < quantiles.Length; q++)
        {
            double moved = quantiles[q] + Calibration!.Value[ahead, q] * Target.Step;
            quantiles[q] = q < median ? Math.Min(moved, quantiles[median]) : q > median ? Math.Max(moved, quantiles[median]) : quantiles[q];
        }

        Array.Sort(quantiles);
    }
}
