using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Makes the cells of a column into numbers, dates or categories: whatever all of them read as, unless the kind is given.</summary>
/// <param name="file">What messages call the file.</param>
/// <param name="lines">The line of each row.</param>
/// <param name="kinds">The given kinds.</param>
internal sealed class ColumnInference(string file, int[] lines, IReadOnlyDictionary<string, ColumnKind>? kinds)
{
    private static readonly HashSet<string> s_missing = new(["", "NA", "N/A", "NaN", "null", "?"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The cell without white space around it, or null where it says that nothing is there.</summary>
    internal static string? Clean(string cell) => cell.Trim() is var text && s_missing.Contains(text) ? null : text;

    /// <summary>The column of cleaned cells.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="number">The column's place in the file, from 1, or null where it has none.</param>
    /// <param name="cells">The cells by row.</param>
    /// <param name="form">How to read them, where it is known.</param>
    internal Column Column(string name, int? number, string?[] cells, ColumnForm? form = null)
    {
        var (kind, formats) = form ?? Form(name, cells);
        return kind switch
        {
            ColumnKind.Number => Numbers(name, number, cells),
            ColumnKind.Date => new DateColumn(name, [.. cells.Select(c => c is null ? (DateTime?)null : formats is not null && ColumnGuess.Date(c, formats) is { } date ? date : throw NoDate(name, number, cells))]),
            _ => new CategoryColumn(name, cells),
        };
    }

    private ColumnForm Form(string name, string?[] cells)
    {
        var guess = new ColumnGuess();
        foreach (string? cell in cells) guess.Add(cell);
        return guess.Form(kinds is not null && kinds.TryGetValue(name, out var kind) ? kind : null);
    }

    private NumberColumn Numbers(string name, int? number, string?[] cells)
    {
        var values = new double[cells.Length];
        for (int row = 0; row < cells.Length; row++)
        {
            var cell = cells[row];
            values[row] = cell is null ? double.NaN : ColumnGuess.Number(cell) ?? throw new SluiceFormatException(
                $"column '{name}': '{Short(cell)}' where a number must be. {(cell.Contains(',') ? "Write numbers with a decimal point and no other marks" : "Mend it")}, leave it empty if it is missing, or declare the column a category.",
                file, lines[row], number);
        }
        return new NumberColumn(name, values);
    }

    private SluiceFormatException NoDate(string name, int? number, string?[] cells)
    {
        int row = Array.FindIndex(cells, c => c is not null && ColumnGuess.Groups.All(f => ColumnGuess.Date(c, f) is null));
        return row >= 0
            ? new($"column '{name}': '{Short(cells[row]!)}' where a date must be. Write dates as 2024-12-31 or 2024-12-31 23:59.", file, lines[row], number)
            : new($"column '{name}': the dates are not all written in the same way. Write all as 2024-12-31.", file);
    }

    internal static string Short(string text) => string.Concat(text.Take(40).Select(c => char.IsControl(c) ? ' ' : c)) + (text.Length > 40 ? "…" : "");
}
