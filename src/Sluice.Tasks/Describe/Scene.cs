namespace Sluice.Tasks.Describe;

/// <summary>A coloured shape on a grid.</summary>
/// <param name="Colour">Its number in <see cref="Palette.Names"/>.</param>
/// <param name="Shape">Its number in the names of the shapes.</param>
/// <param name="Place">Where it is, counted from 0 along the rows of the grid.</param>
public readonly record struct Thing(int Colour, int Shape, int Place);

/// <summary>Things on a grid, and their picture.</summary>
/// <param name="Things">The things; the layout that the picture was drawn from.</param>
/// <param name="Pixels">Red, green and blue of each pixel, row after row.</param>
public sealed record Scene(IReadOnlyList<Thing> Things, byte[] Pixels);

/// <summary>The colours of things.</summary>
public static class Palette
{
    private static readonly (string Name, float Red, float Green, float Blue)[] s_colours =
        [
            ("red", 0.9f, 0.1f, 0.1f), ("yellow", 0.9f, 0.85f, 0.1f), ("green", 0.1f, 0.7f, 0.2f), ("blue", 0.15f, 0.3f, 0.95f),
            ("purple", 0.6f, 0.15f, 0.7f), ("white", 0.95f, 0.95f, 0.95f)
        ];

    /// <summary>Their names, in the order of the rainbow; white is the last.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_colours.Select(c => c.Name)];

    /// <summary>Red, green and blue from 0 to 1.</summary>
    internal static float[] Of(int colour) => [s_colours[colour].Red, s_colours[colour].Green, s_colours[colour].Blue];
}
