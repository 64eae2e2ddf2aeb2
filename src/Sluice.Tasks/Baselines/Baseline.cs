namespace Sluice.Tasks.Baselines;

/// <summary>
/// Simple well-known forecasts of one series, beside which every other one has to prove itself (Hyndman and Athanasopoulos 2021, "Forecasting:
/// Principles and Practice", 5.2 and 8.1). NaN stands for a missing value; where every value is missing the forecast is NaN too.
/// </summary>
/// <remarks>All are functions of their arguments alone and may be called from any thread.</remarks>
public static class Baseline
{
    /// <summary>The last value again: ŷ_(n+h) = y_n.</summary>
    /// <param name="values">The series, [n].</param>
    /// <param name="horizon">Steps to forecast.</param>
    public static double[] Naive(ReadOnlySpan<double> values, int horizon)
    {
        var forecast = new double[Steps(horizon)];
        Array.Fill(forecast, Last(values));
        return forecast;
    }

    /// <summary>
    /// The value of the last season again, ŷ_(n+h) = y_(n+h−m(k+1)) with k whole seasons in h − 1. Where that is missing, or before the first,
    /// the season before it, and at last the last value.
    /// </summary>
    /// <param name="values">The series, [n].</param>
    /// <param name="season">m, 1 or more.</param>
    /// <param name="horizon">Steps to forecast.</param>
    public static double[] SeasonalNaive(ReadOnlySpan<double> values, int season, int horizon)
    {
        var forecast = new double[Steps(horizon)];
        double last = Last(values);
        for (int h = 0; h < horizon; h++)
        {
            int at = values.Length + h - Season(season) * (h / season + 1);
            while (at >= 0 && double.IsNaN(values[at])) at -= season;
            forecast[h] = at >= 0 ? values[at] : last;
        }

        return forecast;
    }

    /// <summary>The line through the first and the last value: ŷ_(n+h) = y_n + h (y_n − y_1) / (n − 1).</summary>
    /// <param name="values">The series, [n].</param>
    /// <param name="horizon">Steps to forecast.</param>
    public static double[] Drift(ReadOnlySpan<double> values, int horizon)
    {
        int first = 0, last = values.Length - 1;
        while (first < last && double.IsNaN(values[first])) first++;
        while (last > first && double.IsNaN(values[last])) last--;
        var forecast = new double[Steps(horizon)];
        for (int h = 0; h < horizon; h++)
        {
            double slope = last > first ? (values[last] - values[first]) / (last - first) : 0;
            forecast[h] = values.Length == 0 ? double.NaN : values[last] + slope * (values.Length + h - last);
        }

        return forecast;
    }

    /// <summary>
    /// Simple exponential smoothing, ŷ_(n+h) = l_n with l_t = l_(t−1) + α (y_t − l_(t−1)). α in [0, 1] and l_0 are those of the least sum of
    /// squared errors one step ahead; a missing value leaves the level as it is.
    /// </summary>
    /// <param name="values">The series, [n].</param>
    /// <param name="horizon">Steps to forecast.</param>
    public static double[] ExponentialSmoothing(ReadOnlySpan<double> values, int horizon)
    {
        var forecast = new double[Steps(horizon)];
        Array.Fill(forecast, SmoothedLevel(values).Level);
        return forecast;
    }

    /// <summary>The α of the least error, and the level after the last value.</summary>
    /// <param name="values">The series, [n].</param>
    public static (double Alpha, double Level) SmoothedLevel(ReadOnlySpan<double> values)
    {
        double[] y = values.ToArray();
        if (y.All(double.IsNaN)) return (0, double.NaN);

        // A look at a hundred places, then ever closer about the best of them.
        double best = 0, lowest = double.PositiveInfinity, step = 0.01;
        for (int i = 0; i <= 100; i++) Try(i * step);
        for (; step > 1e-9; step /= 4)
            for (double middle = best, a = middle - step; a <= middle + step; a += step / 4) Try(Math.Clamp(a, 0, 1));
        return (best, Level(y, best).Level);

        void Try(double alpha)
        {
            double error = Level(y, alpha).Error;
            if (error < lowest) (best, lowest) = (alpha, error);
        }
    }

    /// <summary>
    /// The level after the last value and the sum of squared errors, with the best l_0. The error of step t is e_t − (1−α)^k l_0 with e_t that for
    /// l_0 = 0 and k the values before it, so the best l_0 is Σ e_t (1−α)^k / Σ (1−α)^2k.
    /// </summary>
    private static (double Level, double Error) Level(double[] y, double alpha)
    {
        double level = 0, keep = 1, product = 0, square = 0, errors = 0;
        foreach (double value in y)
        {
            if (double.IsNaN(value)) continue;
            double error = value - level;
            product += error * keep;
            square += keep * keep;
            errors += error * error;
            level += alpha * error;
            keep *= 1 - alpha;
        }

        double first = product / square;
        return (level + keep * first, errors - product * first);
    }

    /// <summary>
    /// Naive 2 of the M4 competition: where the autocorrelation at the season is significant at 90 %, the last value of the series divided by its
    /// seasonal indices, times the indices; else the last value.
    /// </summary>
    /// <param name="values">The series, [n], without missing values and above 0 where it has a season.</param>
    /// <param name="season">m, 1 or more.</param>
    /// <param name="horizon">Steps to forecast.</param>
    public static double[] Naive2(ReadOnlySpan<double> values, int season, int horizon)
    {
        var forecast = new double[Steps(horizon)];
        double[] indices = SeasonalIndices.IsSeasonal(values, Season(season)) ? SeasonalIndices.Of(values, season) : [1];
        int n = values.Length;
        double last = n == 0 ? double.NaN : values[^1] / indices[(n - 1) % indices.Length];
        for (int h = 0; h < horizon; h++) forecast[h] = last * indices[(n + h) % indices.Length];
        return forecast;
    }

    private static double Last(ReadOnlySpan<double> values)
    {
        for (int t = values.Length - 1; t >= 0; t--)
            if (!double.IsNaN(values[t])) return values[t];
        return double.NaN;
    }

    private static int Steps(int horizon) => horizon >= 0 ? horizon : throw new SluiceException($"Baseline: expected a horizon of 0 or more, got {horizon}.");

    private static int Season(int season) => season >= 1 ? season : throw new SluiceException($"Baseline: expected a season of 1 or more, got {season}.");
}
