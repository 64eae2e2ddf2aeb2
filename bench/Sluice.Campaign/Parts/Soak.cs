using System.Diagnostics;
using Sluice.Cli;

namespace Sluice.Campaign.Parts;

/// <summary>Trainings of all tasks and questions to their models, round after round in one process.</summary>
internal sealed class Soak : IPart
{
    private const double MoreMemory = 1.1, MoreTime = 1.25;

    public string Name => "soak";

    public string Promise
        => "trainings and predictions, round after round in one process: heap within 10 %, time of the processor within 25 % of the first rounds";

    public double Share => 0.11;

    public Outcome Run(Budget budget)
    {
        var rounds = new List<(long Heap, long Set, double Seconds)>();
        var failures = new List<string>();
        using var process = Process.GetCurrentProcess();
        foreach (var c in budget.Cases())
        {
            var before = process.TotalProcessorTime;
            foreach (var training in Training.All)
            {
                using var folder = new Folder();
                string[] arguments = [.. training.Golden, "--out", folder["run"]];
                foreach (string[] command in (string[][])[arguments, .. training.Questions])
                {
                    var (code, _, error) = Command.Run(
                        [.. command.Select(a => a switch { "RUN" => folder["run"], "MODEL" => training.Model, _ => a })]);
                    if (code != CommandLine.Done) failures.Add($"{training.Name}: {Training.LastLine(error)}; {budget.Repeat(c.Number)}");
                }
            }

            long heap = GC.GetTotalMemory(forceFullCollection: true);
            process.Refresh();
            rounds.Add((heap, process.WorkingSet64, (process.TotalProcessorTime - before).TotalSeconds));
        }

        // The first round compiles.
        var after = rounds.Skip(1).ToList();
        if (after.Count < 4) return new Outcome($"{rounds.Count} rounds", "too few rounds to compare", failures);
        var first = after.Take(after.Count / 2).ToList();
        var last = after.Skip(after.Count / 2).ToList();
        double heaps = Ratio(r => r.Heap), sets = Ratio(r => r.Set), times = Ratio(r => r.Seconds);
        if (heaps > MoreMemory) failures.Add($"the heap grew {heaps:0.00} times; {budget.Repeat(0)} without --case");
        if (times > MoreTime) failures.Add($"rounds take {times:0.00} times as long; {budget.Repeat(0)} without --case");
        return new Outcome(
            $"{rounds.Count} rounds of {Training.All.Count} trainings with their questions",
            $"last half against first: heap {heaps:0.000}, process {sets:0.000}, time {times:0.00}; {last[^1].Set / 1e6:0} MB", failures);

        double Ratio(Func<(long Heap, long Set, double Seconds), double> of) => Median(last, of) / Median(first, of);
    }

    private static double Median<T>(IEnumerable<T> items, Func<T, double> of)
    {
        double[] sorted = [.. items.Select(of).Order()];
        return sorted[sorted.Length / 2];
    }
}
