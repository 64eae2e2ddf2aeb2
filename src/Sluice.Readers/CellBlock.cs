namespace Sluice.Readers;

/// <summary>Some rows of a table: their cells by column, and the line of each row.</summary>
/// <param name="columns">How many columns there are.</param>
internal sealed class CellBlock(int columns)
{
    private CellBytes[] _columns = [.. Enumerable.Range(0, columns).Select(_ => new CellBytes())];
    private List<int> _lines = [];
    private long _size;

    /// <summary>The cells by column.</summary>
    public IReadOnlyList<CellBytes> Columns => _columns;

    /// <summary>The lines of the rows.</summary>
    public List<int> Lines => _lines;

    /// <summary>The bytes of all cells.</summary>
    public long Size => _size;

    /// <summary>Adds the cell of a column.</summary>
    public void Add(int column, ReadOnlySpan<byte> cell) => _size += _columns[column].Add(cell);

    /// <summary>Adds the cell of a column; null for none.</summary>
    public void Add(int column, string? cell) => _size += _columns[column].Add(cell.AsSpan());

    /// <summary>Adds the cell of a column by what writes that of a row.</summary>
    public void Add(int column, int row, Func<int, CellBytes, int> write) => _size += write(row, _columns[column]);

    /// <summary>Forgets the rows.</summary>
    public void Clear()
    {
        foreach (var column in _columns) column.Clear();
        _lines.Clear();
        _size = 0;
    }

    /// <summary>Takes the rows of another block, which gets these.</summary>
    public void Exchange(CellBlock other)
    {
        (_columns, other._columns) = (other._columns, _columns);
        (_lines, other._lines) = (other._lines, _lines);
        (_size, other._size) = (other._size, _size);
    }
}
