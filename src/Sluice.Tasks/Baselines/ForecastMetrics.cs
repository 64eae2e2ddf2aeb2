namespace Sluice.Tasks.Baselines;

/// <summary>
/// Figures of one forecast by the definitions of the M4 and M5 competitions. A step whose value is missing (NaN) does not count; a figure of
/// nothing, or over a scale of 0, is NaN.
/// </summary>
/// <remarks>All are functions of their arguments alone and may be called from any thread.</remarks>
public static class ForecastMetrics
{
    /// <summary>
    /// The mean absolute scaled error (Hyndman and Koehler 2006): the mean of |y − ŷ| over the mean of |y_t − y_(t−m)| in the past.
    /// </summary>
    /// <param name="past">What was known, [n].</param>
    /// <param name="season">m, 1 or more.</param>
    /// <param name="values">What came, [h].</param>
    /// <param name="forecast">What was forecast, [h].</param>
    public static double Mase(ReadOnlySpan<double> past, int season, ReadOnlySpan<double> values, ReadOnlySpan<double> forecast)
        => Over(AbsoluteError(values, forecast), SeasonalError(past, season));

    /// <summary>The mean of |y_t − y_(t−m)|, the error of the seasonal naive forecast one season ahead in the past itself.</summary>
    /// <param name="past">What was known, [n].</param>
    /// <param name="season">m, 1 or more.</param>
    public static double SeasonalError(ReadOnlySpan<double> past, int season)
        => past.Length > season ? AbsoluteError(past[season..], past[..^season]) : double.NaN;

    /// <summary>The mean of |y − ŷ|.</summary>
    /// <param name="values">What came, [h].</param>
    /// <param name="forecast">What was forecast, [h].</param>
    public static double AbsoluteError(ReadOnlySpan<double> values, ReadOnlySpan<double> forecast)
        => Mean(values, forecast, (y, f) => Math.Abs(y - f));

    /// <summary>The symmetric percentage error of M4, the mean of 200 |y − ŷ| / (|y| + |ŷ|), in percent; 0 where both are 0.</summary>
    /// <param name="values">What came, [h].</param>
    /// <param name="forecast">What was forecast, [h].</param>
    public static double Smape(ReadOnlySpan<double> values, ReadOnlySpan<double> forecast)
        => Mean(values, forecast, (y, f) => y == f ? 0 : 200 * Math.Abs(y - f) / (Math.Abs(y) + Math.Abs(f)));

    /// <summary>
    /// The overall weighted average of M4: the mean of two ratios, each of a mean over all series, sMAPE and MASE over those of
    /// <see cref="Baseline.Naive2"/>.
    /// </summary>
    /// <param name="smape">The mean sMAPE.</param>
    /// <param name="mase">The mean MASE.</param>
    /// <param name="naiveSmape">The mean sMAPE of Naive 2.</param>
    /// <param name="naiveMase">The mean MASE of Naive 2.</param>
    public static double Owa(double smape, double mase, double naiveSmape, double naiveMase) => (Over(smape, naiveSmape) + Over(mase, naiveMase)) / 2;

    /// <summary>
    /// The root mean squared scaled error of M5: √ of the mean of (y − ŷ)² over the mean of (y_t − y_(t−1))² in the past, which begins with its
    /// first value other than 0.
    /// </summary>
    /// <param name="past">What was known, [n].</param>
    /// <param name="values">What came, [h].</param>
    /// <param name="forecast">What was forecast, [h].</param>
    public static double Rmsse(ReadOnlySpan<double> past, ReadOnlySpan<double> values, ReadOnlySpan<double> forecast)
    {
        int first = 0;
        while (first < past.Length && (past[first] == 0 || double.IsNaN(past[first]))) first++;
        past = past[first..];
        double scale = past.Length > 1 ? Mean(past[1..], past[..^1], (a, b) => (a - b) * (a - b)) : double.NaN;
        return Math.Sqrt(Over(Mean(values, forecast, (y, f) => (y - f) * (y - f)), scale));
    }

    /// <summary>
    /// The weighted root mean squared scaled error of M5, Σ w_i RMSSE_i / Σ w_i; M5 weighs by what each series sold in the 28 days before.
    /// </summary>
    /// <param name="errors">The RMSSE of each series.</param>
    /// <param name="weights">The weight of each, 0 or more.</param>
    public static double Wrmsse(ReadOnlySpan<double> errors, ReadOnlySpan<double> weights)
    {
        Same(errors, weights);
        double sum = 0, total = 0;
        for (int i = 0; i < errors.Length; i++) (sum, total) = (sum + weights[i] * errors[i], total + weights[i]);
        return Over(sum, total);
    }

