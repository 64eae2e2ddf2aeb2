using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Learn.Teaching;

/// <summary>
/// A net that can be followed with pencil and paper: two units that add what comes and what both of them held, and an output
/// that adds both. All weights are 1, there is no bias, nothing is squashed.
/// </summary>
public static class ByHand
{
    /// <summary>The outputs for (1, 1), (1, 1), (2, 2).</summary>
    public static float[][] Run() => [.. Layers().Select(step => step.Output)];

    /// <summary>Prints the inputs, the units and the outputs.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine("All weights 1, no bias, nothing squashed: each unit adds both inputs and both units' last values;");
        output.WriteLine("each output adds both units.");
        output.WriteLine();
        output.WriteLine("  input      units        output");
        foreach (var (input, units, sum) in Layers())
            output.WriteLine($"  ({input[0]}, {input[1]})     {$"({units[0]}, {units[1]})",-12} ({sum[0]}, {sum[1]})");
    }

    private static IEnumerable<(float[] Input, float[] Units, float[] Output)> Layers()
    {
        var (units, output) = (new Recurrent("by-hand", "l0", "rnn-identity", 2, 2, 0), new Linear("output", 2, 2, 0));
        foreach (var weight in new[] { units.InputWeight, units.RecurrentWeight, output.Weight })
        {
            for (int r = 0; r < 2; r++) weight.Value.Row(r).Fill(1);
            weight.Changed();
        }

        var x = new Tensor(3, 1, 2);
        x.Set([1, 1, 1, 1, 2, 2]);
        var tape = new Tape(recording: false);
        var h = units.Run(tape, x, out _);
        var y = output.Run(tape, h);
        for (int t = 0; t < 3; t++) yield return (x.Row(t).ToArray(), h.Row(t).ToArray(), y.Row(t).ToArray());
    }
}
