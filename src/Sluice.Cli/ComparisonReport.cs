using System.Globalization;
using Sluice.Learn.Studies;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>The findings of a comparison: as a table in Markdown, as an object for JSON, and as a page with pictures.</summary>
/// <param name="Run">What was asked.</param>
/// <param name="Subject">The task.</param>
/// <param name="Trials">The finished trials.</param>
internal sealed record ComparisonReport(ComparisonRun Run, ISubject Subject, IReadOnlyList<Trial> Trials)
{
    private const double Significant = 0.05;

    private readonly ComparisonSummary _summary = ComparisonSummary.Of(Trials, Run.Cells, Run.Share);

    /// <summary>An object for JSON.</summary>
    public object ToData() => new { Run.Data, Subject.Loss, Subject.Baseline, _summary.Cells, _summary.Importances, Trials };

    /// <summary>Writes the tables.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(
            $"Loss: {Subject.Loss}{(Subject.Baseline is { } naive ? $"; without a net {Number(naive)}" : "")}. {Trials.Count} of {Run.Trials * Run.Cells.Count} trials are done.");
        output.WriteLine();
        List<string[]> rows = [
        [
            "cell",
            "best: test (validation)",
            "parameters",
            $"the best {Percent(Run.Share)}: mean ± deviation",
            "p",
            "all: mean ± deviation",
            "failed"
        ]];
        foreach (var cell in _summary.Cells)
        {
            rows.Add([
                cell.Cell, $"{Number(cell.Best?.Test)} ({Number(cell.Best?.Validation)})", $"{cell.Best?.Parameters}",
                $"{Number(cell.TopMean)} ± {Number(cell.TopDeviation)}",
                Probability(cell), $"{Number(cell.Mean)} ± {Number(cell.Deviation)}", $"{cell.Failed}",
            ]);
        }

        MarkdownTable.Write(output, rows);
        output.WriteLine();
        output.WriteLine(
            $"p: Welch's test of the best {Percent(Run.Share)} against those of {Run.Cells[0]}, corrected for {Run.Cells.Count - 1} comparisons by Holm; * where below {Significant.ToString(CultureInfo.InvariantCulture)}.");
        output.WriteLine();
        output.WriteLine("Share of the differences between trials of a cell that a setting explains by itself:");
        output.WriteLine();
        rows =
        [
            ["cell", .. _summary.Importances.Select(i => i.Setting)],
            .. Run.Cells.Select(cell => (string[])[cell, .. _summary.Importances.Select(i => Percent(i.Shares[cell]))])
        ];
        rows.Add(["mean", .. _summary.Importances.Select(i => Percent(i.Shares.Values.Average()))]);
        MarkdownTable.Write(output, rows);
    }

    /// <summary>A self-contained page without scripts.</summary>
    public string Html()
    {
        using var numbers = new StringWriter();
        Write(numbers);
        return Page.Html("Cells compared", $"""
            <p>{LinePlot.Text($"Every cell was trained with the same {Run.Trials} random settings on {Path.GetFileName(Run.Data)}. The loss is the {Subject.Loss}: lower is better.")}</p>
            {string.Concat(Pictures().Select(p => p.Svg))}
            <details open><summary>The numbers</summary><pre>{LinePlot.Text(numbers.ToString())}</pre></details>
            """);
    }

    /// <summary>The pictures, each with a name for its file.</summary>
    public IReadOnlyList<(string Name, string Svg)> Pictures() =>
    [
        ("box", BoxPlot.Svg(
            $"The best {Percent(Run.Share)} of each cell's trials (orange: differs from {Run.Cells[0]})", "test loss",
            [.. _summary.Cells.Select(c => (c.Cell, c.Top, c.Probability < Significant))])),
        ("all", BoxPlot.Svg("All trials", "test loss", [.. _summary.Cells.Select(
            c => (c.Cell, (IReadOnlyList<double>)[.. Of(c.Cell).Select(t => t.Test!.Value)], c.Probability < Significant))])),
        ("rate", LinePlot.Svg(
            "Learning rate: the median of neighbouring trials", "learning rate, as a power of ten", "test loss",
            [.. Run.Cells.Select((c, i) => new PlotLine(c, Curve(c), i, i / 6))], logarithmic: false, fromZero: false)),
    ];

    private IEnumerable<Trial> Of(string cell) => Trials.Where(t => t.Cell == cell && t.Succeeded);

    /// <summary>Medians over windows of neighbouring rates.</summary>
    private (double, double)[] Curve(string cell)
    {
        Trial[] trials = [.. Of(cell).OrderBy(t => t.Draw.Rate)];
        int window = Math.Clamp(trials.Length / 5, 1, 7);
        return [.. Enumerable.Range(0, Math.Max(0, trials.Length - window + 1)).Select(i => trials[i..(i + window)])
            .Select(part => (part.Average(t => Math.Log10(t.Draw.Rate)), Statistics.Quantile(part.Select(t => t.Test!.Value), 0.5)))];
    }

    private static string Probability(CellSummary cell)
        => cell.Probability is not { } p ? ""
            : p < 0.001 ? "< 0.001 *"
            : p.ToString("0.000", CultureInfo.InvariantCulture) + (p < Significant ? " *" : "");

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";

    private static string Number(double? value)
        => value is { } number && double.IsFinite(number) ? number.ToString("0.000", CultureInfo.InvariantCulture) : "-";
}
