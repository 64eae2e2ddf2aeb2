namespace Sluice.Readers;

/// <summary>Some rows of a source that holds each of its columns in one piece, which is unpacked when it is asked for.</summary>
/// <param name="rows">How many rows there are.</param>
/// <param name="open">
/// Unpacks a column, in the memory of the one before where it is told so; gives what adds the cell of a row to others and says how many bytes it has.
/// </param>
internal sealed class CellGroup(int rows, Func<int, bool, Func<int, CellBytes, int>> open)
{
    /// <summary>How many rows there are.</summary>
    public int Rows => rows;

    /// <summary>Unpacks a column, in the memory in which the one before was.</summary>
    public Func<int, CellBytes, int> Column(int column) => open(column, true);

    /// <summary>Unpacks all columns, to be read side by side.</summary>
    public Func<int, CellBytes, int>[] All(int columns) => [.. Enumerable.Range(0, columns).Select(c => open(c, false))];
}
