namespace Sluice.Data.Tables;

/// <summary>A run of rows (or of time steps): Count of them from Start on.</summary>
public readonly record struct RowRange(int Start, int Count)
{
    /// <summary>The first row after the range.</summary>
    public int End => Start + Count;
}
