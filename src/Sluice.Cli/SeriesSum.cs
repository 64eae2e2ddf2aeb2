using Sluice.Data.Tables;
using Sluice.Tasks.Series;
using Sluice.Zero;

namespace Sluice.Cli;

/// <summary>
/// The sum of several series, row by row from their ends, and its forecast: the point is the sum of their points (bottom up), so that both tables
/// agree; the interval is that of the forecast of the sum itself, shifted by the difference of both points, within the sums of what bounds the parts.
/// </summary>
internal static class SeriesSum
{
    /// <summary>The sum of what is known; missing where a value of one is.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="all">Its series.</param>
    /// <exception cref="SluiceException">They do not end together, or share no row.</exception>
    public static OneSeries Of(string name, IReadOnlyList<(SeriesTable Table, OneSeries Series)> all)
    {
        var first = all[0].Series;
        foreach (var (table, other) in all)
            if (first.Span.Dates?[^1] != other.Span.Dates?[^1])
                throw new SluiceFormatException(
                    $"--sum: expected series that end together, and '{all[0].Table.NameOf(first)}' ends with {Text(first)}, '{table.NameOf(other)}' with {Text(other)}. Append the missing rows, without values.",
                    table.Table.File);
        int rows = all.Min(s => s.Series.Values.Length);
        double[] values = [.. Enumerable.Range(0, rows).Select(t => all.Sum(s => s.Series.Values[s.Series.Values.Length - rows + t]))];
        if (!values.Any(double.IsFinite)) throw new SluiceFormatException("--sum: in no row is a value of every series known.", all[0].Table.Table.File);
        return new OneSeries(new SeriesSpan("", first.Span.Rows[^rows..], first.Span.Dates?[^rows..], 0), name, values);
    }

    /// <summary>The forecast of the sum, moved to the sum of points, and within the sums of their bounds.</summary>
    /// <param name="sum">The forecast of the sum itself, from its first row that is not known.</param>
    /// <param name="late">How many of its rows, counted from the end, are not known.</param>
    /// <param name="parts">Each series, how many of its last rows are not known, and its forecast from there.</param>
    /// <param name="bounds">Between what the forecasts of a series lie.</param>
    public static ZeroForecast Moved(
        ZeroForecast sum, int late, IReadOnlyList<(OneSeries Series, int Late, ZeroForecast Forecast)> parts,
        Func<double[], (double Low, double High)> bounds)
    {
        double[] middle = sum.Point;
        double[][] points = [.. parts.Select(p => p.Forecast.Point)];
        var ends = parts.Select(p => bounds(p.Series.Values)).ToList();
        double[] Bounded(double[] quantiles, int h)
        {
            double Sum(Func<int, double> unknown) => parts.Select((p, i) => Known(p.Series, p.Late, h - late) ?? unknown(i)).Sum();
            double point = Sum(i => points[i][parts[i].Late + h - late]), low = Sum(i => ends[i].Low), high = Sum(i => ends[i].High);
            return [.. quantiles.Select(v => Math.Min(Math.Max(v - middle[h] + point, low), high))];
        }

        return sum with { Quantiles = [.. sum.Quantiles.Select(Bounded)] };
    }

    /// <summary>What is known of a row that is so many beyond the end; null where it is forecast.</summary>
    private static double? Known(OneSeries series, int late, int beyond) => beyond < -late ? series.Values[series.Values.Length + beyond] : null;

    private static string Text(OneSeries series) => series.Span.Dates is { } dates ? TimeStep.Text(dates[^1]) : "";
}
