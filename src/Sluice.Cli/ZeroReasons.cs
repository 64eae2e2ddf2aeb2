using Sluice.Tasks.Reasons;
using Sluice.Tasks.Series;
using Sluice.Zero;

namespace Sluice.Cli;

/// <summary>
/// What a forecast without training rests on, by occlusion: stretches of the past are taken for missing, which the net has learned to bear. It has no
/// integrated gradients, since what it reads of a series is not linear in the values: it looks for seasons, and takes units from them.
/// </summary>
internal static class ZeroReasons
{
    // The last rows by patches of the net, those before by twice as many each time.
    private const int First = 16;

    /// <summary>Explains the forecast of a series.</summary>
    /// <param name="table">The table that it stands in.</param>
    /// <param name="series">The series.</param>
    /// <param name="known">Its values up to the last one that is known.</param>
    /// <param name="forecast">The forecast.</param>
    /// <param name="wishes">The bounds of forecasts.</param>
    /// <param name="date">The date of a row, from 0.</param>
    public static Attribution Of(
        SeriesTable table, OneSeries series, double[] known, ZeroForecast forecast, ForecastWishes wishes, Func<int, DateTime?> date)
    {
        List<Feature> features = [];
        int looked = Math.Min(known.Length, 2048);
        for (int from = 0, count = First; from < looked; from += count, count = Math.Max(First, from))
            features.Add(new Feature(0, -Math.Min(from + count, looked), Math.Min(count, looked - from)));
        double[] points = forecast.Point;
        List<double[]> without = [Hidden(known, -known.Length, known.Length - 1), .. features.Select(f => Hidden(known, f.Step!.Value, f.Count))];
        int[] some = [.. Enumerable.Range(0, without.Count).Where(i => without[i].Any(double.IsFinite))];
        var made = Forecast.Zero([.. some.Select(i => without[i])], points.Length, Forecast.SeasonsOf(table.Step));
        double[][] all = [.. without.Select(
            (_, i) => Array.IndexOf(some, i) is >= 0 and var at ? wishes.Within(made[at]).Point : [.. points.Select(_ => double.NaN)])];
        return new Attribution(
            table.NameOf(series), known.Length, [.. points.Select((_, h) => date(known.Length + h))], points, ["values"], [.. features],
            ForecastParts.Of(known, forecast.Season, points))
        {
            WithoutColumn = [.. points.Select((p, h) => new[] { p - all[0][h] })],
            Occluded = [.. points.Select((p, h) => all.Skip(1).Select(own => p - own[h]).ToArray())],
        };
    }

    private static double[] Hidden(double[] known, int step, int count)
    {
        double[] own = [.. known];
        own.AsSpan(known.Length + step, count).Fill(double.NaN);
        return own;
    }
}
