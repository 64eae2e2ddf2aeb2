using System.Collections.Concurrent;
using System.Diagnostics;
using Sluice.Learn.Studies.Problems;
using Sluice.Training;

namespace Sluice.Learn.Studies.StateTracking;

/// <summary>Trains nets on short sequences, each at several learning rates, and tests the best of them by validation on long ones.</summary>
/// <param name="options">Problems, cells and budget.</param>
public sealed class TrackingStudy(TrackingOptions options)
{
    /// <summary>The validation loss at which a problem counts as learned: training ends there.</summary>
    public const double Learned = 1e-5;

    /// <summary>Says, before any work, what is wrong with a cell.</summary>
    /// <exception cref="SluiceException">A cell does not go with the sizes asked for.</exception>
    public void Check()
    {
        foreach (string problem in options.Problems)
            foreach (string cell in options.Cells) _ = new TrackingTraining(Problem.Named(problem), new Contestant(cell), options, 1);
    }

    /// <summary>Runs the trials, some side by side; what is in the file is not done again.</summary>
    /// <param name="file">Where finished trials are kept.</param>
    /// <param name="side">How many nets are trained at the same time, each on a thread of its own.</param>
    /// <param name="finished">Called after each trial; never twice at a time.</param>
    /// <param name="stop">Trials under way are given up; they are done anew the next time.</param>
    /// <returns>All finished trials, in the order of problems, cells and seeds.</returns>
    public List<TrackingTrial> Run(
        TrialFile<TrackingTrial> file, int side, Action<TrackingTrial>? finished = null, CancellationToken stop = default)
    {
        var all = (from seed in Enumerable.Range(0, options.Seeds)
                   from problem in options.Problems
                   from cell in options.Cells
                   select (Problem: problem, Cell: cell, Seed: options.Training.Seed + (ulong)seed)).ToList();
        var done = file.Open().DistinctBy(t => (t.Problem, t.Cell, t.Seed)).ToDictionary(t => (t.Problem, t.Cell, t.Seed));
        var left = all.Where(t => !done.ContainsKey(t)).ToList();
        var gate = new Lock();
        Parallel.ForEach(
            Partitioner.Create(left, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = side }, work =>
        {
            if (stop.IsCancellationRequested || Try(Problem.Named(work.Problem), work.Cell, work.Seed, stop) is not { } trial) return;
            file.Append(trial);
            lock (gate)
            {
                done[work] = trial;
                finished?.Invoke(trial);
            }
        });
        return [.. from problem in options.Problems
                   from cell in options.Cells
                   from one in all
                   where one.Problem == problem && one.Cell == cell && done.ContainsKey(one)
                   select done[one]];
    }

    private TrackingTrial? Try(Problem problem, string cell, ulong seed, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        List<RateTrial> sweep = [];
        (RateTrial Trial, TrackingTraining Net)? best = null;
        long parameters = 0;
        foreach (double rate in options.Rates)
        {
            var net = new TrackingTraining(problem, new Contestant(cell), options, seed);
            parameters = net.Parameters.Sum(p => p.Count);
            var trial = Train(net, rate, seed, stop);
            if (trial is null) return null;
            sweep.Add(trial);
            if (trial.Failure is null && (best is null || IsBetter(trial, best.Value.Trial))) best = (trial, net);
        }

        return new TrackingTrial(
            problem.Name, cell, seed, sweep, best?.Trial.Rate, [.. best is null ? [] : options.Lengths.Select(best.Value.Net.Test)], parameters,
            Math.Round(clock.Elapsed.TotalSeconds, 2));
    }

    private static bool IsBetter(RateTrial trial, RateTrial other)
        => trial.Accuracy > other.Accuracy || (trial.Accuracy == other.Accuracy && trial.Loss < other.Loss);

    private RateTrial? Train(TrackingTraining net, double rate, ulong seed, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);

        // What has just been validated as learned is the best so far, so the net is left as it should be.
        void Watch(TrainingEvent happened)
        {
            if (happened is ValidationEvent { Figures: var figures } && figures["loss"] < Learned) end.Cancel();
        }

        try
        {
            var result = new Trainer(net, options.Training with { Rate = rate, Seed = seed }, happened: Watch).Run(end.Token);
            return stop.IsCancellationRequested
                ? null
                : new RateTrial(rate, result.Best["loss"], result.Best["accuracy"], result.Steps);
        }
        catch (SluiceException e)
        {
            return new RateTrial(rate, null, null, 0, e.Message);
        }
    }
}
