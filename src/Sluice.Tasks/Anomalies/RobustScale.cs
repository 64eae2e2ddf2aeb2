namespace Sluice.Tasks.Anomalies;

/// <summary>
/// z = asinh((x − m) / s), m the median and s the spread of the middle half: near the median a scale like any other, far from it a
/// logarithm, so that no outlier is too large for a net.
/// </summary>
/// <param name="Median">m.</param>
/// <param name="Spread">s.</param>
public readonly record struct RobustScale(double Median, double Spread)
{
    // The middle half of a normal distribution is so many deviations wide.
    private const double MiddleHalf = 1.349;

    // A spread below these would make noise large, as in a column that is nearly constant.
    private const double LeastOfDeviation = 0.1, LeastOfMedian = 1e-3;

    /// <summary>Fits to values; missing ones (NaN) are skipped. A constant has a thousandth of itself as its spread, or 1.</summary>
    public static RobustScale Fit(ReadOnlySpan<double> values)
    {
        var present = new List<double>(values.Length);
        foreach (double value in values) if (!double.IsNaN(value)) present.Add(value);
        if (present.Count == 0) return new(0, 1);
        present.Sort();
        double median = present[present.Count / 2], squares = 0;
        foreach (double value in present) squares += (value - median) * (value - median) / present.Count;
        double spread = Math.Max(
            (present[present.Count * 3 / 4] - present[present.Count / 4]) / MiddleHalf,
            Math.Max(LeastOfDeviation * Math.Sqrt(squares), LeastOfMedian * Math.Abs(median)));
        return new(median, spread > 0 && double.IsFinite(spread) ? spread : 1);
    }

    /// <summary>asinh((x − m) / s).</summary>
    public double Transform(double x) => Math.Asinh((x - Median) / Spread);

    /// <summary>m + s sinh z.</summary>
    public double Inverse(double z) => Median + Spread * Math.Sinh(z);
}
