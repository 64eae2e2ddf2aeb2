using System.Globalization;
using System.Text;
using Sluice.Data.Tables;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Reasons;

/// <summary>What forecasts rest on, in words, for machines and as part of a page: the first row ahead of each series, and all together.</summary>
/// <param name="all">What was found of each series.</param>
internal sealed class ReasonReport(IReadOnlyList<Attribution> all)
{
    /// <summary>The option that asks for it.</summary>
    public const string Option = "--why";

    /// <summary>What it does.</summary>
    public const string Description = "says what forecasts rest on: the effect of each column and of each row before, seasonal and trend parts";

    /// <summary>Series that are explained.</summary>
    public const int MostSeries = 12;

    private const int Strongest = 8;

    private bool IsLogarithm => all.Any(a => a.Logarithm);

    /// <summary>Words and numbers, a line each.</summary>
    public IEnumerable<string> Lines()
    {
        string unit = IsLogarithm ? ", in logarithms: an effect of 0.1 is a factor of 1.105" : "";
        foreach (var one in all)
        {
            yield return $"Why {Name(one)}: {Text(one.Points[0])}{unit}";
            yield return $"  level {Text(one.Parts.Level)}, trend {Signed(one.Parts.Trend[0])}, season {Signed(one.Parts.Season[0])}, rest {Signed(one.Parts.Rest[0])}";
            if (one.Baseline is { } baseline)
                yield return $"  with all at their means it would be {Text(baseline[0])}; integrated gradients explain {Signed(one.Integrated![0].Sum())} of {Signed(one.Points[0] - baseline[0])}";
            foreach (string line in Table(Columns(one), Lags(one), Signed)) yield return line;
        }

        if (all.Count == 0) yield break;
        yield return $"Over {all.Count} {(all.Count == 1 ? "series" : "series together")} and {all.Max(a => a.Points.Length)} rows ahead, the mean size of each effect{(all.Count > 1 ? ", over how far the forecasts of its series are from their level" : "")}:";
        foreach (string line in Table(OverColumns(), OverLags(), Text)) yield return line;
    }

    /// <summary>The same for machines.</summary>
    public object Machine() => new
    {
        Logarithm = IsLogarithm,
        Series = all.Select(one => new
        {
            one.Series,
            Row = one.Row + 1,
            Date = one.Dates[0],
            Point = one.Points[0],
            Baseline = one.Baseline?[0],
            Gap = one.Baseline is null ? (double?)null : one.Gap(0),
            Parts = one.Points.Select((_, h)
                => new { one.Parts.Level, Trend = one.Parts.Trend[h], Season = one.Parts.Season[h], Rest = one.Parts.Rest[h] }),
            Columns = Columns(one).Select(Plain),
            Lags = Lags(one).Select(Plain),
        }),
        Overall = new { Columns = OverColumns().Select(Plain), Lags = OverLags().Select(Plain) },
    };

    /// <summary>A part of a page: the words, and the parts of each forecast as a picture.</summary>
    public string Html()
    {
        var body = new StringBuilder($"<h2>Why</h2>\n<pre>{LinePlot.Text(string.Join('\n', Lines()))}</pre>\n");
        foreach (var one in all)
        {
            PlotLine Line(string name, double[] values, int colour) => new(name, [.. values.Select((v, h) => (h + 1.0, v))], colour, 0);
            double[] above = [.. one.Points.Select(p => p - one.Parts.Level)];
            body.AppendLine(LinePlot.Svg($"Parts of the forecast of {one.Series}, above a level of {Text(one.Parts.Level)}", "rows ahead", "part",
                [Line("forecast", above, 5), Line("trend", one.Parts.Trend, 1), Line("season", one.Parts.Season, 2), Line("rest", one.Parts.Rest, 3)],
                false, false));
            var lags = Lags(one).Where(l => l.Lag is not null).GroupBy(l => l.Column).ToList();
            body.AppendLine(LinePlot.Svg($"What each row before adds to {Name(one)}", "rows before it", "effect",
                [.. lags.Select((g, c) => new PlotLine(
                    g.Key, [.. g.OrderBy(l => l.Lag).Select(l => ((double)l.Lag!, l.Integrated ?? l.Occluded))], c % 6, c / 6))],
                false, false));
        }

        return body.ToString();
    }

    private static object Plain(Effect e) => new { e.Column, e.Lag, e.Rows, e.Integrated, e.Occluded };

