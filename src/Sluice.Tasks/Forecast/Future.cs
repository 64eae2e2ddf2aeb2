using Sluice.Data.Tables;

namespace Sluice.Tasks.Forecast;

/// <summary>Rows that have not come yet.</summary>
internal static class Future
{
    /// <summary>A table with more rows, in which nothing but the dates is known.</summary>
    /// <exception cref="SluiceFormatException">Something else would have to be known.</exception>
    public static Table Extend(Table table, string target, IEnumerable<ColumnEncoding> known, int rows)
    {
        if (known.FirstOrDefault(c => c.Kind != ColumnKind.Date) is { } unknown)
        {
            throw new SluiceFormatException(
                $"column '{unknown.Name}' is known ahead, but the table ends at the last row with a value of '{target}'. Append the rows to forecast, with '{unknown.Name}' filled in and '{target}' empty.",
                table.File, table.RowCount > 0 ? table.Line(table.RowCount - 1) : null);
        }

        return new Table([.. table.Columns.Select(c => Extend(c, rows))], table.File);
    }

    private static Column Extend(Column column, int rows) => column is DateColumn dates
        ? new DateColumn(dates.Name, Dates(dates, rows)) { Form = dates.Form, Offset = dates.Offset }
        : column.At([.. Enumerable.Range(0, column.Count), .. Enumerable.Repeat(-1, rows)]);

    /// <summary>The dates go on by their usual step from the last one.</summary>
    private static DateTime?[] Dates(DateColumn column, int rows)
    {
        DateTime[] known = [.. column.Values.OfType<DateTime>()];
        return known.Length > 0 && TimeStep.Of([known]) is { } step && column.Values[^1] is { } last
            ? [.. column.Values, .. Enumerable.Range(1, rows).Select(i => (DateTime?)step.At(last, i))]
            : [.. column.Values, .. new DateTime?[rows]];
    }
}
