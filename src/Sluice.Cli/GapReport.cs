using System.Globalization;
using Sluice.Learn.Studies;
using Sluice.Learn.Studies.Problems;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>How long nets remembered: as tables in Markdown, as an object for JSON, and as a page with pictures.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Trials">The finished trials.</param>
internal sealed record GapReport(GapOptions Options, IReadOnlyList<GapTrial> Trials)
{
    /// <summary>An object for JSON.</summary>
    public object ToData()
        => new
        {
            Options.Problems,
            Options.Cells,
            Options.Seeds,
            Longest = from p in Options.Problems
                      from c in Options.Cells
                      select new
                      {
                          Problem = p,
                          Cell = c,
                          Gaps = Longest(
            p, c)
                      },
            Trials
        };

    /// <summary>Writes the tables.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(
            $"{Options.Layers} {(Options.Layers == 1 ? "layer" : "layers")} of {Options.Hidden} units, at most {Options.Steps} training steps of {Options.Batch} {(Options.Batch == 1 ? "sequence" : "sequences")} for each gap. Solved: {GapStudy.Enough:P0} of new symbols right, or a mean squared error below that named.");
        foreach (var problem in Options.Problems.Select(Problem.Named))
        {
            output.WriteLine();
            output.WriteLine(
                $"{problem.Name}: {problem.About}. Gap: {problem.GapIs}; tried: {string.Join(", ", Options.GapsOf(problem))}.{(problem.OfNumbers ? $" Error below {problem.MostError.ToString(CultureInfo.InvariantCulture)}." : "")}");
            output.WriteLine();
            List<string[]> rows = [
            [
                "cell",
                $"longest gap solved, {Options.Seeds} {(Options.Seeds == 1 ? "seed" : "seeds")}",
                "sequences for it",
                $"at the first gap not solved: {(problem.OfNumbers ? "error" : "right")}"
            ]];
            foreach (string cell in Options.Cells)
            {
                var own = Trials.Where(t => t.Problem == problem.Name && t.Cell == cell).ToList();
                var sequences = own.Where(t => t.Solved).GroupBy(t => t.Seed).Select(g => g.Last().Steps * Options.Batch);
                var failed = own.Where(t => !t.Solved).Select(t => $"{Score(problem, t.Score)} at {t.Gap}");
                rows.Add(
                [
                    cell,
                    string.Join(", ", Longest(problem.Name, cell).Select(g => g?.ToString(CultureInfo.InvariantCulture) ?? "none")),
                    string.Join(", ", sequences),
                    string.Join(", ", failed)
                ]);
            }

            MarkdownTable.Write(output, rows);
        }
    }

    /// <summary>The pictures, each with a name for its file.</summary>
    public IEnumerable<(string Name, string Svg)> Pictures() => Options.Problems.Select(p =>
        (p, BoxPlot.Svg(
            $"{p}: the longest gap solved", Problem.Named(p).GapIs,
            [.. Options.Cells.Select(c => (c, (IReadOnlyList<double>)[.. Longest(p, c).Select(g => (double)(g ?? 0))], false))])));

    /// <summary>A self-contained page without scripts.</summary>
    public string Html()
    {
        using var numbers = new StringWriter();
        Write(numbers);
        return Page.Html("How far back nets remember", $"""
            <p>Each net climbs from gap to gap with the same budget until it fails; a dot is a net.</p>
            {string.Concat(Pictures().Select(p => p.Svg))}
            <details open><summary>The numbers</summary><pre>{LinePlot.Text(numbers.ToString())}</pre></details>
            """);
    }

    /// <summary>The longest gap that the nets of a cell solved, each; null where not even the first.</summary>
    private int?[] Longest(string problem, string cell)
        => [.. Trials.Where(t => t.Problem == problem && t.Cell == cell)
            .GroupBy(t => t.Seed).OrderBy(g => g.Key).Select(g => g.Where(t => t.Solved).Max(t => (int?)t.Gap))];

    private static string Score(Problem problem, double? score)
        => score is not { } s ? "broke off"
            : problem.OfNumbers ? s.ToString("0.0000", CultureInfo.InvariantCulture)
            : s.ToString("P0", CultureInfo.InvariantCulture);
}
