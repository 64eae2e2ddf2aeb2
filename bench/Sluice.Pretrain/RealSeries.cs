using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Readers;
using Sluice.Tasks.Series;
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

    /// <summary>All of them as tables to train on: columns side by side, a series of NAB each, and the engines as ids.</summary>
    public static IEnumerable<(string Set, int Horizon, Table Table, SeriesColumns Columns)> ToTrainOn(string folder)
    {
        foreach (var (set, horizon, _, table) in Tables(folder)) yield return (set, horizon, table, new SeriesColumns { Fill = true });
        string nab = Path.Combine(folder, "nab"), train = Path.Combine(folder, "turbofan-fd001", "train_FD001.txt");
        foreach (var (series, values) in Directory.Exists(nab) ? Known(nab) : [])
        {
            var times = new DateColumn("time", [.. series.Times.Select(t => (DateTime?)t)]);
            yield return ("NAB", 48, new Table([times, new NumberColumn(series.Name, values)]), new SeriesColumns { Fill = true });
        }

        if (!File.Exists(train)) yield break;
        var rows = Rows(train);
        yield return ("turbofan", 30, new Table(
            [
                new CategoryColumn("engine", [.. rows.Select(r => $"{r[0]}")]),
                .. Enumerable.Range(5, 21).Select(c => new NumberColumn($"sensor {c - 4}", [.. rows.Select(r => r[c])]))
                    .Where(c => c.Values.Distinct().Count() > 2),
            ]), new SeriesColumns { Id = "engine" });
    }

    /// <summary>
    /// The 58 series of the Numenta Anomaly Benchmark with their anomalies taken out: within the labelled windows values are missing.
    /// </summary>
    private static List<PlainSeries> Nab(string folder) => [.. Known(folder).Select(s =>
    {
        var step = TimeStep.Of([[.. s.Series.Times]]);
        return new PlainSeries(s.Series.Name, s.Values, step is { } known ? Math.Max(1, known.Season) : 1, Forecast.SeasonsOf(step));
    })];

    private static IEnumerable<(LabelledSeries Series, double[] Values)> Known(string folder) => NabCorpus.Read(folder).Select(series =>
    {
        double[] values = [.. series.Values];
        foreach (var window in series.Windows) for (int t = window.Start; t < window.End; t++) values[t] = double.NaN;
        return (series, values);
    });

    /// <summary>The sensors of a hundred engines that are not constant, from their first cycle to their last.</summary>
    private static List<PlainSeries> Turbofan(string file) => [.. Rows(file).GroupBy(r => r[0]).SelectMany(engine => Enumerable.Range(5, 21)
        .Select(c => new PlainSeries($"engine {engine.Key}, sensor {c - 4}", [.. engine.Select(r => r[c])], 1, []))
        .Where(s => s.Values.Distinct().Count() > 2))];

    private static List<double[]> Rows(string file)
        => [.. File.ReadLines(file).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse).ToArray())];
}
