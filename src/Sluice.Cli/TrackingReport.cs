using System.Globalization;
using Sluice.Learn.Studies;
using Sluice.Learn.Studies.Problems;
using Sluice.Learn.Studies.StateTracking;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>What nets that learned on short sequences do on long ones: as tables in Markdown, as an object for JSON, and as a picture.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Trials">The finished trials.</param>
internal sealed record TrackingReport(TrackingOptions Options, IReadOnlyList<TrackingTrial> Trials)
{
    /// <summary>An object for JSON.</summary>
    public object ToData() => new { Options.Problems, Options.Cells, Options.Lengths, Options.Seeds, Trials };

    /// <summary>Writes the tables.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Options.Layers} {(Options.Layers == 1 ? "layer" : "layers")} of {Options.Hidden} units, lengths up to {Options.Longest}, at most {Options.Steps} training steps of {Options.Batch} sequences at each learning rate ({string.Join(", ", Options.Rates)}; fewer once the validation loss is below {TrackingStudy.Learned}), the best by validation. Right in the last tenth of the steps, in %: the mean over seeds, and with several the least."));
        foreach (var problem in Options.Problems.Select(Problem.Named))
        {
            output.WriteLine();
            output.WriteLine($"{problem.Name}: {problem.About}. Without looking: {Percent(problem.Chance)} %.");
            output.WriteLine();
            List<string[]> rows = [["cell", "parameters", .. Options.Lengths.Select(n => n.ToString("N0", CultureInfo.InvariantCulture)), "rates", "s"]];
            foreach (string cell in Options.Cells)
            {
                var own = Trials.Where(t => t.Problem == problem.Name && t.Cell == cell).ToList();
                if (own.Count == 0) continue;
                rows.Add(
                [
                    cell, own[0].Parameters.ToString("N0", CultureInfo.InvariantCulture), .. Options.Lengths.Select(n => Cell(own, n)),
                    string.Join(", ", own.Select(t => t.Rate?.ToString(CultureInfo.InvariantCulture) ?? "broke off")),
                    own.Sum(t => t.Seconds).ToString("F0", CultureInfo.InvariantCulture),
                ]);
            }

            MarkdownTable.Write(output, rows);
        }
    }

    /// <summary>Each cell by each problem and length: the darker, the nearer to all right; white is chance.</summary>
    public string Picture()
    {
        var problems = Options.Problems.Where(p => Trials.Any(t => t.Problem == p)).Select(Problem.Named).ToList();
        string[] cells = [.. Options.Cells.Where(c => Trials.Any(t => t.Cell == c))];
        return HeatMap.Svg(
            "Right at the end of sequences: white is chance, full colour is all", cells,
            [.. problems.SelectMany(p => Options.Lengths.Select(n => $"{p.Name} {n.ToString(CultureInfo.InvariantCulture)}"))],
            [.. cells.Select(c => problems.SelectMany(p => Options.Lengths.Select(n => Share(p, c, n))).ToArray())]);
    }

    /// <summary>0 for chance or less, 1 for all right; the mean over seeds.</summary>
    private float Share(Problem problem, string cell, int length)
    {
        double[] own = [.. Trials.Where(t => t.Problem == problem.Name && t.Cell == cell).Select(t => t.At(length)).OfType<double>()];
        return own.Length == 0 ? 0 : (float)Math.Clamp((own.Average() - problem.Chance) / (1 - problem.Chance), 0, 1);
    }

    private static string Cell(List<TrackingTrial> trials, int length)
    {
        double[] own = [.. trials.Select(t => t.At(length)).OfType<double>()];
        return own.Length == 0 ? "" : own.Length == 1 ? Percent(own[0]) : $"{Percent(own.Average())} ({Percent(own.Min())})";
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture);
}
