using System.Globalization;
using Sluice.Learn.Studies;
using Sluice.Learn.Tuning;
using Sluice.Tasks.Descriptor;

namespace Sluice.Cli;

/// <summary>
/// What a search found: the best trials, the finalists with other seeds, and how to train the best. Nothing in it depends on who worked.
/// </summary>
/// <param name="run">The run around which the search was.</param>
/// <param name="space">What was searched.</param>
/// <param name="search">The search.</param>
/// <param name="state">How it stands.</param>
internal sealed class TuningReport(TaskRun run, TuningSpace space, TuningSearch search, TuningState state)
{
    private const int Shown = 10;

    /// <summary>The best of the finalists; null where the search is not over, or nothing came of it.</summary>
    public TuningFinal? Best => state.Finals.FirstOrDefault(f => f.Mean is not null);

    /// <summary>The run that trains the best again, to the bit.</summary>
    public TaskRun? BestRun => Best is { } best ? search.Plan.RunOf(best.Steps[0]) : null;

    /// <summary>An object for JSON.</summary>
    /// <param name="folder">The folder of the search.</param>
    public object ToData(string folder) => new
    {
        Task = run.Task.Name,
        Trials = search.Plan.Trials,
        Folder = folder,
        Best = Best is { } best ? Data(best) : null,
        Command = BestRun is { } found ? FoundTask.Command(found) : null,
        Finals = state.Finals.Select(Data).ToList(),
    };

    /// <summary>Writes the tables.</summary>
    public void Write(TextWriter output)
    {
        var lines = state.Done.Where(s => s.Fresh == 0).Select(s => search.Plan.LineOf(s, search.Results[s.Name])).ToList();
        var last = lines.GroupBy(l => l.Trial).Select(g => g.MaxBy(l => l.Epochs)!)
            .OrderByDescending(l => l.Epochs).ThenBy(l => l.Loss ?? double.PositiveInfinity).ThenBy(l => l.Trial).ToList();
        output.WriteLine($"Searched, seed {run["training.seed"]}, epochs {string.Join(", ", search.Plan.Rungs)}:");
        output.WriteLine();
        foreach (var dimension in space.Dimensions) output.WriteLine($"    {dimension}");
        output.WriteLine();
        output.WriteLine($"{last.Count} trials, {last.Count(l => l.Loss is null)} of them failed. The {Math.Min(Shown, last.Count)} that came farthest, by the validation loss:");
        output.WriteLine();
        string[] keys = [.. space.Dimensions.Select(d => d.Key)];
        MarkdownTable.Write(output,
        [
            ["trial", "epochs", "loss", .. keys.Select(Short)],
            .. last.Take(Shown).Select(l => (string[])[Name(l.Trial), $"{l.Epochs}", Number(l.Loss), .. keys.Select(k => l.Settings[k])]),
        ]);
        if (state.Finals.Count == 0) return;
        string[] figures = [.. state.Finals.SelectMany(f => f.Steps).SelectMany(s => search.Results[s.Name].Figures.Keys).Distinct().Where(k => k != "loss")];
        output.WriteLine();
        output.WriteLine($"The finalists in all epochs with {TuningPlan.Seeds} fresh seeds, mean ± deviation on the validation part:");
        output.WriteLine();
        MarkdownTable.Write(output,
        [
            ["trial", "loss", .. figures],
            .. state.Finals.Select(f => (string[])[Name(f.Trial), MeanOf(f.Losses), .. figures.Select(n => MeanOf(Figures(f, n)))]),
        ]);
        output.WriteLine();
        output.WriteLine(Verdict());
    }

    private string Verdict()
    {
        if (Best is not { } best) return "No finalist came to its end with every seed.";
        var usual = state.Finals.Single(f => f.Trial == 0);
        if (best.Trial == 0) return "No trial was better than the settings with which the search began.";
        double p = Statistics.Welch([.. best.Losses.OfType<double>()], [.. usual.Losses.OfType<double>()]);
        return $"Trial {best.Trial} is the best: {MeanOf(best.Losses)}, with the settings before the search {MeanOf(usual.Losses)}"
            + (usual.Mean is null ? "." : $" (Welch's test p = {p.ToString("G2", CultureInfo.InvariantCulture)}; the choice was among {search.Plan.Trials} trials on this part).");
    }

    private object Data(TuningFinal final) => new
    {
        final.Trial,
        Settings = search.Plan.SettingsOf(final.Trial),
        Loss = final.Mean,
        final.Deviation,
        final.Losses,
        Folders = final.Steps.Select(s => s.Folder).ToList(),
    };

    private List<double?> Figures(TuningFinal final, string name)
        => [.. final.Steps.Select(s => search.Results[s.Name].Figures.TryGetValue(name, out double value) ? value : (double?)null)];

    private static string MeanOf(IReadOnlyList<double?> values)
    {
        if (values.Contains(null)) return "failed";
        double mean = values.Average()!.Value, deviation = Statistics.Deviation([.. values.OfType<double>()]);

        // Values that are all the same have none, whatever is left of their mean.
        if (deviation < 1e-12 * Math.Abs(mean)) deviation = 0;
        return $"{Number(mean)} ± {deviation.ToString("G2", CultureInfo.InvariantCulture)}";
    }

    private static string Name(int trial) => trial == 0 ? "0 (before)" : $"{trial}";

    private static string Short(string key) => key[(key.IndexOf('.') + 1)..];

    private static string Number(double? value) => value?.ToString("G5", CultureInfo.InvariantCulture) ?? "failed";
}
