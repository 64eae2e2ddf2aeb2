namespace Sluice.Learn.Teaching;

/// <summary>
/// A net that can be followed with pencil and paper: two units that add what comes and what both of them held, and an output
/// that adds both: the net of <see cref="UnrolledNet"/> with all weights 1.
/// </summary>
public static class ByHand
{
    /// <summary>The outputs for (1, 1), (1, 1), (2, 2).</summary>
    public static float[][] Run() => [.. Steps().Select(step => step.Output)];

    /// <summary>The steps of that.</summary>
    public static IReadOnlyList<UnrolledStep> Steps()
    {
        float[] ones = [1, 1, 1, 1];
        return UnrolledNet.Run(ones, ones, ones, UnrolledNet.Inputs);
    }
}
