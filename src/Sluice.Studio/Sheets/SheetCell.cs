namespace Sluice.Studio.Sheets;

/// <summary>A cell of a sheet: a text, a number, or a formula with the value that was computed here.</summary>
/// <param name="Text">The text.</param>
/// <param name="Number">The number, or the value of the formula; null where it is not known.</param>
/// <param name="Formula">The formula, without the sign = before it.</param>
internal readonly record struct SheetCell(string? Text, double? Number, string? Formula)
{
    /// <summary>Nothing.</summary>
    public static SheetCell Empty => default;

    /// <summary>A formula.</summary>
    public static SheetCell Of(string formula, double? value) => new(null, value, formula);

    public static implicit operator SheetCell(string text) => new(text, null, null);

    public static implicit operator SheetCell(double number) => new(null, number, null);
}
