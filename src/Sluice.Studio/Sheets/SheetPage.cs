using System.Globalization;

namespace Sluice.Studio.Sheets;

/// <summary>A sheet of a workbook, filled row by row. For one thread.</summary>
/// <param name="name">What stands on its tab.</param>
internal sealed class SheetPage(string name)
{
    private readonly List<SheetCell[]> _rows = [];

    /// <summary>What stands on its tab: 31 characters at most, and none that a tab cannot have.</summary>
    public string Name { get; } = string.Concat(name.Select(c => "[]:*?/\\'".Contains(c) ? ' ' : c))[..Math.Min(name.Length, 31)];

    /// <summary>The rows.</summary>
    public IReadOnlyList<SheetCell[]> Rows => _rows;

    /// <summary>The number of the row that comes next, from 1.</summary>
    public int Next => _rows.Count + 1;

    /// <summary>Adds a row.</summary>
    /// <returns>Its number, from 1.</returns>
    public int Add(params IEnumerable<SheetCell> cells)
    {
        _rows.Add([.. cells]);
        return _rows.Count;
    }

    /// <summary>The name of a place, such as C5.</summary>
    /// <param name="row">From 1.</param>
    /// <param name="column">From 0.</param>
    /// <param name="locked">Whether it stays where it is when a formula is copied elsewhere.</param>
    public static string At(int row, int column, bool locked = false)
    {
        string letters = "";
        for (int c = column + 1; c > 0; c = (c - 1) / 26) letters = (char)('A' + (c - 1) % 26) + letters;
        string number = row.ToString(CultureInfo.InvariantCulture);
        return locked ? $"${letters}${number}" : letters + number;
    }

    /// <summary>Some places below each other.</summary>
    public static string Down(int row, int count, int column, bool locked = false) => $"{At(row, column, locked)}:{At(row + count - 1, column, locked)}";
}
