using Sluice.Devices;

namespace Sluice.Bench;

/// <summary>One problem, timed in turns by Sluice and its peers.</summary>
internal static class Comparison
{
    // Different orders of summation of up to a million terms: sums agree to about 1e-5 of the root of the squares.
    private const double Agreement = 1e-4;

    /// <summary>A row of the table for each mode.</summary>
    public static IEnumerable<string> Rows(Problem problem, int[] threads, Peer[] peers, int rounds, double seconds, Func<int, double> peak)
    {
        Device.UseThreads(threads[^1]);
        var output = new Subject(problem).Output();
        foreach (var peer in peers.DistinctBy(p => p.Name))
        {
            if (peer.TryCheck(problem, out var other, out _) && !Agrees(output, other))
                yield return $"| {problem} | **differs from {peer.Name}**: {output} and {other} | | | | | | |";
        }

        foreach (string mode in problem.IsStep ? new[] { "step" } : ["infer", "train"])
        {
            var own = threads.ToDictionary(t => t, _ => new List<double>());
            var theirs = peers.ToDictionary(p => p, _ => new List<double>());
            for (int round = 0; round < rounds; round++)
            {
                foreach (int t in threads.Where(t => t == 1 || !problem.IsStep))
                {
                    Device.UseThreads(t);
                    own[t].Add(new Subject(problem).Measure(mode, seconds).Median);
                }

                foreach (var peer in peers)
                {
                    if (peer.TryMeasure(mode, problem, seconds, out var timing, out _)) theirs[peer].Add(timing.Median);
                }
            }

            var (best, time) = own.Where(o => o.Value.Count > 0).Select(o => (o.Key, Median(o.Value))).MinBy(o => o.Item2);
            double flops = mode == "train" ? problem.TrainingFlops : problem.ForwardFlops;
            string row = $"| {problem} | {mode} | {Format(time)} ({best}) | {flops / time / 1e9:F0} | {flops / time / 1e9 / peak(best):P0} |";
            var rival = theirs.Where(p => p.Value.Count > 0).Select(p => (p.Key, Time: Median(p.Value))).OrderBy(p => p.Time).FirstOrDefault();
            yield return rival.Key is null
                ? row + " | | |"
                : $"{row} {Format(rival.Time)} | {rival.Key.Name} ({rival.Key.Threads}) | {rival.Time / time:F2} |";
        }
    }

    private static bool Agrees(PeerOutput a, PeerOutput b)
    {
        double scale = Math.Sqrt(Math.Max(a.Squares, 1e-30));
        return Math.Abs(a.Sum - b.Sum) < Agreement * (scale + Math.Abs(a.Sum)) && Math.Abs(a.Squares - b.Squares) < Agreement * a.Squares
            && Math.Abs(a.Last - b.Last) < Agreement;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Format(double seconds) => seconds < 1e-3 ? $"{seconds * 1e6:F1} µs" : $"{seconds * 1e3:F2} ms";
}
