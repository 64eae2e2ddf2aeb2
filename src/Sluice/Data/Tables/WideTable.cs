using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>
/// Tables with a series in each row, whose values stand in columns one after the other: columns that are named by dates, or by a number
/// that counts on, as in V2, V3, V4.
/// </summary>
internal static class WideTable
{
    /// <summary>The column of the values, once they stand one below the other.</summary>
    public const string Value = "value";

    // Fewer columns that count on may be measurements side by side.
    private const int FewestColumns = 8;
    private const string Date = "date";

    /// <summary>The table with a row for each value, the name of the series in the first column; null where its rows are no series.</summary>
    /// <param name="table">The table.</param>
    /// <param name="id">The column that names the series; empty for the first one whose texts all differ.</param>
    public static Table? Long(Table table, string id = "")
    {
        if (table.Columns.Any(c => c is DateColumn) || Steps(table) is not { } steps) return null;
        Column[] others = [.. table.Columns.Except(steps)];
        return (id.Length > 0 && table.Has(id) ? table.Column(id) : others.FirstOrDefault(IsId)) is { } name
            ? Long(table, name, others, steps)
            : null;
    }

    private static Table? Long(Table table, Column id, Column[] others, NumberColumn[] steps)
    {
        var dates = Dates(steps);
        List<int> rows = [], at = [];
        for (int row = 0; row < table.RowCount; row++)
        {
            // Series of a table begin and end in other columns: what is empty before and after is no part of them.
            int first = Array.FindIndex(steps, c => !c.IsMissing(row)), last = Array.FindLastIndex(steps, c => !c.IsMissing(row));
            for (int i = first; i >= 0 && i <= last; i++)
            {
                rows.Add(row);
                at.Add(i);
            }
        }

        if (rows.Count == 0) return null;
        var ids = new CategoryColumn(id.Name, [.. rows.Select(id.Text)], ColumnKind.Id) { Form = new ColumnForm(ColumnKind.Id) };
        var values = new NumberColumn(Value, [.. rows.Zip(at, (row, i) => steps[i].Values[row])]);
        Column[] dated = dates is null
            ? []
            : [new DateColumn(Date, [.. at.Select(i => (DateTime?)dates[i])]) { Form = new ColumnForm(ColumnKind.Date, "yyyy-MM-dd") }];
        return table.With(
            [ids, .. dated, .. others.Where(c => c != id && c.Name is not (Value or Date)).Select(c => c.At(rows)), values], rows,
            $"each row is read as a series: '{id.Name}' names it, and '{steps[0].Name}' to '{steps[^1].Name}' are its values{(dates is null ? "" : ", dated by the names of the columns")} (--values NAMES takes columns as they are).");
    }

    /// <summary>The columns of the values, all numbers: the longest run whose names go on; null where there is none.</summary>
    private static NumberColumn[]? Steps(Table table)
    {
        var columns = table.Columns;
        for (int first = 0; first + FewestColumns <= columns.Count; first++)
        {
            int end = first;
            while (end < columns.Count && columns[end] is NumberColumn && (end == first || GoesOn(columns[end - 1].Name, columns[end].Name))) end++;
            if (end - first >= FewestColumns) return [.. columns.Skip(first).Take(end - first).Cast<NumberColumn>()];
        }

        return null;
    }

    private static bool GoesOn(string before, string name)
        => Counted(before) is var (a, i) && Counted(name) is var (b, j) && a == b && j == i + 1
            || (DateOf(before) is { } early && DateOf(name) is { } late && early < late);

    /// <summary>V12 taken apart into V and 12.</summary>
    private static (string Prefix, long Number)? Counted(string name)
    {
        int start = name.Length;
        while (start > 0 && char.IsAsciiDigit(name[start - 1])) start--;
        return start < name.Length && name.Length - start <= 9 ? (name[..start], long.Parse(name[start..], CultureInfo.InvariantCulture)) : null;
    }

    private static DateTime[]? Dates(NumberColumn[] steps)
    {
        var dates = steps.Select(c => DateOf(c.Name)).ToArray();
        return dates.All(d => d is not null) ? [.. dates.Select(d => d!.Value)] : null;
    }

    // Of digits alone, only months and days are dates in a name: 202412 and 20241231.
    private static DateTime? DateOf(string name)
        => (name.Length is 6 or 8 || !name.All(char.IsAsciiDigit)) && DateForm.Any(name) is { Year: >= 1900 and <= 2100 } date ? date : null;

    private static bool IsId(Column column)
        => column is CategoryColumn
            && column.MissingCount == 0 && Enumerable.Range(0, column.Count).Select(column.Text).Distinct().Count() == column.Count;
}
