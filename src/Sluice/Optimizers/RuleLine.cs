using System.Globalization;

namespace Sluice.Optimizers;

/// <summary>A line of the rule by which weights change.</summary>
/// <param name="Formula">In letters.</param>
/// <param name="Numbers">With the numbers put in that are the same for all weights.</param>
public readonly record struct RuleLine(string Formula, string Numbers)
{
    /// <summary>A number in four digits, as in 0.9 or 4·10⁻⁵.</summary>
    public static string Of(double value)
    {
        string[] parts = value.ToString("G4", CultureInfo.InvariantCulture).Split('E');
        return parts.Length == 1
            ? parts[0]
            : $"{parts[0]}·10{string.Concat(int.Parse(parts[1], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']))}";
    }
}
