using System.Buffers;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Makes the cells of a column into numbers, dates or texts, in the form that was found.</summary>
/// <param name="file">What messages call the file.</param>
/// <param name="lines">The line of each row.</param>
/// <param name="missing">What stands for a missing value in every column, beside an empty cell.</param>
internal sealed class ColumnInference(string file, int[] lines, MissingTexts missing)
{
    private static readonly SearchValues<char> s_blanks = SearchValues.Create(" \t\u00A0");

    /// <summary>The cell without blanks around it.</summary>
    internal static string Trim(string cell)
        => cell.Length > 0 && (s_blanks.Contains(cell[0]) || s_blanks.Contains(cell[^1])) ? cell.Trim(' ', '\t', '\u00A0') : cell;

    /// <summary>The cell where a number or date must be, without blanks around it; null where it says that nothing is there.</summary>
    internal static string? Clean(string cell) => Trim(cell) is { Length: > 0 } text && !MissingTexts.IsMark(text) ? text : null;

    /// <summary>The column of cells as the source has them.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="number">The column's place in the file, from 1, or null where it has none.</param>
    /// <param name="cells">The cells by row, in one piece or several.</param>
    /// <param name="form">How to read them.</param>
    internal Column Column(string name, int? number, IEnumerable<CellPiece> cells, ColumnForm form) => form.Kind switch
    {
        ColumnKind.Number => Numbers(name, number, cells, form),
        ColumnKind.Date => Dates(name, number, cells, form),
        _ => new CategoryColumn(name, Texts(cells), form.Kind) { Form = form },
    };

    private string?[] Texts(IEnumerable<CellPiece> cells)
    {
        var values = new string?[lines.Length];
        var (shared, room) = (new SharedTexts(), new CellBytes());
        int row = 0;
        foreach (var piece in cells)
        {
            for (var rest = piece.Cells(room); !rest.IsEmpty; row++)
            {
                var cell = CellBytes.Trim(CellBytes.Next(ref rest));
                if (!cell.IsEmpty && !missing.Contains(cell)) values[row] = shared.Of(cell);
            }
        }

        return values;
    }

    private NumberColumn Numbers(string name, int? number, IEnumerable<CellPiece> cells, ColumnForm form)
    {
        var numbers = form.Form.Length > 0 ? NumberForm.Parse(form.Form) : NumberForm.Plain;
        var values = new double[lines.Length];
        char[] buffer = [];
        var room = new CellBytes();
        Span<byte> written = stackalloc byte[DateLayout.Longest];
        int row = 0;
        foreach (var piece in cells)
        {
            if (piece.IsPacked && piece.Layout is null)
            {
                foreach (ulong packed in piece.Packed)
                {
                    if (packed == 0) values[row] = double.NaN;
                    else if (PlainNumber.Of(packed) is var plain && (plain.Mark == '\0' || plain.Mark == numbers.Decimal)) values[row] = plain.Value;
                    else values[row] = Number(CellBytes.Characters(written[..piece.Write(packed, written)], ref buffer), row);
                    row++;
                }

                continue;
            }

            for (var rest = piece.Cells(room); !rest.IsEmpty; row++)
            {
                var cell = CellBytes.Trim(CellBytes.Next(ref rest));
                if (cell.IsEmpty || missing.Contains(cell)) values[row] = double.NaN;
                else if (PlainNumber.TryRead(cell, out var plain) && (plain.Mark == '\0' || plain.Mark == numbers.Decimal)) values[row] = plain.Value;
                else values[row] = Number(CellBytes.Characters(cell, ref buffer), row);
            }
        }

        return new NumberColumn(name, values) { Form = form };

        double Number(ReadOnlySpan<char> cell, int row)
            => MissingTexts.IsMark(cell) ? double.NaN : numbers.Read(cell) ?? throw new SluiceFormatException(
            $"column '{name}': '{Short(cell.ToString())}' where a number{(form.Form.Length > 0 ? $" such as {form.Form}" : "")} must be. Mend it; leave it empty if it is missing (--missing \"{Short(cell.ToString())}\" for all such cells); "
            + $"remove the row if it is a sum; or say that the column is no number: --column {name}=category.",
            file, lines[row], number);
    }

    private DateColumn Dates(string name, int? number, IEnumerable<CellPiece> cells, ColumnForm form)
    {
        var dates = form.Form.Length > 0 ? DateForm.Parse(form.Form) : null;
        var family = dates?.Family;
        var values = new DateTime?[lines.Length];
        TimeSpan? offset = null;
        DateLayout? layout = null;
        char[] buffer = [];
        var room = new CellBytes();
        Span<byte> written = stackalloc byte[DateLayout.Longest];
        int row = 0;
        foreach (var piece in cells)
        {
            if (piece.Layout is { } known && known.Cell.Shape == family?.Shape)
            {
                foreach (ulong packed in piece.Packed)
                {
                    if (packed != 0 && known.Unpack(packed) is var one && DateForm.Read(family, one.A, one.B, one.C, one.Ticks) is { } date)
                        (values[row], offset) = (date, known.Cell.Clock.Offset);
                    else if (written[..piece.Write(packed, written)] is { IsEmpty: false } cell)
                        values[row] = Date(cell, CellBytes.Characters(cell, ref buffer), row);
                    row++;
                }

                continue;
            }

            for (var rest = piece.Cells(room); !rest.IsEmpty; row++)
            {
                var cell = CellBytes.Trim(CellBytes.Next(ref rest));
                if (cell.IsEmpty || missing.Contains(cell)) continue;
                if (layout is not null
                    && layout.TryRead(cell, out var fields) && DateForm.Read(family!, fields.A, fields.B, fields.C, fields.Ticks) is { } date)
                    (values[row], offset) = (date, layout.Cell.Clock.Offset);
                else if (CellBytes.Characters(cell, ref buffer) is var text && !MissingTexts.IsMark(text)) values[row] = Date(cell, text, row);
            }
        }

        return new DateColumn(name, values) { Form = form, Offset = offset };

        DateTime Date(ReadOnlySpan<byte> cell, ReadOnlySpan<char> text, int row)
        {
            if (family is not null && DateCell.Of(text) is { } parts && DateForm.Read(family, parts, out offset) is { } date)
            {
                layout = DateLayout.Of(cell, parts);
                return date;
            }

            throw new SluiceFormatException(
                dates is null || !DateForm.IsDate(text)
                    ? $"column '{name}': '{Short(text.ToString())}' where a date{(dates is null ? "" : $" such as {dates.Text}")} must be. Write dates as 2024-12-31 or 2024-12-31 23:59, and remove rows that are sums."
                    : $"column '{name}': '{Short(text.ToString())}' where a date such as {dates.Text} must be: the dates are not all written in the same way. Write all as 2024-12-31.",
                file, lines[row], number);
        }
    }

    internal static string Short(string text)
        => string.Concat(text.Take(40).Select(c => char.IsControl(c) ? ' ' : c)) + (text.Length > 40 ? "…" : "");
}
