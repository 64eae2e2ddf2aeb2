using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>
/// The cells of a column in some rows. Plain numbers, and dates that are all written alike, are a number each, so that they need not be taken apart
/// twice and take half the memory; other cells are as <see cref="CellBytes"/> has them. It never changes: threads may share it.
/// </summary>
internal sealed class CellPiece
{
    private readonly ReadOnlyMemory<byte> _cells;
    private readonly ulong[] _packed = [];

    /// <summary>Cells of any kind.</summary>
    public CellPiece(ReadOnlyMemory<byte> cells) => _cells = cells;

    /// <summary>Numbers or dates.</summary>
    /// <param name="packed">Each cell; 0 for one without a value.</param>
    /// <param name="layout">How the dates are written; null for numbers.</param>
    public CellPiece(ulong[] packed, DateLayout? layout) => (_packed, Layout, IsPacked) = (packed, layout, true);

    /// <summary>Whether the cells are a number each.</summary>
    public bool IsPacked { get; }

    /// <summary>The cells as numbers, where they are.</summary>
    public ReadOnlySpan<ulong> Packed => _packed;

    /// <summary>How packed dates are written; null where the cells are none.</summary>
    public DateLayout? Layout { get; }

    /// <summary>The cells as <see cref="CellBytes"/> has them, valid until <paramref name="room"/> is written to.</summary>
    /// <param name="room">Where packed ones are written anew.</param>
    public ReadOnlySpan<byte> Cells(CellBytes room)
    {
        if (!IsPacked) return _cells.Span;
        room.Clear();
        Span<byte> cell = stackalloc byte[DateLayout.Longest];
        foreach (ulong one in _packed) room.Add(cell[..Write(one, cell)]);
        return room.Written;
    }

    /// <summary>Writes the cell that a number stands for; gives its bytes.</summary>
    /// <param name="packed">The number.</param>
    /// <param name="cell">At least <see cref="DateLayout.Longest"/> bytes.</param>
    public int Write(ulong packed, Span<byte> cell) => packed == 0 ? 0 : Layout?.Write(packed, cell) ?? PlainNumber.Of(packed).Write(cell);
}
