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
        var climbs = from problem in options.Problems
                     from cell in options.Cells
                     from seed in Enumerable.Range(
            0, options.Seeds)
                     select (problem, cell, Seed: options.Training.Seed + (ulong)seed);
        Parallel.ForEach(
            Partitioner.Create(climbs, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = side }, climb =>
        {
            var problem = Problem.Named(climb.problem);
            foreach (int gap in options.GapsOf(problem))
            {
                GapTrial? trial;
                lock (gate) trial = done.Find(t => t.Problem == problem.Name && t.Cell == climb.cell && t.Seed == climb.Seed && t.Gap == gap);
                if (trial is null)
                {
                    if (stop.IsCancellationRequested) return;
                    trial = Try(problem, climb.cell, climb.Seed, gap, stop);
                    if (trial is null) return;
                    file.Append(trial);
                    lock (gate)
                    {
                        done.Add(trial);
                        finished?.Invoke(trial);
                    }
                }

                if (!trial.Solved) return;
            }
        });
        var order = climbs.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
        return [.. done.Where(t => order.ContainsKey((t.Problem, t.Cell, t.Seed)))
            .OrderBy(t => order[(t.Problem, t.Cell, t.Seed)]).ThenBy(t => t.Gap)];
    }

    private GapTrial? Try(Problem problem, string cell, ulong seed, int gap, CancellationToken stop)
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
