using System.Text;
using Sluice.Data.Tables;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>A page on a backtest: the table, errors by origin and by step ahead, what intervals hold, and forecasts beside the truth.</summary>
internal static class BacktestPage
{
    private const int MostSeries = 12, MostShown = 3;

    /// <summary>The page.</summary>
    public static string Html(string title, string table, BacktestSummary summary)
    {
        var body = new StringBuilder($"<pre>{LinePlot.Text(table)}</pre>\n");
        var ways = summary.Ways.Select((w, i) => (w.Way, Colour: i, Scores: summary.Scores.Where(s => s.Way == w.Way).ToList())).ToList();
        PlotLine Line((string Way, int Colour, List<ForecastScore> Scores) way, IEnumerable<(double, double)> points)
            => new(way.Way, [.. points], way.Colour, way.Colour / 6);
        if (summary.IsScaled) body.AppendLine(LinePlot.Svg("Error from each origin", "origin, the last is now", "MASE",
            [.. ways.Select(w => Line(w, w.Scores.GroupBy(s => s.Cut.Turn).OrderBy(g => g.Key)
                .Select(g => (g.Key + 1.0, g.Average(s => s.Mase)))))], false));
        if (summary.IsScaled) body.AppendLine(LinePlot.Svg("Error so many rows ahead", "rows ahead", "absolute error over the scale of MASE",
            [.. ways.Select(w => Line(w, Steps(w.Scores, s => s.Errors())))], false));
        var said = ways.Where(w => w.Scores.Any(s => double.IsFinite(s.Coverage))).ToList();
        if (said.Count > 0)
            body.AppendLine(LinePlot.Svg("What the 80 % interval holds so many rows ahead", "rows ahead", "share of values",
            [
                .. said.Select(w => Line(w, Steps(w.Scores, s => s.Held()))), new("80 %", [(1, 0.8), (summary.Horizon, 0.8)], 5, 2),
            ], false));
        var series = ways[0].Scores.GroupBy(s => s.Cut.Series.Name).ToList();
        if (series.Count > MostSeries) body.Append($"<p>The first {MostSeries} of {series.Count} series.</p>\n");
        foreach (var one in series.Take(MostSeries))
        {
            body.AppendLine(Picture(
                [.. ways.Take(2).Select(w => (w.Way, w.Scores.Where(s => s.Cut.Series.Name == one.Key).TakeLast(MostShown).ToList()))]));
        }

        return Page.Html(LinePlot.Text(title), body.ToString());
    }

    private static IEnumerable<(double, double)> Steps(List<ForecastScore> scores, Func<ForecastScore, double[]> of)
    {
        var all = scores.Select(of).ToList();
        for (int h = 0; h < all[0].Length; h++)
            if (all.Select(e => e[h]).Where(double.IsFinite).ToList() is { Count: > 0 } known) yield return (h + 1, known.Average());
    }

    /// <summary>The last forecasts of a series beside what came; of the first way with its interval.</summary>
    private static string Picture(List<(string Way, List<ForecastScore> Scores)> ways)
    {
        var shown = ways[0].Scores;
        var series = shown[0].Cut.Series;
        int horizon = shown[0].Ahead.Point.Length, end = shown[^1].Cut.Origin + horizon, start = Math.Max(0, shown[0].Cut.Origin - horizon);
        List<PlotLine> lines = [new("truth", [.. Enumerable.Range(start, end - start).Where(t => double.IsFinite(series.Values[t])).Select(t => (t - start + 1.0, series.Values[t]))], 5, 0)];
        for (int w = 0; w < ways.Count; w++)
        {
            foreach (var (score, i) in ways[w].Scores.Select((s, i) => (s, i)))
            {
                IReadOnlyList<(double, double)> At(double[] values) => [.. values.Select((v, h) => (score.Cut.Origin - start + h + 1.0, v))];
                lines.Add(new(i == 0 ? ways[w].Way : "", At(score.Ahead.Point), w == 0 ? 1 : 3, 0));
                if (w > 0 || score.Ahead.Levels.Count < 2) continue;
                lines.Add(new(i == 0 ? $"{score.Ahead.Levels[0]:P0} lie below" : "", At([.. score.Ahead.Quantiles.Select(q => q[0])]), 1, 1));
                lines.Add(new(i == 0 ? $"{score.Ahead.Levels[^1]:P0} lie below" : "", At([.. score.Ahead.Quantiles.Select(q => q[^1])]), 1, 2));
            }
        }

        string from = series.Source is { } source && source.Series.Span.Dates is { } dates ? $" from {TimeStep.Text(dates[start])}" : "";
        return LinePlot.Svg($"{series.Name}{from}", "rows", series.Name, lines, false, false);
    }
}
