namespace Sluice.Zero;

/// <summary>After how many steps a series repeats itself: a short season, and a longer one or the same.</summary>
/// <param name="Short">The first season; 1 where there is none.</param>
/// <param name="Long">The second one; <paramref name="Short"/> where there is none.</param>
internal readonly record struct Repetition(int Short, int Long)
{
    private const int LongestSought = 400;

    /// <summary>
    /// Finds both among those that are known of the calendar and the peaks of the autocorrelation, r(k) = Σ y_t y_(t−k) / √(Σ y_t² Σ y_(t−k)²) of
    /// the values without their linear trend.
    /// </summary>
    /// <param name="values">The series; NaN where a value is missing.</param>
    /// <param name="known">Seasons to look at beside those found, such as a day of hours; those of a longer period than the series do not count.</param>
    public static Repetition Find(ReadOnlySpan<double> values, params ReadOnlySpan<int> known)
    {
        int n = values.Length;
        double[] y = Detrended(values);
        int found = Peak(y);
        var given = new List<int>();
        foreach (int k in known) if (k > 1 && k < n) given.Add(k);

        // Which of them comes nearest to the values: a season that the calendar knows is taken at once where another one is hardly better.
        int first = found > 1 ? found : 1;
        foreach (int k in given)
            if (first == 1 || Error(values, k) < 1.1 * Error(values, first)) first = k;
        double best = 0.93 * Error(values, first);
        int second = first;
        if (first > 1)
        {
            List<int> others = [.. given];
            if (found > 1) others.Add(found);
            for (int times = 2; times <= 8; times++) others.Add(times * first);
            foreach (int k in others)
            {
                if (k == first || 2 * k > n) continue;
                double error = Error(values, k);
                if (error < best) (second, best) = (k, 0.97 * error);
            }
        }

        return new Repetition(Math.Min(first, second), Math.Max(first, second));
    }

    /// <summary>The shortest lag whose peak of the autocorrelation is about as high as the highest; 1 where there is no peak.</summary>
    private static int Peak(double[] y)
    {
        int n = y.Length, most = Math.Min(LongestSought, n / 2);
        if (n < 8) return 1;
        var correlation = new double[most + 2];
        for (int k = 1; k <= most + 1 && k < n; k++) correlation[k] = Correlation(y, k);
        double noise = 2.5 / Math.Sqrt(n), rise = Math.Max(0.15, 3 / Math.Sqrt(n)), lowest = correlation[1], highest = 0;
        List<int> peaks = [];
        for (int k = 2; k <= most; k++)
        {
            double r = correlation[k];
            if (r > correlation[k - 1] && r >= correlation[k + 1] && r > noise && r - lowest > rise)
            {
                peaks.Add(k);
                highest = Math.Max(highest, r);
            }

            lowest = Math.Min(lowest, r);
        }

        foreach (int k in peaks) if (correlation[k] >= 0.9 * highest) return k;
        return 1;
    }

    private static double Correlation(ReadOnlySpan<double> y, int lag)
    {
        double product = 0, early = 0, late = 0;
        ReadOnlySpan<double> a = y[..^lag], b = y[lag..];
        for (int t = 0; t < a.Length; t++)
        {
            product += a[t] * b[t];
            early += a[t] * a[t];
            late += b[t] * b[t];
        }

        return early > 0 && late > 0 ? product / Math.Sqrt(early * late) : 0;
    }

    /// <summary>The mean distance of a value from the one a lag before.</summary>
    private static double Error(ReadOnlySpan<double> values, int lag)
    {
        double sum = 0;
        int count = 0;
        for (int t = lag; t < values.Length; t++)
        {
            double away = Math.Abs(values[t] - values[t - lag]);
            if (double.IsNaN(away)) continue;
            sum += away;
            count++;
        }

        return count > 0 ? sum / count : double.PositiveInfinity;
    }

    /// <summary>Without the line of least squares, 0 where a value is missing, and cut at five mean distances.</summary>
    private static double[] Detrended(ReadOnlySpan<double> values)
    {
        double count = 0, t1 = 0, t2 = 0, y1 = 0, ty = 0, unit = 0;
        foreach (double v in values) if (!double.IsNaN(v)) unit = Math.Max(unit, Math.Abs(v));
        var y = new double[values.Length];
        if (unit == 0) return y;
        for (int t = 0; t < y.Length; t++)
        {
            y[t] = values[t] / unit;
            if (double.IsNaN(y[t])) continue;
            count++;
            t1 += t;
            t2 += (double)t * t;
            y1 += y[t];
            ty += t * y[t];
        }

        double spread = t2 - t1 * t1 / count, slope = spread > 0 ? (ty - t1 * y1 / count) / spread : 0, level = (y1 - slope * t1) / count, size = 0;
        for (int t = 0; t < y.Length; t++)
        {
            y[t] = double.IsNaN(y[t]) ? 0 : y[t] - level - slope * t;
            size += Math.Abs(y[t]) / count;
        }

        for (int t = 0; t < y.Length; t++) y[t] = Math.Clamp(y[t], -5 * size, 5 * size);
        return y;
    }
}
