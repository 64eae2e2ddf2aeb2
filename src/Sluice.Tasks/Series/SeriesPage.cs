using Sluice.Data.Tables;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Series;

namespace Sluice.Tasks.Series;

/// <summary>A page with forecasts beside the truth.</summary>
internal static class SeriesPage
{
    private const int MostPlots = 24;

    /// <summary>The page.</summary>
    /// <param name="model">What forecasts.</param>
    /// <param name="table">The series.</param>
    /// <param name="forecasts">For each series the forecasts of one stretch.</param>
    /// <param name="figures">Names and texts, or none.</param>
    /// <param name="more">What stands below the pictures (HTML).</param>
    public static string Html(
        SeriesForecaster model, SeriesTable table, IReadOnlyList<IReadOnlyList<SeriesForecast>> forecasts, List<(string Name, string Text)> figures,
        string more = "")
    {
        var body = new System.Text.StringBuilder();
        foreach (string line in table.Describe(model.Options.Calendar))
            body.Append($"<p>{LinePlot.Text(char.ToUpperInvariant(line[0]) + line[1..])}.</p>\n");
        if (figures.Count > 0) body.Append($"<pre>{LinePlot.Text(string.Join('\n', figures.Select(f => $"{f.Name,-16} {f.Text}")))}</pre>\n");
        if (forecasts.Count > MostPlots) body.Append($"<p>The first {MostPlots} of {forecasts.Count} series.</p>\n");
        body.AppendJoin('\n', Pictures(model, table, forecasts));
        return Page.Html("Forecasts", body.Append(more).ToString());
    }

    /// <summary>A picture for each of the first series.</summary>
    public static IReadOnlyList<string> Pictures(SeriesForecaster model, SeriesTable table, IReadOnlyList<IReadOnlyList<SeriesForecast>> forecasts)
    {
        var series = table.Series.ToDictionary(table.NameOf);
        return [.. forecasts.Take(MostPlots).Select(stretch => Plot(model, series[stretch[0].Series], stretch))];
    }

    private static string Plot(SeriesForecaster model, OneSeries series, IReadOnlyList<SeriesForecast> stretch)
    {
        int origin = stretch[0].Row, before = Math.Min(origin, Math.Max(2 * stretch.Count, Math.Min(model.Options.Lookback, 2 * model.Season)));
        var truth = Enumerable.Range(origin - before, before + stretch.Count)
            .Where(r => r < series.Values.Length && double.IsFinite(series.Values[r])).Select(r => ((double)(r - origin + 1), series.Values[r]));
        List<PlotLine> lines = [new("truth", [.. truth], 5, 0), new("forecast", [.. stretch.Select((f, h) => (h + 1.0, f.Point))], 1, 0)];
        var levels = model.Options.Quantiles;
        foreach (int q in levels.Count == 1 ? [] : new[] { 0, levels.Count - 1 })
            lines.Add(new PlotLine($"{levels[q]:P0} lie below", [.. stretch.Select((f, h) => (h + 1.0, f.Quantiles[q]))], 1, 1 + (q > 0 ? 1 : 0)));
        string from = stretch[0].Date is { } date ? $" from {TimeStep.Text(date)}" : "";
        return LinePlot.Svg($"{stretch[0].Series}{from}", "steps ahead", series.Column, lines, false, false);
    }
}
