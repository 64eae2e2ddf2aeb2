using System.Diagnostics;
using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Layers;

namespace Sluice.Bench;

/// <summary>A streaming step with weights of 32, 16 and 8 bits, in turns.</summary>
internal static class ReducedSteps
{
    private static readonly ReducedType?[] s_types = [null, ReducedType.BFloat16, ReducedType.Int8];

    /// <summary>Prints a table: the median step of each, and the median of the ratios of each round.</summary>
    public static int Print(int rounds, double seconds)
    {
        Console.WriteLine($"{Machine.Processor}, {Machine.Cores} cores, {Machine.Runtime}, {Vectors.VectorWidth.Bits}-bit vectors. "
            + $"Steps of one layer with as many inputs as units; medians of {rounds} rounds in turns.");
        Console.WriteLine();
        Console.WriteLine("| cell | units | sessions | threads | µs, 32 bits | bfloat16 | int8 | bfloat16: faster | int8: faster | GB/s of weights, 32 bits | int8 |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        int[] threads = Machine.Cores > 1 ? [1, Machine.Cores] : [1];
        foreach (string cell in new[] { "lstm", "gru" })
            foreach (int units in new[] { 128, 256, 512, 1024 })
                foreach (int sessions in new[] { 1, 16 })
                    foreach (int count in threads) Console.WriteLine(Row(cell, units, sessions, count, rounds, seconds));
        return 0;
    }

    private static string Row(string cell, int units, int sessions, int threads, int rounds, double seconds)
    {
        using var device = Device.Create(threads);
        using var scope = device.Use();
        var layers = s_types.Select(type => LayerOf(cell, units, type)).ToArray();
        var x = new Tensor(sessions, units);
        for (int r = 0; r < sessions; r++) for (int c = 0; c < units; c++) x[r, c] = MathF.Sin(r * 7 + c);
        var states = layers.Select(layer => new State(cell, sessions, units)).ToArray();
        var times = layers.Select(_ => new List<double>()).ToArray();
        for (int i = 0; i < layers.Length; i++) Time(layers[i], x, states[i], 0.1);
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < layers.Length; i++) times[i].Add(Time(layers[i], x, states[i], seconds));
        double weights = layers[0].InputWeight.Count + layers[0].RecurrentWeight.Count;
        double[] medians = [.. times.Select(Median)];
        double Faster(int i) => Median([.. times[0].Zip(times[i], (a, b) => a / b)]);
        return $"| {cell} | {units} | {sessions} | {threads} | {medians[0]:F1} | {medians[1]:F1} | {medians[2]:F1} | {Faster(1):F2} | {Faster(2):F2} | "
            + $"{4e-3 * weights / medians[0]:F0} | {1e-3 * weights / medians[2]:F0} |";
    }

    private static Recurrent LayerOf(string cell, int units, ReducedType? type)
    {
        var layer = new Recurrent("bench", "l0", cell, units, units, seed: 1);
        if (type is { } bits) foreach (var parameter in layer.Parameters.Where(p => p.Reducible)) parameter.Reduce(bits);
        return layer;
    }

    /// <summary>Microseconds of a step.</summary>
    private static double Time(Recurrent layer, Tensor x, State state, double seconds)
    {
        long steps = 0, start = Stopwatch.GetTimestamp();
        do
        {
            for (int i = 0; i < 16; i++) layer.Step(x, state);
            steps += 16;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / steps;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
