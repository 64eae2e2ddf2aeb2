using Sluice.Cells.Loop;
using Sluice.Devices;

namespace Sluice.Bench;

/// <summary>For each problem: how its work is cut between threads, why, and how long computing and reading the weights take of a step.</summary>
internal static class Explain
{
    private static readonly string[] s_usual =
    [
        "lstm-l1t100b1i128h128", "lstm-l1t100b8i128h128", "lstm-l1t100b64i256h256", "lstm-l1t50b64i512h512", "lstm-l1t25b64i1024h1024",
        "gru-l1t50b64i512h512", "lstm-l1t100b1i1024h1024",
    ];

    private static readonly Dictionary<int, double> s_speeds = [];

    /// <summary>Prints the bandwidths, and a row for each problem.</summary>
    public static int Print(List<Problem> problems, double seconds)
    {
        if (problems.Count == 0) problems.AddRange(s_usual.Select(Problem.Parse));
        int threads = Machine.Cores;
        Scale.Bandwidths([threads]);
        double peak = Peak.Measure(threads) / threads * 1e9;
        Console.WriteLine(
            "A step of the recurrence alone, in µs: the products at the peak, R read from where it fits, for either cut; and the time of inference a step, input product and all.");
        Console.WriteLine();
        Console.WriteLine("| problem | sequences x units | threads | why | R of a worker | products | R by sequences | R by units | measured |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        Device.UseThreads(threads);
        foreach (var problem in problems)
        {
            var shape = problem.Shape;
            int panels = CellWeights<float>.PanelsOf(problem.Hidden);
            double step = shape.Operations(problem.Input, problem.Hidden), recurrent = shape.Operations(0, problem.Hidden);
            var cut = Cut.Of(Device.Current.Workers, shape, step, problem.Steps, problem.Batch, panels);
            double all = recurrent / 2 * sizeof(float), own = all / cut.Units;
            string why = cut switch
            {
                { Parts: 1 } => "too little work for two",
                { Units: 1 } => "no thread is idle for long",
                _ when problem.Batch < cut.Parts => "sequences alone would leave threads idle",
                _ => "of so few sequences each, weights would take longer to read than to multiply",
            };
            double products = problem.Batch * recurrent / (peak * cut.Parts);
            double measured = new Subject(problem).Measure("infer", seconds).Minimum / problem.Steps / problem.Layers;
            Console.WriteLine(
                $"| {problem} | {cut.Sequences} x {cut.Units} | {cut.Parts} | {why} | {own / 1024:N0} KiB | {products * 1e6:F1} | {Reading(all, threads) * 1e6:F1} | {Reading(all / threads, threads) * 1e6:F1} | {measured * 1e6:F1} |");
        }

        return 0;
    }

    /// <summary>Seconds in which each thread reads so many bytes that stay in the smallest cache that holds them.</summary>
    private static double Reading(double bytes, int threads)
    {
        int size = Bandwidth.Sizes.FirstOrDefault(s => bytes <= 1.5 * s, Bandwidth.Sizes[^1]);
        if (!s_speeds.TryGetValue(size, out double speed)) s_speeds[size] = speed = Bandwidth.OfThread(threads, size) * 1e9;
        return bytes / speed;
    }
}
