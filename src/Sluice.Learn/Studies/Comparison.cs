using System.Collections.Concurrent;
using System.Diagnostics;
using Sluice.Cells;
using Sluice.Training;

namespace Sluice.Learn.Studies;

/// <summary>
/// Trains every cell with the same random settings and measures how good it gets, as "LSTM: a search space odyssey" did
/// (Greff, Srivastava, Koutník, Steunebrink and Schmidhuber 2015).
/// </summary>
/// <param name="subject">The task and its data.</param>
/// <param name="cells">The names of the cells; the first is what the others are compared to.</param>
/// <param name="space">From where settings are drawn.</param>
/// <param name="training">How each net is trained; rate and seed are drawn.</param>
/// <param name="seed">The seed of the study.</param>
public sealed class Comparison(ISubject subject, IReadOnlyList<string> cells, SearchSpace space, TrainingOptions training, ulong seed)
{
    // Sizes of nets with equal parameters are looked for once a cell.
    private readonly ConcurrentDictionary<string, int?> _sizes = new();

    /// <summary>Says, before any work, what is wrong with a cell.</summary>
    /// <exception cref="SluiceException">A cell is unknown, or does not go with the sizes asked for.</exception>
    public void Check()
    {
        space.Check();
        foreach (string cell in cells)
        {
            Catalog.Shape(cell);
            subject.Make(cell, space.Of(seed, 0) with { Hidden = SizeOf(cell) ?? space.Hidden.Least });
        }
    }

    /// <summary>Runs the trials that are not done yet, some side by side.</summary>
    /// <param name="trials">Draws of settings.</param>
    /// <param name="file">Where finished trials are kept.</param>
    /// <param name="side">How many are trained at the same time, each on a thread of its own.</param>
    /// <param name="finished">Called after each trial, with how many are done of how many; never twice at a time.</param>
    /// <param name="stop">Those under way are given up; they are trained anew the next time.</param>
    /// <returns>All finished trials: by number, then in the order of cells.</returns>
    public List<Trial> Run(int trials, TrialFile<Trial> file, int side, Action<Trial, int, int>? finished = null, CancellationToken stop = default)
    {
        var done = Of(file.Open(), cells, trials);
        var left = Left(cells, trials, done);
        var gate = new Lock();

        // One after the other from the list, whichever thread is free: the order on the disk varies, the results do not.
        Parallel.ForEach(
            Partitioner.Create(left, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = side }, work =>
        {
            if (stop.IsCancellationRequested || Try(work.Cell, work.Number, stop) is not { } trial) return;
            file.Append(trial);
            lock (gate)
            {
                done.Add(trial);
                finished?.Invoke(trial, done.Count, trials * cells.Count);
            }
        });
        return Of(done, cells, trials);
    }

    /// <summary>Of trials those of a study, each once: by number, then in the order of cells.</summary>
    public static List<Trial> Of(IEnumerable<Trial> all, IReadOnlyList<string> cells, int trials)
        => [.. all.Where(t => cells.Contains(t.Cell) && t.Number < trials).DistinctBy(t => (t.Cell, t.Number))
            .OrderBy(t => t.Number).ThenBy(t => cells.ToList().IndexOf(t.Cell))];

    /// <summary>The trials that are not done yet, in their order.</summary>
    public static IEnumerable<(string Cell, int Number)> Left(IReadOnlyList<string> cells, int trials, IEnumerable<Trial> done)
    {
        var known = done.Select(t => (t.Cell, t.Number)).ToHashSet();
        return Enumerable.Range(0, trials).SelectMany(n => cells.Select(c => (Cell: c, Number: n))).Where(t => !known.Contains(t));
    }

    /// <summary>Trains one net.</summary>
    /// <param name="cell">Its cell.</param>
    /// <param name="number">Which draw of settings, from 0.</param>
    /// <param name="stop">Gives it up.</param>
    /// <returns>What came of it; null where it was given up.</returns>
    public Trial? Try(string cell, int number, CancellationToken stop)
    {
        var draw = space.Of(seed, number);
        if (_sizes.GetOrAdd(cell, SizeOf) is { } hidden) draw = draw with { Hidden = hidden };
        var clock = Stopwatch.StartNew();
        var candidate = subject.Make(cell, draw);
        try
        {
            var result = new Trainer(candidate.Training, training with { Rate = draw.Rate, Seed = draw.Seed }).Run(stop);
            if (result.End == TrainingEnd.Interrupted) return null;
            double validation = result.Best["loss"], test = candidate.Test();
            return double.IsFinite(validation + test)
                ? Done(validation, test, result.BestStep, null)
                : Done(null, null, result.BestStep, $"The loss is {validation} on the validation part and {test} on the test part.");
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            return Done(null, null, 0, e.Message);
        }

        Trial Done(double? validation, double? test, int steps, string? failure)
            => new(cell, number, draw, candidate.Parameters, validation, test, steps, Math.Round(clock.Elapsed.TotalSeconds, 2), failure);
    }

    private int? SizeOf(string cell)
        => space.Parameters == 0 ? null : space.LargestHidden(hidden => subject.Make(cell, space.Of(seed, 0) with { Hidden = hidden }).Parameters);
}
