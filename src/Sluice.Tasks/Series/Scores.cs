namespace Sluice.Tasks.Series;

/// <summary>How good a distribution was, once the value is known.</summary>
public static class Scores
{
    /// <summary>
    /// The continuous ranked probability score of samples, E|X − y| − ½ E|X − X′| (Gneiting and Raftery 2007): 0 where all
    /// samples are the value, and the absolute error where they are all one other number.
    /// </summary>
    /// <param name="sorted">The samples, rising.</param>
    /// <param name="value">y.</param>
    public static double Crps(ReadOnlySpan<double> sorted, double value)
    {
        double near = 0, apart = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            near += Math.Abs(sorted[i] - value);
            apart += sorted[i] * (2.0 * i + 1 - sorted.Length);
        }

        return near / sorted.Length - apart / sorted.Length / sorted.Length;
    }

    /// <summary>The score of quantiles: twice the mean of max(τ(y − q), (τ − 1)(y − q)). With many levels it is that of the distribution.</summary>
    /// <param name="quantiles">One for each level.</param>
    /// <param name="levels">The levels τ.</param>
    /// <param name="value">y.</param>
    public static double Crps(ReadOnlySpan<double> quantiles, ReadOnlySpan<double> levels, double value)
    {
        double sum = 0;
        for (int q = 0; q < levels.Length; q++) sum += Math.Max(levels[q] * (value - quantiles[q]), (levels[q] - 1) * (value - quantiles[q]));
        return 2 * sum / levels.Length;
    }

    /// <summary>A quantile of samples, between its neighbours.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double level)
    {
        double place = Math.Clamp(level * (sorted.Length + 1) - 1, 0, sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
