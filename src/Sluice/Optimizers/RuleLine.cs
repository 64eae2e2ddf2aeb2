namespace Sluice.Optimizers;

/// <summary>A line of the rule by which weights change.</summary>
/// <param name="Formula">In letters.</param>
/// <param name="Numbers">With the numbers put in that are the same for all weights.</param>
public readonly record struct RuleLine(string Formula, string Numbers)
{
    /// <summary>A number in as few digits as tell it.</summary>
    internal static string Of(double value) => value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture);
}
