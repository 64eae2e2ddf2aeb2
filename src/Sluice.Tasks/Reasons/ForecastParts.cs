using Sluice.Tasks.Baselines;

namespace Sluice.Tasks.Reasons;

/// <summary>A forecast of some rows taken apart: ŷ_h = level + trend_h + season_h + rest_h. A value, for any thread.</summary>
/// <param name="Level">The mean of the last season of values that are known.</param>
/// <param name="Trend">b (h + (m + 1) / 2), rows from the middle of the last season on, by the slope b that fits ŷ − level − season best.</param>
/// <param name="Season">How far the values at the same place of the last seasons, four at most, were from the mean of their season.</param>
/// <param name="Rest">What is left of the forecast.</param>
internal sealed record ForecastParts(double Level, double[] Trend, double[] Season, double[] Rest)
{
    private const int MostSeasons = 4;

    /// <summary>Takes a forecast apart.</summary>
    /// <param name="past">The values before it; NaN where one is missing.</param>
    /// <param name="season">Rows of a season; 1 for none, where the level is the mean of the last four rows and the season 0.</param>
    /// <param name="points">The forecast.</param>
    public static ForecastParts Of(ReadOnlySpan<double> past, int season, double[] points)
    {
        int rows = season > 1 && season <= past.Length ? season : Math.Min(MostSeasons, past.Length), horizon = points.Length;
        double level = KnownValues.Mean(past[^rows..]) is var mean && double.IsNaN(mean) ? 0 : mean;
        double[] shape = new double[horizon], trend = new double[horizon], rest = new double[horizon];
        double[] phases = season > 1 && season <= past.Length ? Phases(past, season) : [0];
        double slope = 0, squares = 0;
        for (int h = 0; h < horizon; h++)
        {
            shape[h] = phases[h % phases.Length];
            double away = h + 1 + (rows - 1) / 2.0;
            slope += away * (points[h] - level - shape[h]);
            squares += away * away;
        }

        slope /= squares;
        for (int h = 0; h < horizon; h++)
        {
            trend[h] = slope * (h + 1 + (rows - 1) / 2.0);
            rest[h] = points[h] - level - shape[h] - trend[h];
        }

        return new ForecastParts(level, trend, shape, rest);
    }

    /// <summary>The mean deviation from its season of each place, the place after the last row first.</summary>
    private static double[] Phases(ReadOnlySpan<double> past, int season)
    {
        double[] sums = new double[season];
        int[] counts = new int[season];
        for (int k = 1; k <= MostSeasons && k * season <= past.Length; k++)
        {
            var one = past.Slice(past.Length - k * season, season);
            double mean = KnownValues.Mean(one);
            for (int i = 0; i < season; i++)
            {
                if (double.IsNaN(one[i])) continue;
                sums[i] += one[i] - mean;
                counts[i]++;
            }
        }

        for (int i = 0; i < season; i++) sums[i] = counts[i] > 0 ? sums[i] / counts[i] : 0;
        return sums;
    }
}
