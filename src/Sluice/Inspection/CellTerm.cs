using Sluice.Cells.Graphs;

namespace Sluice.Inspection;

/// <summary>
/// A term of a recorded equation as it is compared with others: sums and products without the order of their parts, W x and R h
/// as one thing each, gates and candidates by what they are and not by their letters.
/// </summary>
internal sealed class CellTerm(string kind, IReadOnlyList<CellTerm> children, params EquationPart[] parts)
{
    /// <summary>What it does or is.</summary>
    public string Kind { get; } = kind;

    public IReadOnlyList<CellTerm> Children { get; } = children;

    /// <summary>What stands for it in the equation.</summary>
    public EquationPart[] Parts { get; } = parts;

    /// <summary>The part of the cell by whose letter it stands here.</summary>
    public CellUnit? Of { get; init; }

    /// <summary>Terms in it.</summary>
    public int Size { get; } = 1 + children.Sum(c => c.Size);

    /// <summary>Whether the order of its arguments matters.</summary>
    public bool Ordered => Kind is nameof(Operation.Divide) or nameof(Operation.SelectLess);

    /// <summary>Whether it is a product of a matrix, which is compared as a whole.</summary>
    public bool IsProduct => Kind is "W" or "R";
}
