using System.Net;
using Sluice.Tasks.Life;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Life;

/// <summary>One self-contained page: the expected life of units falls as they age.</summary>
internal static class LifePage
{
    private const int Shown = 6;

    /// <summary>The page; it runs no script.</summary>
    /// <param name="model">The model.</param>
    /// <param name="curves">What it expects of each unit, row after row.</param>
    /// <param name="truth">The rows left of each unit after its last row, or null where it is not known or all units have failed.</param>
    /// <param name="figures">Figures, where there is a truth.</param>
    public static string Html(
        LifeModel model, IReadOnlyList<LifeCurve> curves, IReadOnlyList<double>? truth, IReadOnlyList<(string Name, string Text)> figures)
    {
        bool failed = truth is null && figures.Count > 0;
        return Page.Html("Remaining life", $"""
            <p>What is left of each '{WebUtility.HtmlEncode(model.Options.Id)}', in rows, as it looked after each row of its history;
            nothing above {model.Options.Cap}
            can be told from the sensors. Of units like it, one in ten fails before the lower dotted line and one in ten outlasts the upper one.
            The units with the longest histories:</p>
            {string.Concat(Pictures(model, curves, truth, failed))}
            <h2>Now</h2>
            <table style="border-spacing:.8rem 0;text-align:right"><tr><th>unit</th><th>rows</th><th>expected</th><th>low</th><th>high</th>{(truth is null ? "" : "<th>truth</th>")}</tr>
            {string.Concat(curves.Select((c, u) => $"<tr><td>{WebUtility.HtmlEncode(c.Name)}</td><td>{c.Estimates.Count}</td><td>{c.Estimates[^1].Life:F0}</td><td>{c.Estimates[^1].Low:F0}</td><td>{c.Estimates[^1].High:F0}</td>{(truth is null ? "" : $"<td>{truth[u]:F0}</td>")}</tr>\n"))}</table>
            {(figures.Count == 0 ? "" : $"<h2>Figures</h2><pre>{WebUtility.HtmlEncode(string.Join('\n', figures.Select(f => $"{f.Name,-10} {f.Text}")))}</pre>")}
            """);
    }

    /// <summary>A picture for each of the units with the longest histories.</summary>
    public static IReadOnlyList<string> Pictures(LifeModel model, IReadOnlyList<LifeCurve> curves, IReadOnlyList<double>? truth, bool failed)
        => [.. Enumerable.Range(0, curves.Count)
            .OrderByDescending(u => curves[u].Estimates.Count).Take(Shown)
            .Select(u => Plot(model, curves[u], truth is not null ? truth[u] : failed ? 0 : null))];

    private static string Plot(LifeModel model, LifeCurve curve, double? left)
    {
        int rows = curve.Estimates.Count;
        PlotLine Line(string label, Func<LifeEstimate, double> of, int colour, int dash)
            => new(label, [.. curve.Estimates.Select((e, t) => (t + 1.0, of(e)))], colour, dash);
        List<PlotLine> lines =
        [
            Line("expected", e => e.Life, 0, 0),
            Line("one in ten lasts longer", e => e.High, 0, 2),
            Line("one in ten fails sooner", e => e.Low, 0, 2),
        ];
        if (left is { } last)
            lines.Insert(0, new PlotLine(
                $"truth, up to {model.Options.Cap}",
                [.. Enumerable.Range(0, rows).Select(t => (t + 1.0, Math.Min(rows - 1 - t + last, model.Options.Cap)))], 1, 0));
        return LinePlot.Svg($"{model.Options.Id} {curve.Name}", "row of the history", "rows left", lines, logarithmic: false);
    }
}
