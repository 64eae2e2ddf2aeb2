using System.Collections.Concurrent;
using System.Diagnostics;
using Sluice.Learn.Studies.Problems;
using Sluice.Training;

namespace Sluice.Learn.Studies;

/// <summary>
/// Finds the longest gap across which nets learn to remember: each cell climbs from gap to gap, with a fresh net and the same
/// budget for each, until it fails.
/// </summary>
/// <param name="options">Problems, cells and budget.</param>
public sealed class GapStudy(GapOptions options)
{
    /// <summary>The share of symbols that must be right.</summary>
    public const double Enough = 0.95;

    /// <summary>Says, before any work, what is wrong with a cell.</summary>
    /// <exception cref="SluiceException">A cell does not go with the sizes asked for.</exception>
    public void Check()
    {
        foreach (string problem in options.Problems)
            foreach (string cell in options.Cells)
                _ = new ProblemTraining(Problem.Named(problem), options.GapsOf(Problem.Named(problem))[0], new Contestant(cell), options, 1);
    }

    /// <summary>Climbs, some cells side by side; what is in the file is not done again.</summary>
    /// <param name="file">Where finished trials are kept.</param>
    /// <param name="side">How many nets are trained at the same time, each on a thread of its own.</param>
    /// <param name="finished">Called after each trial; never twice at a time.</param>
    /// <param name="stop">Trials under way are given up; they are done anew the next time.</param>
    /// <returns>All finished trials, in the order of problems, cells, seeds and gaps.</returns>
    public List<GapTrial> Run(TrialFile<GapTrial> file, int side, Action<GapTrial>? finished = null, CancellationToken stop = default)
    {
        var done = file.Open();
        var gate = new Lock();
        Parallel.ForEach(
            Partitioner.Create(Climbs(), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = side }, climb =>
        {
            while (!stop.IsCancellationRequested)
            {
                int? gap;
                lock (gate) gap = NextOf(climb, done);
                if (gap is null || Try(Problem.Named(climb.Problem), climb.Cell, climb.Seed, gap.Value, stop) is not { } trial) return;
                file.Append(trial);
                lock (gate)
                {
                    done.Add(trial);
                    finished?.Invoke(trial);
                }
            }
        });
        return Of(done);
    }

    /// <summary>Of trials those of this study, in the order of problems, cells, seeds and gaps.</summary>
    public List<GapTrial> Of(IEnumerable<GapTrial> all)
    {
        var order = Climbs().Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
        return [.. all.Where(t => order.ContainsKey((t.Problem, t.Cell, t.Seed)))
            .OrderBy(t => order[(t.Problem, t.Cell, t.Seed)]).ThenBy(t => t.Gap)];
    }

    /// <summary>What can be tried now: of each climb that goes on, the next gap.</summary>
    public IEnumerable<(string Problem, string Cell, ulong Seed, int Gap)> Next(IReadOnlyCollection<GapTrial> done)
        => from climb in Climbs()
           let gap = NextOf(climb, done)
           where gap is not null
           select (climb.Problem, climb.Cell, climb.Seed, gap.Value);

    private IEnumerable<(string Problem, string Cell, ulong Seed)> Climbs()
        => from problem in options.Problems
           from cell in options.Cells
           from seed in Enumerable.Range(0, options.Seeds)
           select (problem, cell, options.Training.Seed + (ulong)seed);

    /// <summary>The least gap that was not tried; null where a lesser one was not solved, or all were tried.</summary>
    private int? NextOf((string Problem, string Cell, ulong Seed) climb, IReadOnlyCollection<GapTrial> done)
    {
        var own = done.Where(t => t.Problem == climb.Problem && t.Cell == climb.Cell && t.Seed == climb.Seed).ToList();
        foreach (int gap in options.GapsOf(Problem.Named(climb.Problem)))
        {
            if (own.Find(t => t.Gap == gap) is not { } trial) return gap;
            if (!trial.Solved) return null;
        }

        return null;
    }

    /// <summary>Puts a fresh net to a problem with a gap.</summary>
    /// <returns>What came of it; null where it was given up.</returns>
    public GapTrial? Try(Problem problem, string cell, ulong seed, int gap, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var training = new ProblemTraining(problem, gap, new Contestant(cell), options, seed);
        long parameters = training.Parameters.Sum(p => p.Count);
        double? best = null;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bool Solves(double score) => problem.OfNumbers ? score < problem.MostError : score >= Enough;
        void Watch(TrainingEvent happened)
        {
            if (happened is not ValidationEvent { Figures: var figures }) return;
            double score = figures[problem.OfNumbers ? "error" : "accuracy"];
            if (!double.IsFinite(score)) return;
            if (best is null || (problem.OfNumbers ? score < best : score > best)) best = score;
            if (Solves(score)) end.Cancel();
        }

        try
        {
            var result = new Trainer(training, options.Training with { Seed = seed }, happened: Watch).Run(end.Token);
            bool solved = best is { } score && Solves(score);
            if (!solved && stop.IsCancellationRequested) return null;
            return new GapTrial(problem.Name, cell, seed, gap, solved, best, result.Steps, parameters, Math.Round(clock.Elapsed.TotalSeconds, 2));
        }
        catch (SluiceException e)
        {
            return new GapTrial(problem.Name, cell, seed, gap, false, best, 0, parameters, Math.Round(clock.Elapsed.TotalSeconds, 2), e.Message);
        }
    }
}