    /// <summary>
    /// The same over a hierarchy, as M5 has it: the series of a level are sums of those at the bottom, and weigh what their parts weigh together;
    /// every level counts alike. A sum whose error has no scale does not count.
    /// </summary>
    /// <param name="past">What was known of each series at the bottom, [series][n]; they end together, and one that begins later was 0 before.</param>
    /// <param name="values">What came, [series][h].</param>
    /// <param name="forecast">What was forecast, [series][h].</param>
    /// <param name="weights">The weight of each series, 0 or more; M5 has the value of what it sold in the 28 days before, units times price.</param>
    /// <param name="levels">The sums of each level, each the places of its series: [levels][sums][series].</param>
    public static double Wrmsse(
        IReadOnlyList<double[]> past, IReadOnlyList<double[]> values, IReadOnlyList<double[]> forecast, IReadOnlyList<double> weights,
        IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> levels) => levels.Average(level =>
    {
        var sums = level.Select(members => (
            Error: Rmsse(Sum(members.Select(i => past[i])), Sum(members.Select(i => values[i])), Sum(members.Select(i => forecast[i]))),
            Weight: members.Sum(i => weights[i]))).Where(s => double.IsFinite(s.Error)).ToList();
        return Wrmsse([.. sums.Select(s => s.Error)], [.. sums.Select(s => s.Weight)]);
    });

    /// <summary>Row by row from their ends.</summary>
    private static double[] Sum(IEnumerable<double[]> series)
    {
        var all = series.ToList();
        double[] sum = new double[all.Max(s => s.Length)];
        foreach (double[] one in all)
            for (int t = 0; t < one.Length; t++) sum[sum.Length - one.Length + t] += one[t];
        return sum;
    }

    /// <summary>The mean pinball loss of one quantile, max(τ(y − q), (τ − 1)(y − q)).</summary>
    /// <param name="values">What came, [h].</param>
    /// <param name="quantile">The quantile of each step, [h].</param>
    /// <param name="level">τ, between 0 and 1.</param>
    public static double Pinball(ReadOnlySpan<double> values, ReadOnlySpan<double> quantile, double level)
        => Mean(values, quantile, (y, q) => Math.Max(level * (y - q), (level - 1) * (y - q)));

    /// <summary>
    /// The continuous ranked probability score of a forecast given as quantiles: twice the mean pinball loss over levels that lie evenly.
    /// </summary>
    /// <param name="values">What came, [h].</param>
    /// <param name="quantiles">The quantiles of each step, [h][levels].</param>
    /// <param name="levels">The levels.</param>
    public static double Crps(ReadOnlySpan<double> values, IReadOnlyList<double[]> quantiles, IReadOnlyList<double> levels)
    {
        double sum = 0;
        for (int q = 0; q < levels.Count; q++) sum += Pinball(values, [.. quantiles.Select(step => step[q])], levels[q]);
        return 2 * sum / levels.Count;
    }

    /// <summary>The share of values between two quantiles, both included.</summary>
    /// <param name="values">What came, [h].</param>
    /// <param name="low">The lower quantile, [h].</param>
    /// <param name="high">The upper one, [h].</param>
    public static double Coverage(ReadOnlySpan<double> values, ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        Same(values, low);
        Same(values, high);
        int inside = 0, count = 0;
        for (int t = 0; t < values.Length; t++)
        {
            if (double.IsNaN(values[t])) continue;
            count++;
            if (values[t] >= low[t] && values[t] <= high[t]) inside++;
        }

        return Over(inside, count);
    }

    private static double Mean(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Func<double, double, double> of)
    {
        Same(a, b);
        double sum = 0;
        int count = 0;
        for (int t = 0; t < a.Length; t++)
        {
            double value = of(a[t], b[t]);
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }

        return Over(sum, count);
    }

    private static double Over(double a, double b) => b > 0 ? a / b : double.NaN;

    private static void Same(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) throw new SluiceException($"ForecastMetrics: expected as many values as steps of the forecast, got {a.Length} and {b.Length}.");
    }
}
