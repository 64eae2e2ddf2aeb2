using Sluice.Data.Tables;

namespace Sluice.Tasks.Forecast;

/// <summary>Rows that have not come yet.</summary>
internal static class Future
{
    /// <summary>A table with more rows, in which nothing but the dates is known.</summary>
    /// <exception cref="SluiceFormatException">Something else would have to be known.</exception>
    public static Table Extend(Table table, string target, TableEncoder known, int rows)
    {
        if (known.Columns.FirstOrDefault(c => c.Kind != ColumnKind.Date) is { } unknown)
        {
            throw new SluiceFormatException(
                $"column '{unknown.Name}' is known ahead, but the table ends at the last row with a value of '{target}'. Append the rows to forecast, with '{unknown.Name}' filled in and '{target}' empty.",
                table.File, table.RowCount > 0 ? table.Line(table.RowCount - 1) : null);
        }

        return new Table([.. table.Columns.Select(c => Extend(c, rows))], table.File);
    }

    private static Column Extend(Column column, int rows) => column switch
    {
        NumberColumn c => new NumberColumn(c.Name, [.. c.Values, .. Enumerable.Repeat(double.NaN, rows)]),
        CategoryColumn c => new CategoryColumn(c.Name, [.. c.Values, .. new string?[rows]]),
        DateColumn c => new DateColumn(c.Name, Dates(c, rows)),
        _ => throw new SluiceException($"Column {column.Name}: nothing is known of the future of {column.GetType().Name}."),
    };

    // Dates on one day of the month go on by months, all others by the last distance.
    private static DateTime?[] Dates(DateColumn column, int rows)
    {
        var dates = column.Values;
        var all = new List<DateTime?>(dates);
        if (dates.Length < 2 || dates[^1] is not { } last || dates[^2] is not { } before) return [.. dates, .. new DateTime?[rows]];
        int months = (last.Year - before.Year) * 12 + last.Month - before.Month;
        bool monthly = months > 0 && before.AddMonths(months) == last;
        try
        {
            for (int i = 1; i <= rows; i++) all.Add(monthly ? last.AddMonths(checked(i * months)) : last + i * (last - before));
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new SluiceFormatException($"column '{column.Name}' cannot go on for {rows} rows after {last:yyyy-MM-dd}: dates end with the year 9999.", inner: e);
        }

        return [.. all];
    }
}
