using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>
/// Where the names of the columns stand among the first rows of a table: lines above them, as reports have, fill at most half of the columns,
/// or are of another length; a second line of names or units stands below them where all rows after it hold numbers or dates.
/// </summary>
internal static class HeaderSearch
{
    /// <summary>So many rows are looked at.</summary>
    public const int Looked = 40;

    private const int Shown = 3, MostTitles = 10;

    /// <summary>The rows without the columns at their end that are empty in all rows of the usual length, as a separator at the end of lines makes
    /// them.</summary>
    public static List<string[]> Trimmed(List<string[]> rows)
    {
        if (rows.Count == 0) return rows;
        int usual = Usual(rows), width = usual;
        while (width > 1 && rows.TrueForAll(r => r.Length != usual || r[width - 1].Length == 0)) width--;
        return width == usual ? rows : [.. rows.Select(r => r.Length > width && r.AsSpan(width).IndexOfAnyExcept("") < 0 ? r[..width] : r)];
    }

    /// <summary>The row of the names, from 0, and whether the one after it is a second line of names or units.</summary>
    /// <param name="rows">The first rows, as many cells each as it has; empty texts where nothing is.</param>
    /// <param name="apart">The rows, from 0, before which an empty line stands: names that stand so are the names, whatever is above.</param>
    public static (int Header, bool Second) In(IReadOnlyList<string[]> rows, IReadOnlyList<int> apart)
    {
        if (rows.Count < 2) return (0, false);
        int width = Usual(rows);
        if (width < 2) return (0, false);
        int header = 0;
        while (header < rows.Count && IsAbove(rows[header], width)) header++;
        if (apart.FirstOrDefault(a => a > header && a <= header + MostTitles && IsHeader(rows, a, width)) is > 0 and var named) header = named;
        if (header > 0 && !IsHeader(rows, header, width)) return (0, false);
        return (header, IsSecond(rows, header + 1, width));
    }

    // A row that lacks one cell alone may be the names with one forgotten.
    private static bool IsAbove(string[] row, int width)
        => Filled(row) is var filled && (filled <= width / 2 || (row.Length != width && filled < width - 1));

    // Names are no values, but for years that count on; below them stand values.
    private static bool IsHeader(IReadOnlyList<string[]> rows, int at, int width)
    {
        if (at + 1 >= rows.Count || rows[at].Length != width || Filled(rows[at]) < width - 1
            || rows[at].Distinct(StringComparer.Ordinal).Count() < width)
            return false;
        string[] values = [.. rows[at].Where(IsValue)];
        bool years = values.Length > 1 && !IsValue(rows[at][0]) && values.All(v => v.Length == 4 && v[..2] is "19" or "20")
            && values.Zip(values.Skip(1)).All(p => string.CompareOrdinal(p.First, p.Second) < 0);
        return (values.Length == 0 || years) && !rows[at].Any(c => c.Length > 0 && MissingTexts.IsMark(c))
            && (rows[at + 1].Any(IsValue) || IsSecond(rows, at + 1, width));
    }

    /// <summary>Whether the first row is as long as most and more than half of it is filled, so that nothing stands above the names.</summary>
    public static bool IsFirst(IReadOnlyList<string[]> rows)
        => rows.Count > 0 && rows[0].Length > 1 && Filled(rows[0]) > rows[0].Length / 2
            && 2 * rows.Count(r => r.Length == rows[0].Length) > rows.Count;

    /// <summary>Whether these are rows of a table without doubt: names that are no values, and a column that holds nothing else.</summary>
    public static bool IsTable(IReadOnlyList<string[]> rows)
        => rows.Count > 3 && rows[0].Length > 1 && !rows[0].Any(IsValue) && rows.All(r => r.Length == rows[0].Length)
            && Enumerable.Range(0, rows[0].Length).Any(c => rows.Skip(1).All(r => IsValue(r[c])));

    /// <summary>What is to be said of rows that are passed over.</summary>
    /// <param name="above">Lines above the names.</param>
    /// <param name="first">The line of the first of them.</param>
    /// <param name="last">The line of the last.</param>
    public static string Above(IReadOnlyList<string[]> above, int first, int last)
        => above.Count == 1
            ? $"line {first} ({Cells(above[0])}) stands above the names of the columns and is passed over."
            : $"lines {first} to {last} ({Cells(above[0])} ...) stand above the names of the columns and are passed over.";

    /// <summary>Whether a line of one field may be a note below a table: words, and no value.</summary>
    public static bool IsBelow(string cell) => cell.Trim().Contains(' ') && !IsValue(cell.Trim());

    /// <summary>What is to be said of lines below the table.</summary>
    public static string Below(string text, int line)
        => $"line {line} ('{ColumnInference.Short(text)}'), with what follows, stands below the table and is passed over.";

    /// <summary>What is to be said of a second line of names.</summary>
    public static string Second(string[] cells, int line) => $"line {line} ({Cells(cells)}) is a second line of names or units and is passed over.";

    // All later rows have values in two columns or more, and this one texts there.
    private static bool IsSecond(IReadOnlyList<string[]> rows, int at, int width)
    {
        if (at + 2 >= rows.Count || rows[at].Length != width) return false;
        var later = rows.Skip(at + 1).Where(r => r.Length == width).ToList();
        int[] columns = [.. Enumerable.Range(0, width).Where(
            c => later.Any(r => IsValue(r[c])) && later.All(r => r[c].Length == 0 || MissingTexts.IsMark(r[c]) || IsValue(r[c])))];
        return columns.Length > 1 && later.Count > 1 && !columns.Any(c => IsValue(rows[at][c]))
            && columns.Any(c => rows[at][c] is { Length: > 0 } cell && !MissingTexts.IsMark(cell));
    }

    private static int Usual(IReadOnlyList<string[]> rows)
        => rows.GroupBy(r => r.Length).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key;

    private static int Filled(string[] row) => row.Count(c => c.Length > 0);

    private static bool IsValue(string cell) => cell.Length > 0 && (new NumberGuess().Add(cell) || DateCell.Of(cell) is not null);

    private static string Cells(string[] row) => string.Join(", ", row.Where(c => c.Length > 0).Take(Shown).Select(c => $"'{ColumnInference.Short(c)}'"));
}
