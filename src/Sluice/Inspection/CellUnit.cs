namespace Sluice.Inspection;

/// <summary>What a part of a cell is for.</summary>
public enum CellUnitKind
{
    /// <summary>A logistic function of sums: an amount.</summary>
    Gate,

    /// <summary>A sum, or another function of sums: something new.</summary>
    Candidate,

    /// <summary>What becomes of states.</summary>
    Path,
}

/// <summary>A part of a cell that has a shape of its own: a gate, a candidate, or the way of a state.</summary>
internal sealed class CellUnit(int node, CellUnitKind kind, string name)
{
    public int Node { get; } = node;

    public CellUnitKind Kind { get; } = kind;

    /// <summary>Its letter.</summary>
    public string Name { get; } = name;

    public CellTerm Term { get; set; } = null!;
}
