using System.Collections.Concurrent;
using System.Diagnostics;
using Sluice.Data.Sequences;
using Sluice.Kernels;
using Sluice.Tasks.Anomalies;

namespace Sluice.Learn.Studies.Anomalies;

/// <summary>What a detector earned on the whole benchmark.</summary>
/// <param name="Detector">Its name.</param>
/// <param name="Runs">For each seed, its score with each profile.</param>
/// <param name="Seconds">The time of all runs.</param>
public sealed record NabResult(string Detector, IReadOnlyList<IReadOnlyList<NabScore>> Runs, double Seconds)
{
    /// <summary>The mean of the scores with a profile over the seeds.</summary>
    public double Score(int profile) => Runs.Average(r => r[profile].Score);
}

/// <summary>
/// Runs detectors over the Numenta Anomaly Benchmark: baselines of which scores are published, baselines without a net, and the net.
/// </summary>
/// <param name="run">The settings.</param>
/// <param name="series">The benchmark's series.</param>
public sealed class NabStudy(NabRun run, IReadOnlyList<LabelledSeries> series)
{
    /// <summary>Runs all detectors, the simplest first.</summary>
    /// <param name="finished">Called for each result.</param>
    /// <param name="stop">Stops between series; what is not finished is left out.</param>
    public IReadOnlyList<NabResult> Run(Action<NabResult>? finished = null, CancellationToken stop = default)
    {
        var options = run.Detector with { AnyOrder = true };
        var detectors = new List<(string Name, int Seeds, Func<LabelledSeries, int, ulong, double[]> Scores)>
        {
            ("null", 1, (s, _, _) => new double[s.Values.Length]),
            ("random", run.Seeds, Random),
            ("windowed Gaussian", 1, (s, _, _) => Each(s, new WindowedGaussian().Next)),
            ("beyond the range", 1, (s, _, _) => Range(s, options)),
            ("last value", 1, (s, _, _) => Each(s, new LastValue(options).Next)),
            ("net", run.Seeds, (s, _, seed) => Net(s, options with { Seed = seed })),
        };
        var results = new List<NabResult>();
        foreach (var (name, seeds, scores) in detectors)
        {
            var clock = Stopwatch.StartNew();
            var all = Enumerable.Range(0, seeds).Select(seed => Scores((s, i) => scores(s, i, options.Seed + (ulong)seed), stop)).ToList();
            if (stop.IsCancellationRequested) break;
            Add(name, null);
            if (name == "net") Add("net, at its own threshold", 1);

            void Add(string detector, double? least)
            {
                var result = new NabResult(
                    detector, [.. all.Select(a => NabProfile.All.Select(p => NabScorer.Score(p, series, a, least)).ToArray())],
                    clock.Elapsed.TotalSeconds);
                results.Add(result);
                finished?.Invoke(result);
            }
        }

        return results;
    }

    private double[][] Scores(Func<LabelledSeries, int, double[]> detector, CancellationToken stop)
    {
        var scores = new double[series.Count][];

        // The longest first, so that no worker is left with one at the end.
        var order = Enumerable.Range(0, series.Count).OrderByDescending(i => series[i].Values.Length);
        int side = run.Threads > 0 ? run.Threads : Environment.ProcessorCount;
        Parallel.ForEach(
            Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = side }, i =>
        {
            if (!stop.IsCancellationRequested) scores[i] = detector(series[i], i);
        });
        return scores;
    }

    private static double[] Random(LabelledSeries series, int index, ulong seed)
    {
        var random = new RandomStream(seed, Purpose.Data, (uint)index);
        return [.. Enumerable.Range(0, series.Values.Length).Select(row => (double)random.Uniform((uint)row))];
    }

    private static double[] Range(LabelledSeries series, AnomalyOptions options)
    {
        var measure = new AnomalyMeasure(options);
        return Each(series, value => measure.Next(value, 0));
    }

    private static double[] Net(LabelledSeries series, AnomalyOptions options)
    {
        var detector = new AnomalyDetector(options with { Calibration = series.Probation });
        return [.. series.Values.Select((value, row) => detector.Next(series.Times[row], value))];
    }

    private static double[] Each(LabelledSeries series, Func<double, double> next) => [.. series.Values.Select(next)];
}
