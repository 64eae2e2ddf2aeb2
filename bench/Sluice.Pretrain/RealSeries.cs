using Sluice.Data.Tables;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Readers;
using Sluice.Zero;

namespace Sluice.Pretrain;

/// <summary>Public data that the net never saw, each with the horizon that is usual for its sampling rate.</summary>
internal static class RealSeries
{
    /// <summary>All sets found in a folder.</summary>
    public static IEnumerable<(string Set, int Horizon, List<PlainSeries> Series)> In(string folder)
    {
        string nab = Path.Combine(folder, "nab"), engines = Path.Combine(folder, "turbofan-fd001");
        foreach (var (set, horizon, seasons, table) in Tables(folder))
        {
            yield return (set, horizon, [.. table.Columns.OfType<NumberColumn>()
                .Select(c => new PlainSeries(c.Name, [.. c.Values], seasons[0], seasons))]);
        }

        if (Directory.Exists(nab)) yield return ("NAB", 48, Nab(nab));
        string train = Path.Combine(engines, "train_FD001.txt");
        if (File.Exists(train)) yield return ("turbofan", 30, Turbofan(train));
    }

    /// <summary>Those that are tables with columns side by side.</summary>
    public static IEnumerable<(string Set, int Horizon, int[] Seasons, Table Table)> Tables(string folder)
    {
        foreach (var (file, horizon, seasons) in new[]
        {
            ("ETTh1.csv", 48, new[] { 24, 168 }), ("airline-passengers.csv", 12, [12]), ("daily-min-temperatures.csv", 30, [7, 365]),
            ("monthly-sunspots.csv", 12, [12]), ("seattle-weather.csv", 30, [7, 365]),
        })
        {
            string path = Path.Combine(folder, "forecasting", file);
            if (File.Exists(path)) yield return (Path.GetFileNameWithoutExtension(file), horizon, seasons, DataFile.ReadTable(path, new TableOptions()));
        }
    }

    /// <summary>
    /// The 58 series of the Numenta Anomaly Benchmark with their anomalies taken out: within the labelled windows values are missing.
    /// </summary>
    private static List<PlainSeries> Nab(string folder)
    {
        List<PlainSeries> all = [];
        foreach (var series in NabCorpus.Read(folder))
        {
            double[] values = [.. series.Values];
            foreach (var window in series.Windows) for (int t = window.Start; t < window.End; t++) values[t] = double.NaN;
            var step = TimeStep.Of([[.. series.Times]]);
            int day = step is { } s ? Math.Max(1, s.Season) : 1;
            all.Add(new PlainSeries(series.Name, values, day, Forecast.SeasonsOf(step)));
        }

        return all;
    }

    /// <summary>The sensors of a hundred engines that are not constant, from their first cycle to their last.</summary>
    private static List<PlainSeries> Turbofan(string file)
    {
        var rows = File.ReadLines(file).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse).ToArray()).ToList();
        return [.. rows.GroupBy(r => r[0]).SelectMany(engine => Enumerable.Range(5, 21)
            .Select(c => new PlainSeries($"engine {engine.Key}, sensor {c - 4}", [.. engine.Select(r => r[c])], 1, []))
            .Where(s => s.Values.Distinct().Count() > 2))];
    }
}
