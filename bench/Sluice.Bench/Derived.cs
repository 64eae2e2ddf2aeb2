using Sluice.Cells.Loop;
using Sluice.Kernels;

namespace Sluice.Bench;

/// <summary>
/// What more cores would give, derived from what one core computes and reads here: a step of a recurrence takes as long as the busiest core
/// computes, or as it reads its share of R from the cache that holds it. Meetings and what cores take from each other in a shared cache or memory
/// are left out, so it is the most that can be had.
/// </summary>
internal static class Derived
{
    private static readonly string[] s_problems =
    [
        "lstm-l1t100b64i128h128", "lstm-l1t100b64i256h256", "lstm-l1t50b64i512h512", "lstm-l1t25b64i1024h1024", "lstm-l1t100b8i512h512",
        "lstm-l1t100b1i1024h1024",
    ];

    /// <summary>Prints a row for each problem and number of cores.</summary>
    public static void Print()
    {
        double peak = Peak.Measure(1) * 1e9;
        double[] speeds = [.. Bandwidth.Sizes.Select(bytes => Bandwidth.OfThread(1, bytes) * 1e9)];
        Console.WriteLine(
            $"Derived from one core: {peak / 1e9:F0} GFLOP/s; {string.Join(", ", Bandwidth.Sizes.Zip(speeds, (b, s) => $"{s / 1e9:F0} GB/s from {b >> 10:N0} KiB"))}.");
        Console.WriteLine();
        Console.WriteLine("| problem | cores | sequences x units | products, µs a step | reading R, µs | by one core |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (string text in s_problems)
        {
            double one = 0;
            foreach (int cores in new[] { 1, 8, 16, 64 })
            {
                using var workers = new Workers(cores);
                var (cut, products, reading) = Step(Problem.Parse(text), workers, peak, speeds);
                double step = Math.Max(products, reading);
                if (cores == 1) one = step;
                Console.WriteLine(
                    $"| {text} | {cores} | {cut.Sequences} x {cut.Units} | {products * 1e6:F1} | {reading * 1e6:F1} | {one / step:F1} |");
            }
        }

        Console.WriteLine();
    }

    private static (Cut Cut, double Products, double Reading) Step(Problem problem, Workers workers, double peak, double[] speeds)
    {
        var shape = problem.Shape;
        int panels = CellWeights<float>.PanelsOf(problem.Hidden);
        double operations = shape.Operations(problem.Input, problem.Hidden), recurrent = shape.Operations(0, problem.Hidden);
        var cut = Cut.Of(workers, shape, operations, problem.Steps, problem.Batch, panels);
        double share = Math.Ceiling((double)panels / cut.Units) / panels;
        double bytes = recurrent / 2 * sizeof(float) * share;
        int level = Array.FindIndex(Bandwidth.Sizes, size => bytes <= 2 * size);
        double sequences = Math.Ceiling((double)problem.Batch / cut.Sequences);
        return (cut, sequences * recurrent * share / peak, bytes / speeds[level < 0 ? ^1 : level]);
    }
}
