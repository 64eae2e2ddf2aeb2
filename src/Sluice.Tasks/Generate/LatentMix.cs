namespace Sluice.Tasks.Generate;

/// <summary>How much of each end is taken, where latents are led between two or four.</summary>
/// <param name="Across">From the first of two, or the left corners, at 0, to the second, or the right ones, at 1.</param>
/// <param name="Down">From the upper corners at 0 to the lower ones at 1; null between two.</param>
internal readonly record struct LatentMix(double Across, double? Down)
{
    /// <summary>From the first of two to the second; one alone lies in the middle.</summary>
    public static IReadOnlyList<LatentMix> Line(int count) => [.. Enumerable.Range(0, count).Select(i => new LatentMix(Share(i, count), null))];

    /// <summary>Over the square between four, row by row.</summary>
    public static IReadOnlyList<LatentMix> Square(int side)
        => [.. Enumerable.Range(0, side * side).Select(i => new LatentMix(Share(i % side, side), Share(i / side, side)))];

    /// <summary>The mixture of the values that the ends have.</summary>
    public double Of(Func<int, double> value)
    {
        double above = Between(value(0), value(1), Across);
        return Down is { } down ? Between(above, Between(value(2), value(3), Across), down) : above;
    }

    private static double Between(double a, double b, double share) => a + share * (b - a);

    private static double Share(int number, int count) => count > 1 ? number / (count - 1.0) : 0.5;
}
