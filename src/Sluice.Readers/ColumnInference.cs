using System.Buffers;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Makes the cells of a column into numbers, dates or texts, in the form that was found.</summary>
/// <param name="file">What messages call the file.</param>
/// <param name="lines">The line of each row.</param>
/// <param name="missing">Texts that stand for a missing value in every column, beside an empty cell.</param>
internal sealed class ColumnInference(string file, int[] lines, IReadOnlyList<string> missing)
{
    // Where a number or a date must be, these say that there is none; among texts they are texts.
    private static readonly HashSet<string> s_marks = new(
        [
            "NA",
            "N/A",
            "#N/A",
            "#NA",
            "n.a.",
            "<NA>",
            "NaN",
            "NaT",
            "null",
            "(null)",
            "none",
            "nil",
            "?",
            "-",
            "--",
            "---",
            ".",
            "\\N",
            "#DIV/0!",
            "#VALUE!",
            "#REF!",
            "#NUM!",
            "0000-00-00",
            "0000-00-00 00:00:00"
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_markStarts =
        SearchValues.Create([.. s_marks.SelectMany(m => new[] { char.ToUpperInvariant(m[0]), char.ToLowerInvariant(m[0]) }).Distinct()]);

    private static readonly SearchValues<char> s_blanks = SearchValues.Create(" \t\u00A0");

    /// <summary>Whether a text stands for a missing number or date.</summary>
    internal static bool IsMark(string text)
        => text.Length <= 20
            && s_markStarts.Contains(text[0]) && (text[0] != '0' || text.StartsWith("0000-", StringComparison.Ordinal)) && s_marks.Contains(text);

    /// <summary>The cell without blanks around it.</summary>
    internal static string Trim(string cell)
        => cell.Length > 0 && (s_blanks.Contains(cell[0]) || s_blanks.Contains(cell[^1])) ? cell.Trim(' ', '\t', '\u00A0') : cell;

    /// <summary>The cell where a number or date must be, without blanks around it; null where it says that nothing is there.</summary>
    internal static string? Clean(string cell) => Trim(cell) is { Length: > 0 } text && !IsMark(text) ? text : null;

    /// <summary>The column of cells as the source has them.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="number">The column's place in the file, from 1, or null where it has none.</param>
    /// <param name="cells">The cells by row.</param>
    /// <param name="form">How to read them.</param>
    internal Column Column(string name, int? number, IReadOnlyList<string?> cells, ColumnForm form) => form.Kind switch
    {
        ColumnKind.Number => Numbers(name, number, cells, form),
        ColumnKind.Date => Dates(name, number, cells, form),
        _ => new CategoryColumn(name, [.. cells.Select(Text)], form.Kind) { Form = form },
    };

    private string? Text(string? cell) => cell is not null && Trim(cell) is { Length: > 0 } text && !missing.Contains(text) ? text : null;

    private string? Value(string? cell) => Text(cell) is { } text && !IsMark(text) ? text : null;

    private NumberColumn Numbers(string name, int? number, IReadOnlyList<string?> cells, ColumnForm form)
    {
        var numbers = form.Form.Length > 0 ? NumberForm.Parse(form.Form) : NumberForm.Plain;
        var values = new double[cells.Count];
        for (int row = 0; row < values.Length; row++)
        {
            string? cell = Value(cells[row]);
            values[row] = cell is null ? double.NaN : numbers.Read(cell) ?? throw new SluiceFormatException(
                $"column '{name}': '{Short(cell)}' where a number{(form.Form.Length > 0 ? $" such as {form.Form}" : "")} must be. Mend it; leave it empty if it is missing (--missing \"{Short(cell)}\" for all such cells); "
                + $"remove the row if it is a sum; or say that the column is no number: --column {name}=category.",
                file, lines[row], number);
        }

        return new NumberColumn(name, values) { Form = form };
    }

    private DateColumn Dates(string name, int? number, IReadOnlyList<string?> cells, ColumnForm form)
    {
        var dates = form.Form.Length > 0 ? DateForm.Parse(form.Form) : null;
        var values = new DateTime?[cells.Count];
        TimeSpan? offset = null;
        for (int row = 0; row < values.Length; row++)
        {
            if (Value(cells[row]) is not { } cell) continue;
            values[row] = dates?.Read(cell, out offset) ?? throw new SluiceFormatException(
                dates is null || !DateForm.IsDate(cell)
                    ? $"column '{name}': '{Short(cell)}' where a date{(dates is null ? "" : $" such as {dates.Text}")} must be. Write dates as 2024-12-31 or 2024-12-31 23:59, and remove rows that are sums."
                    : $"column '{name}': '{Short(cell)}' where a date such as {dates.Text} must be: the dates are not all written in the same way. Write all as 2024-12-31.",
                file, lines[row], number);
        }

        return new DateColumn(name, values) { Form = form, Offset = offset };
    }

    internal static string Short(string text)
        => string.Concat(text.Take(40).Select(c => char.IsControl(c) ? ' ' : c)) + (text.Length > 40 ? "…" : "");
}
