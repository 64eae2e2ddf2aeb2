namespace Sluice.Cli;

/// <summary>Colours of values on a terminal: blue for negative, orange for positive, told apart by colour-blind eyes as well.</summary>
internal static class ValueColour
{
    private static readonly int[] s_negative = [110, 75, 33, 27], s_positive = [180, 214, 208, 202];

    /// <summary>A text in the colour of a value, the strongest at 0.75 and beyond.</summary>
    public static string Of(float value, string text)
        => $"\u001b[38;5;{(value < 0 ? s_negative : s_positive)[Math.Clamp((int)(4 * Math.Abs(value)), 0, 3)]}m{text}\u001b[0m";
}
