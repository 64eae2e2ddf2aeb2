using Sluice.Devices;
using Sluice.Layers;

namespace Sluice.Bench;

/// <summary>
/// The same work on more and more threads: whether the bits are equal, how evenly the multiply-adds are shared, counted and not timed, and, where
/// the machine has so many cores, how fast it is; with the bandwidths that bound it.
/// </summary>
internal static class Scale
{
    private static readonly (string Name, Balance Work)[] s_work =
    [
        ("64 sequences, 256 units", new(new("lstm", 256, 256), 2, 64)),
        ("1 sequence, 1,024 units", new(new("lstm", 1024, 1024), 8, 1)),
        ("20 sequences, 256 units", new(new("lstm", 256, 256), 6, 20)),
        ("64 sequences of 1 to 4 steps, 256 units",
            new(new("lstm", 256, 256), 4, 64, [.. Enumerable.Range(0, 64).Select(b => 1 + b * 7 % 4)])),
    ];

    private static readonly string[] s_timed =
        ["lstm-l1t100b64i256h256", "lstm-l1t50b64i512h512", "lstm-l1t25b64i1024h1024", "lstm-l1t100b1i1024h1024"];

    /// <summary>Prints the tables.</summary>
    public static int Print(double seconds)
    {
        Console.WriteLine($"# {Machine.Processor}: {Machine.Cores} cores, {Machine.Runtime}, {Vectors.VectorWidth.Bits}-bit vectors");
        Console.WriteLine();
        Bandwidths([.. new[] { 1, Machine.Cores / 2, Machine.Cores }.Where(n => n > 0).Distinct()]);
        Derived.Print();
        Console.WriteLine("A training step, forward and backward. Working: threads that computed. Most: multiply-adds of the busiest, by the mean of all.");
        Console.WriteLine();
        Console.WriteLine("| work | threads | bits | working | most |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (name, work) in s_work)
        {
            string one = work.Bits(1);
            foreach (int threads in new[] { 2, 4, 8, 16, 64 })
            {
                var (counted, working, most) = work.Count(threads);
                string bits = counted == one && work.Bits(threads) == one ? "equal" : "**different**";
                Console.WriteLine($"| {name} | {threads} | {bits} | {working} | {most:F2} |");
            }
        }

        Console.WriteLine();
        Console.WriteLine("| training | threads | ms | GFLOP/s | by 1 thread |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (string text in s_timed)
        {
            var problem = Problem.Parse(text);
            double one = 0;
            foreach (int threads in Threads())
            {
                Device.UseThreads(threads);
                double time = new Subject(problem).Measure("train", seconds).Minimum;
                if (threads == 1) one = time;
                Console.WriteLine($"| {text} | {threads} | {time * 1e3:F1} | {problem.TrainingFlops / time / 1e9:F0} | {one / time:F2} |");
            }
        }

        return 0;
    }

    /// <summary>What a thread reads and computes, alone and beside others.</summary>
    public static void Bandwidths(int[] threads)
    {
        Console.WriteLine("| threads | " + string.Join(" | ", Bandwidth.Sizes.Select(Size)) + " | GFLOP/s a thread |");
        Console.WriteLine("|---|" + string.Concat(Bandwidth.Sizes.Select(_ => "---|")) + "---|");
        foreach (int n in threads)
        {
            var read = Bandwidth.Sizes.Select(bytes => $"{Bandwidth.OfThread(n, bytes):F0}");
            Console.WriteLine($"| {n} | {string.Join(" | ", read)} | {Peak.Measure(n) / n:F0} |");
        }

        Console.WriteLine();
    }

    private static string Size(int bytes) => bytes < 1 << 20 ? $"GB/s a thread from {bytes >> 10} KiB" : $"from {bytes >> 20} MiB";

    private static IEnumerable<int> Threads()
    {
        for (int n = 1; n < Machine.Cores; n *= 2) yield return n;
        yield return Machine.Cores;
    }
}
