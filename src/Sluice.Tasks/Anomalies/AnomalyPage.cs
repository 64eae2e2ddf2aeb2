using Sluice.Data.Tables;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Anomalies;

/// <summary>A page with a series, what was expected of it, and its alarms.</summary>
internal static class AnomalyPage
{
    // Higher scores are drawn as this one, so that the line at 1 stays in sight.
    private const double MostDrawn = 4;

    private const int MostSignals = 24;

    /// <summary>The page.</summary>
    public static string Of(IReadOnlyList<string> signals, IReadOnlyList<AnomalyRow> rows)
    {
        string list =
            string.Concat(
                Drawn(rows).Where(r => r.IsAlarm)
                    .Select(
                        r => $"row {r.Row + 1}{(r.Time is { } t ? $", {TimeStep.Text(t)}" : "")}: {(r.Signal is { } s ? $"'{s}' " : "")}{r.Value:G6} where {r.Expected:G6} was expected, score {r.Score:F2}\n"));
        return Page.Html(
            $"Anomalies in {LinePlot.Text(string.Join(", ", signals))}",
            $"{string.Join('\n', Pictures(signals, rows))}\n<pre>{LinePlot.Text(list)}</pre>");
    }

    /// <summary>Each signal with its alarms, as far as there is room, and the scores.</summary>
    public static IReadOnlyList<string> Pictures(IReadOnlyList<string> signals, IReadOnlyList<AnomalyRow> rows)
        => [.. signals.Take(MostSignals).Select((name, s) => Series(name, [.. rows.Select(r => r.Signals?[s] ?? r)])), Scores(Drawn(rows))];

    private static List<AnomalyRow> Drawn(IEnumerable<AnomalyRow> rows) => [.. rows.Where(r => !double.IsNaN(r.Expected))];

    private static string Series(string target, IReadOnlyList<AnomalyRow> rows)
    {
        List<AnomalyRow> drawn = Drawn(rows), alarms = [.. drawn.Where(r => r.IsAlarm)];
        List<double> values = [.. drawn.Select(r => r.Value).Where(double.IsFinite)];
        double low = values.DefaultIfEmpty(0).Min(), high = values.DefaultIfEmpty(1).Max();
        return LinePlot.Svg(
            $"{target}, and {alarms.Count} alarms", "row", target,
            [
                new("alarm", [.. alarms.SelectMany(r => new[] { (r.Row + 1.0, low), (r.Row + 1.0, high), (r.Row + 1.0, low) })], 1, 0),
                new(target, [.. drawn.Select(r => (r.Row + 1.0, r.Value))], 0, 0),
            ],
            logarithmic: false,
            fromZero: false);
    }

    private static string Scores(List<AnomalyRow> drawn) => LinePlot.Svg(
        "score of each row: 1 or more is an alarm", "row", $"score, at most {MostDrawn}",
        [
            new("score", [.. drawn.Select(r => (r.Row + 1.0, Math.Min(r.Score, MostDrawn)))], 0, 0),
            new("alarm", [.. drawn.Take(1).Concat(drawn.TakeLast(1)).Select(r => (r.Row + 1.0, 1.0))], 1, 1),
        ],
        logarithmic: false);
}
