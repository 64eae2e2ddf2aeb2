using System.Text;
using Sluice.Vectors;

namespace Sluice.Bench;

/// <summary>Problems timed beside the peers, as a table; none where the machine was not steady.</summary>
internal static class PeerTable
{
    // How far the peak may move while a row is timed and in the whole run, and how often a row is timed again for it.
    private const double Steady = 0.9;
    private const int Tries = 3;

    /// <summary>Prints the table, and writes it to a file where one is named.</summary>
    /// <param name="problems">Strings of problems.</param>
    /// <param name="withPeers">Whether peers are timed.</param>
    /// <param name="seconds">Of each measurement.</param>
    /// <param name="rounds">At most.</param>
    /// <param name="noisy">Print the table even where the machine was not steady, its rows marked.</param>
    /// <param name="output">A file.</param>
    public static int Print(IReadOnlyList<string> problems, bool withPeers, double seconds, int rounds, bool noisy, string? output)
    {
        Comparison[] comparisons = [.. problems.SelectMany(Comparison.Of)];
        int[] threads = Machine.Cores > 1 ? [1, Machine.Cores] : [1];
        Peer[] peers = withPeers ? [.. Peer.Names.SelectMany(n => threads.Select(t => Peer.Start(n, t))).OfType<Peer>()] : [];
        try
        {
            double best = Peak.Measure(threads[^1]), single = Peak.Measure(1);
            List<string> rows = [], unsteady = [];
            string before = "";
            foreach (var comparison in comparisons)
            {
                if (before != comparison.Name)
                {
                    foreach (string difference in comparison.Differences(peers))
                        throw new SluiceException($"a row whose outputs differ is void. {difference}.");
                    before = comparison.Name;
                }

                Duel? duel = null;
                bool steady = false;
                for (int i = 0; i < Tries && !steady; i++)
                {
                    double start = Peak.Now(threads[^1]);
                    duel = comparison.Run(threads, peers, seconds, rounds);
                    double end = Peak.Now(threads[^1]);
                    best = Math.Max(best, Math.Max(start, end));
                    steady = Math.Min(start, end) >= Steady * best;
                }

                string name = $"{comparison.Name} {comparison.Mode}";
                if (!steady) unsteady.Add(name);
                rows.Add(Row(comparison, duel!, duel!.Own.Threads == 1 ? single : best, steady));
                Console.Error.WriteLine(rows[^1]);
            }

            if (unsteady.Count > 0 && !noisy)
            {
                Console.Error.WriteLine(
                    $"no table: the peak of the machine ({best:F0} GFLOP/s) moved by more than {1 - Steady:P0} while {unsteady.Count} of {rows.Count} rows were timed (the first: {unsteady[0]}). Run it when nothing else runs; --noisy prints it with these rows marked.");
                return 1;
            }

            string report = Report(rows, peers, best, single, threads[^1], seconds, rounds);
            Console.Write(report);
            if (output is null) return 0;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
            File.WriteAllText(output, report);
            return 0;
        }
        finally
        {
            foreach (var peer in peers) peer.Dispose();
        }
    }

    private static string Report(List<string> rows, Peer[] peers, double peak, double single, int threads, double seconds, int rounds)
    {
        var report = new StringBuilder();
        report.AppendLine($"# {Machine.Processor}");
        report.AppendLine();
        report.AppendLine(
            $"{Machine.Cores} cores, {Machine.Runtime}, {VectorWidth.Bits}-bit vectors, {DateTime.UtcNow:yyyy-MM-dd}. Peak of multiply-adds measured in this run: {peak:F0} GFLOP/s with {threads} threads, {single:F0} with 1.");
        report.AppendLine();
        foreach (var peer in peers.DistinctBy(p => p.Name)) report.AppendLine($"- {peer.Name}: {peer.Version}");
        report.AppendLine();
        report.AppendLine(
            $"Median and least time in turns, {seconds} s a turn, with the number of threads that suits each best; 5 to {rounds} rounds, until the ratio of the medians of a round, best peer by Sluice, is known to 10 %: its median, and where that lies 90 times in 100 (~ where it is not known so well). Training counts packing the changed weights. *Of bound*: of the peak; for one sequence, of the bandwidth of the cache that holds its recurrent weights.");
        report.AppendLine();
        report.AppendLine("| problem | mode | Sluice | GFLOP/s | of bound | best peer | other peers | ratio |");
        report.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (string row in rows) report.AppendLine(row);
        return report.ToString();
    }

    private static string Row(Comparison comparison, Duel duel, double peak, bool steady)
    {
        double speed = comparison.Flops / duel.Own.Median / 1e9;
        string name = comparison.Name + (steady ? "" : " (unsteady)"), bound = Bound(comparison, duel.Own, speed, peak);
        string own = $"| {name} | {comparison.Mode} | {Times(duel.Own)} | {speed:F0} | {bound} |";
        if (duel.Peers.Count == 0) return own + " | | |";
        string others = string.Join(", ", duel.Peers.Skip(1).Select(p => $"{p.Name} {Format(p.Median)} ({p.Threads})"));
        string ratio = $"{(duel.IsNarrow ? "" : "~")}{duel.Ratio:F2} ({duel.Low:F2} to {duel.High:F2})";
        return $"{own} {duel.Peers[0].Name} {Times(duel.Peers[0])} | {others} | {ratio} |";
    }

    private static string Bound(Comparison comparison, Standing own, double speed, double peak)
    {
        if (comparison.Streamed == 0) return $"{speed / peak:P0}";
        double each = comparison.Streamed / own.Threads, read = Bandwidth.OfThread(own.Threads, (int)each) * own.Threads;
        return $"{comparison.Streamed * comparison.Layer!.Steps / own.Median / 1e9 / read:P0} of {read:F0} GB/s";
    }

    private static string Times(Standing standing) => $"{Format(standing.Median)}, least {Format(standing.Least)} ({standing.Threads})";

    private static string Format(double seconds) => seconds < 1e-3 ? $"{seconds * 1e6:F1} µs" : $"{seconds * 1e3:F2} ms";
}
