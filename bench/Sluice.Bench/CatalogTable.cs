using System.Diagnostics;
using System.Text;
using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Bench;

/// <summary>
/// Every cell of the catalog on the same problems, in turns with LSTM: how much of the machine's peak it uses, and how much of
/// LSTM's share that is. Cells without recurrent products are shown with the bytes that they move, beside those that a copy moves.
/// </summary>
internal static class CatalogTable
{
    private const string Large = "l1t100b64i256h256", Small = "l1t100b32i128h128", Stream = "l1t1b1i128h128";

    /// <summary>Prints the table of the cells named, or of all where none is.</summary>
    public static int Print(IReadOnlyCollection<string> cells, double seconds, int rounds, string? file)
    {
        int threads = Machine.Cores;
        double peak = Peak.Measure(threads), bandwidth = CopyBandwidth(threads);
        var report = new StringBuilder();
        void Line(string line)
        {
            report.AppendLine(line);
            Console.WriteLine(line);
        }

        bool Asked(string cell) => cells.Count == 0 || cell == "lstm" || cells.Contains(cell);
        Line($"# {(cells.Count == 0 ? "Every cell" : "Cells beside LSTM")}, {Machine.Processor}");
        Line("");
        Line($"{threads} threads (1 for the step), {Machine.Runtime}, {VectorWidth.Bits}-bit vectors, {DateTime.UtcNow:yyyy-MM-dd}. Peak of multiply-adds {peak:F0} GFLOP/s, a copy of 256 MB moves {bandwidth:F1} GB/s (read and written), both measured in this run.");
        Line($"Medians of {rounds} rounds of {seconds} s. Large: {Large}; small: {Small}; step: {Stream}. Microseconds a time step; \"of LSTM's\" is the median ratio of the shares in turns with LSTM; operations of the products alone are counted; the bytes of x, blocks, states and their gradients once for each time that they must be read or written.");
        Line("");
        Line("| cell | large infer µs | of peak | large train µs | GFLOP/s | of peak | of LSTM's | GB/s of a copy's | small infer µs | of peak | small train µs | of peak | of LSTM's | step µs |");
        Line("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (string cell in Catalog.Names.OrderBy(c => c == "lstm" ? 0 : 1).Where(c => Asked(c) && !Catalog.Shape(c).ReadsBelow))
        {
            var figures = new Dictionary<string, (double Time, double Share, double Ratio)>();
            foreach (string size in new[] { Large, Small, Stream })
            {
                Problem problem = Problem.Parse($"{cell}-{size}"), beside = Problem.Parse($"lstm-{size}");
                foreach (string mode in problem.IsStep ? new[] { "step" } : ["infer", "train"])
                {
                    Device.UseThreads(problem.IsStep ? 1 : threads);
                    double Flops(Problem p) => mode == "train" ? p.TrainingFlops : p.ForwardFlops;
                    List<double> times = [], ratios = [];
                    for (int round = 0; round < rounds; round++)
                    {
                        double other = mode == "train" ? new Subject(beside).Measure(mode, seconds).Median : 1;
                        double own = new Subject(problem).Measure(mode, seconds).Median;
                        times.Add(own);
                        ratios.Add(Flops(problem) / own / (Flops(beside) / other));
                    }

                    double time = times.Order().ElementAt(rounds / 2);
                    figures[size + mode] = (time, Flops(problem) / time / 1e9 / peak, ratios.Order().ElementAt(rounds / 2));
                }
            }

            var large = Problem.Parse($"{cell}-{Large}");
            string Time(string key, int steps) => $"{figures[key].Time * 1e6 / steps:F1}";
            string Share(string key) => $"{figures[key].Share:P0}";
            string Ratio(string key) => $"{figures[key].Ratio:F2}";
            string moved = Catalog.Shape(cell).RecurrentFeeds.Count > 0
                ? ""
                : $"{Bytes(large) / figures[Large + "train"].Time / 1e9:F1} ({Bytes(large) / figures[Large + "train"].Time / 1e9 / bandwidth:P0})";
            Line($"| {cell} | {Time(Large + "infer", 100)} | {Share(Large + "infer")} | {Time(Large + "train", 100)} | {figures[Large + "train"].Share * peak:F0} | {Share(Large + "train")} | {Ratio(Large + "train")} | {moved} | {Time(Small + "infer", 100)} | {Share(Small + "infer")} | {Time(Small + "train", 100)} | {Share(Small + "train")} | {Ratio(Small + "train")} | {Time(Stream + "step", 1)} |");
        }

        if (file is not null) File.WriteAllText(file, report.ToString());
        return 0;
    }

    /// <summary>
    /// What training must move: forward x read, blocks and states written; backward blocks, states and dy read, gradients of
    /// blocks written, and read twice with x for the products.
    /// </summary>
    private static double Bytes(Problem problem)
    {
        int blocks = problem.Shape.Blocks.Count(b => b.Feeds != Feeds.None && (b.Feeds & (Feeds.Vector | Feeds.Scalar | Feeds.Number)) == 0),
            states = problem.Shape.States.Length;
        double x = problem.Input, h = problem.Hidden;
        return 4 * problem.Tokens * (x + (blocks * h) + (states * h) + (blocks * h) + (2 * states * h) + h + (blocks * h) + (2 * blocks * h) + x + x);
    }

    private static double CopyBandwidth(int threads)
    {
        const int Length = 1 << 26;
        var (source, target) = (new float[Length], new float[Length]);
        double best = 0;
        for (int i = 0; i < 5; i++)
        {
            var clock = Stopwatch.StartNew();
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, t =>
            {
                int share = Length / threads;
                source.AsSpan(t * share, share).CopyTo(target.AsSpan(t * share, share));
            });
            best = Math.Max(best, 2.0 * 4 * Length / clock.Elapsed.TotalSeconds / 1e9);
        }

        return best;
    }
}
