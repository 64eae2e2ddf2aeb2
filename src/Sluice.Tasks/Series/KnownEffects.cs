using Sluice.Data.Tables;

namespace Sluice.Tasks.Series;

/// <summary>
/// What columns known ahead, such as holidays, add to a value on their day: z(t) − z(t − m) = u · (k(t) − k(t − m)) + e by least squares over the
/// rows to learn from, m the rows after which the naive forecast repeats, with a penalty as if one row said nothing of each column (ridge
/// regression, Hoerl and Kennard 1970). The net then sees and forecasts z − u · k: an effect that came a dozen times need not be learned by
/// gradients, and no echo of it comes a season later.
/// </summary>
internal static class KnownEffects
{
    /// <summary>The effects u in the unit of the net, one for each number that the columns become; 0 where the rows say nothing of one.</summary>
    /// <param name="data">The series, with no effects yet.</param>
    /// <param name="options">Which naive forecast is corrected, and the unit.</param>
    /// <param name="parts">The rows of each series to learn from.</param>
    public static double[] Fit(SeriesData data, SeriesOptions options, Func<SeriesSpan, RowRange> parts)
    {
        int width = data.Encoder.Known.Width;
        double[,] gram = new double[width, width];
        double[] moment = new double[width], change = new double[width];
        int lag = options.Base == "season" ? data.Season : 1;
        for (int i = 0; i < width; i++) gram[i, i] = 1;
        for (int s = 0; s < data.Values.Count; s++)
        {
            var rows = parts(data.Table.Series[s].Span);
            double[] values = data.Values[s];
            double unit = options.Scale == "mean" ? MeanMagnitude(values.AsSpan(0, rows.End)) : data.Scalers[s].Scale;
            for (int t = lag; t < rows.End; t++)
            {
                double rise = (values[t] - values[t - lag]) / unit;
                if (double.IsNaN(rise)) continue;
                ReadOnlySpan<float> now = data.Columns(s, t), before = data.Columns(s, t - lag);
                for (int i = 0; i < width; i++) change[i] = now[i] - before[i];
                for (int i = 0; i < width; i++)
                {
                    if (change[i] == 0) continue;
                    moment[i] += change[i] * rise;
                    for (int j = 0; j < width; j++) gram[i, j] += change[i] * change[j];
                }
            }
        }

        return Solved(gram, moment);
    }

    private static double MeanMagnitude(ReadOnlySpan<double> values)
    {
        double sum = 0;
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsNaN(value)) continue;
            sum += Math.Abs(value);
            count++;
        }

        return sum > 0 ? sum / count : 1;
    }

    /// <summary>x of A x = b, A symmetric and positive definite, by Cholesky's factors.</summary>
    private static double[] Solved(double[,] a, double[] b)
    {
        int n = b.Length;
        double[] x = [.. b];
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < j; k++) a[j, j] -= a[j, k] * a[j, k];
            a[j, j] = Math.Sqrt(a[j, j]);
            for (int i = j + 1; i < n; i++)
            {
                for (int k = 0; k < j; k++) a[i, j] -= a[i, k] * a[j, k];
                a[i, j] /= a[j, j];
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < i; k++) x[i] -= a[i, k] * x[k];
            x[i] /= a[i, i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < n; k++) x[i] -= a[k, i] * x[k];
            x[i] /= a[i, i];
        }

        return x;
    }
}
