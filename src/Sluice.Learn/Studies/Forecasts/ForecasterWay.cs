using Sluice.Data.Tables;
using Sluice.Tasks.Forecast;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>
/// A trained forecaster of one column, as it is: it is shown the rows up to the last that is forecast, the column emptied from the first of them on.
/// </summary>
internal sealed class ForecasterWay(string name, Forecaster model) : IForecastWay
{
    public string Name => name;

    public IReadOnlyList<ForecastAhead?> Forecast(IReadOnlyList<ForecastCut> cuts, int horizon) => [.. cuts.Select(cut => Forecast(cut, horizon))];

    private ForecastAhead? Forecast(ForecastCut cut, int horizon)
    {
        var (table, series) = cut.Series.Source ?? throw new SluiceException($"ForecasterWay: expected the table of '{cut.Series.Name}', got none.");
        var shown = table.Table.Take(series.Span.Rows.Take(cut.Origin + horizon));
        double[] values = [.. cut.Series.Values.Take(cut.Origin), .. Enumerable.Repeat(double.NaN, shown.RowCount - cut.Origin)];
        var rows = model.Predict(new Table(
            [.. shown.Columns.Select(c => c.Name == model.Target.Name ? new NumberColumn(c.Name, values) : c)], table.Table.File));

        // It begins after the last known value, which may lie before the place.
        var ahead = rows.SkipWhile(r => r.Row < cut.Origin).Take(horizon).ToList();
        return ahead.Count < horizon ? null
            : new ForecastAhead([.. ahead.Select(r => r.Point)], model.Options.Quantiles, [.. ahead.Select(r => r.Quantiles.ToArray())]);
    }
}
