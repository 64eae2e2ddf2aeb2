using Sluice.Inspection;

namespace Sluice.Studio.Drawing;

/// <summary>A piece of an equation as it is shown.</summary>
/// <param name="Id">What it stands for, or null.</param>
/// <param name="Text">The sign or the whole text of the term.</param>
/// <param name="Only">Whether none of the cells beside it has one like it.</param>
/// <param name="Parts">What it consists of.</param>
internal sealed record DrawnPart(string? Id, string Text, bool Only, IReadOnlyList<DrawnPart> Parts)
{
    public static DrawnPart Of(EquationPart part, CellDifference[] differences)
        => new(part.Id, part.Text, differences.Length > 0 && differences.All(d => d.Differs(part)), [.. part.Parts.Select(p => Of(p, differences))]);
}
