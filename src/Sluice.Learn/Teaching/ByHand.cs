namespace Sluice.Learn.Teaching;

/// <summary>
/// A net that can be followed with pencil and paper: two units that add what comes and what both of them held, and an output
/// that adds both: the net of <see cref="UnrolledNet"/> with all weights 1.
/// </summary>
public static class ByHand
{
    /// <summary>The outputs for (1, 1), (1, 1), (2, 2).</summary>
    public static float[][] Run() => [.. Steps().Select(step => step.Output)];

    /// <summary>Prints the inputs, the units and the outputs.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine("All weights 1, no bias, nothing squashed: each unit adds both inputs and both units' last values;");
        output.WriteLine("each output adds both units.");
        output.WriteLine();
        output.WriteLine("  input      units        output");
        foreach (var (input, _, units, sum) in Steps())
            output.WriteLine($"  ({input[0]}, {input[1]})     {$"({units[0]}, {units[1]})",-12} ({sum[0]}, {sum[1]})");
    }

    private static IReadOnlyList<UnrolledStep> Steps()
    {
        float[] ones = [1, 1, 1, 1];
        return UnrolledNet.Run(ones, ones, ones, UnrolledNet.Inputs);
    }
}