    private static string Name(Attribution one)
        => $"{one.Series}, {(one.Dates[0] is { } date ? TimeStep.Text(date) : $"row {one.Row + 1}")}";

    /// <summary>The effect of each column on the first row ahead, the largest first.</summary>
    public static IReadOnlyList<Effect> Columns(Attribution one)
        => [.. one.Columns.Select((c, i) => new Effect(c, null, 0, one.OfColumn(i, 0), one.WithoutColumn[0][i])).OrderByDescending(e => e.Size)];

    /// <summary>The effect of each row of each column on it, the largest first.</summary>
    public static IReadOnlyList<Effect> Lags(Attribution one) => [.. one.Features
        .Select((f, i) => new Effect(one.Columns[f.Column], one.Lag(i, 0), f.Count, one.Integrated?[0][i], one.Occluded[0][i]))
        .Where(e => e.Lag is not null).OrderByDescending(e => e.Size)];

    private List<Effect> OverColumns() => Means(one => Enumerable.Range(0, one.Points.Length)
        .SelectMany(h => one.Columns.Select((c, i) => new Effect(c, null, 0, one.OfColumn(i, h), one.WithoutColumn[h][i]))));

    private List<Effect> OverLags() => Means(one => Enumerable.Range(0, one.Points.Length).SelectMany(h => one.Features
        .Select((f, i) => new Effect(one.Columns[f.Column], one.Lag(i, h), f.Count, one.Integrated?[h][i], one.Occluded[h][i]))
        .Where(e => e.Lag is not null)));

    /// <summary>The mean absolute effects; of several series each over how far its forecast is from its level.</summary>
    private List<Effect> Means(Func<Attribution, IEnumerable<Effect>> of) => [.. all.SelectMany(one =>
        {
            double unit = all.Count == 1 ? 1 : Math.Sqrt(one.Points.Average(p => (p - one.Parts.Level) * (p - one.Parts.Level)));
            return of(one).Select(e => e with { Integrated = Math.Abs(e.Integrated ?? double.NaN) / unit, Occluded = Math.Abs(e.Occluded) / unit });
        })
        .Where(e => double.IsFinite(e.Occluded)).GroupBy(e => (e.Column, e.Lag, e.Rows))
        .Select(g => new Effect(g.Key.Column, g.Key.Lag, g.Key.Rows, Known(g.Average(e => e.Integrated!.Value)), g.Average(e => e.Occluded)))
        .OrderByDescending(e => e.Size)];

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static IEnumerable<string> Table(IReadOnlyList<Effect> columns, IReadOnlyList<Effect> lags, Func<double, string> write)
    {
        var shown = columns.Concat(lags.Take(Strongest)).ToList();
        int width = Math.Max(10, shown.Max(e => Label(e).Length));
        bool gradients = shown.Exists(e => e.Integrated is not null);
        yield return $"  {"".PadRight(width)} {(gradients ? "integrated   " : "")}occluded";
        foreach (var effect in shown)
            yield return $"  {Label(effect).PadRight(width)} {(gradients ? $"{write(effect.Integrated ?? double.NaN),10}  " : "")} {(double.IsFinite(effect.Occluded) ? write(effect.Occluded) : "-"),8}";
        if (lags.Count > Strongest) yield return $"  {"".PadRight(width)} and {lags.Count - Strongest} rows of columns with less effect";
    }

    private static string Label(Effect e) => e.Lag switch
    {
        null => $"{e.Column}, all rows",
        0 when e.Rows == 1 => $"{e.Column}, the row itself",
        < 0 => $"{e.Column}, {-e.Lag} after",
        _ => e.Rows > 1 ? $"{e.Column}, {e.Lag} to {e.Lag + e.Rows - 1} before" : $"{e.Column}, {e.Lag} before",
    };

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Signed(double value) => (value > 0 ? "+" : "") + value.ToString("G3", CultureInfo.InvariantCulture);
}

/// <summary>What a column adds to a forecast, or a row of it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Lag">Rows before the one that is forecast, 0 for that row itself; null for all rows together.</param>
/// <param name="Rows">How many rows, the last of them at the lag.</param>
/// <param name="Integrated">By integrated gradients; null where there are none.</param>
/// <param name="Occluded">By occlusion.</param>
internal sealed record Effect(string Column, int? Lag, int Rows, double? Integrated, double Occluded)
{
    /// <summary>By which effects are put in order.</summary>
    public double Size => Math.Abs(Integrated ?? Occluded);
}
