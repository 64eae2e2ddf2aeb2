using Sluice.Data.Tables;
using Sluice.Tasks.Series;
using Sluice.Training;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>
/// A trained forecaster of many series: as it is, or trained anew for each turn from what lies before it, with the same settings. Trained anew, it
/// sees of each series the rows before the place that is forecast from; as it is, it may have learned from what it forecasts.
/// </summary>
internal sealed class SeriesWay(string name, SeriesForecaster model, SeriesRun? refit = null, Action<string>? progress = null) : IForecastWay
{
    public string Name => name;

    /// <summary>The longest forecast it makes.</summary>
    public int Horizon => model.Options.Horizon;

    public IReadOnlyList<ForecastAhead?> Forecast(IReadOnlyList<ForecastCut> cuts, int horizon)
    {
        if (horizon > Horizon) throw new SluiceException($"{name}: expected a horizon of {Horizon} or less, for which it was trained, got {horizon}.");
        var made = new ForecastAhead?[cuts.Count];
        int turns = cuts.Select(c => c.Turn).Distinct().Count(), done = 0;
        foreach (var turn in Enumerable.Range(0, cuts.Count).GroupBy(i => refit is null ? 0 : cuts[i].Turn).OrderBy(g => g.Key))
        {
            foreach (var stand in turn.GroupBy(i => SourceOf(cuts[i]).Table))
            {
                int[] own = [.. stand];
                var net = refit is null ? model : Trained(stand.Key, [.. own.Select(i => cuts[i])], refit);
                Forecast(net, stand.Key, own);
            }

            if (refit is not null) progress?.Invoke($"{name}: {++done} of {turns} trained");
        }

        return made;

        void Forecast(SeriesForecaster net, SeriesTable table, int[] own)
        {
            var data = new SeriesData(table, net.Encoder, net.Options);
            int[] enough = [.. own.Where(i => cuts[i].Origin >= net.Options.Least)];
            Window[] windows = [.. enough.Select(i => new Window(Place(table, SourceOf(cuts[i]).Series), cuts[i].Origin))];
            foreach (var (i, rows) in enough.Zip(net.Forecasts(data, windows)))
                if (rows.Count >= horizon)
                {
                    var first = rows.Take(horizon).ToList();
                    made[i] = new ForecastAhead(
                        [.. first.Select(r => r.Point)], net.Options.Quantiles, [.. first.Select(r => r.Quantiles.ToArray())]);
                }
        }
    }

    /// <summary>The same net, learned from the rows before the places.</summary>
    private static SeriesForecaster Trained(SeriesTable table, IReadOnlyList<ForecastCut> cuts, SeriesRun run)
    {
        var ends = cuts.GroupBy(c => SourceOf(c).Series.Span).ToDictionary(g => g.Key, g => g.Min(c => c.Origin));
        int[] rows = [.. ends.SelectMany(e => e.Key.Rows.Take(e.Value)).Order()];
        var before = new SeriesTable(table.Table.Take(rows), run.Columns with { Fill = true });
        var (net, data) = SeriesForecaster.From(before, run.Model with { Test = 0 });
        new Trainer(data, run.Training).Run();
        return net;
    }

    private static (SeriesTable Table, OneSeries Series) SourceOf(ForecastCut cut)
        => cut.Series.Source ?? throw new SluiceException($"SeriesWay: expected the table of '{cut.Series.Name}', got none.");

    private static int Place(SeriesTable table, OneSeries series)
    {
        int at = 0;
        while (!ReferenceEquals(table.Series[at], series)) at++;
        return at;
    }
}
