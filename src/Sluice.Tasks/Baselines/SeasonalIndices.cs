namespace Sluice.Tasks.Baselines;

/// <summary>Classical decomposition by ratios to a moving average, and the test for a season, both as in the M4 competition.</summary>
internal static class SeasonalIndices
{
    /// <summary>
    /// |r_m| above 1.645 √((1 + 2 Σ_(k&lt;m) r_k²) / n), with r_k the autocorrelation at lag k, and three seasons or more.
    /// </summary>
    public static bool IsSeasonal(ReadOnlySpan<double> values, int season)
    {
        int n = values.Length;
        if (season < 2 || n < 3 * season) return false;
        double mean = 0, variance = 0, squares = 0;
        foreach (double v in values) mean += v / n;
        foreach (double v in values) variance += (v - mean) * (v - mean);
        if (!(variance > 0)) return false;
        for (int k = 1; k <= season; k++)
        {
            double r = 0;
            for (int t = k; t < n; t++) r += (values[t] - mean) * (values[t - k] - mean) / variance;
            if (k == season) return Math.Abs(r) > 1.645 * Math.Sqrt((1 + 2 * squares) / n);
            squares += r * r;
        }

        return false;
    }

    /// <summary>The index of each phase, with a mean of 1: the mean of y over its centred moving average of one season.</summary>
    public static double[] Of(ReadOnlySpan<double> values, int season)
    {
        int half = season / 2;
        double[] sums = new double[season], indices = new double[season];
        var counts = new int[season];
        for (int t = half; t < values.Length - half; t++)
        {
            double trend = 0;
            for (int k = -half; k <= half; k++) trend += values[t + k] * (season % 2 == 0 && Math.Abs(k) == half ? 0.5 : 1) / season;
            double ratio = values[t] / trend;
            if (!double.IsFinite(ratio)) continue;
            sums[t % season] += ratio;
            counts[t % season]++;
        }

        double mean = 0;
        for (int p = 0; p < season; p++) mean += (indices[p] = counts[p] > 0 ? sums[p] / counts[p] : 1) / season;
        for (int p = 0; p < season; p++) indices[p] = double.IsFinite(indices[p] / mean) && indices[p] != 0 ? indices[p] / mean : 1;
        return indices;
    }
}
