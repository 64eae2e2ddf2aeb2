namespace Sluice.Data.Tables;

/// <summary>The order of rows in time. Any number of threads may call it.</summary>
public static class RowOrder
{
    /// <summary>The rows in the order of a column's dates, numbers or texts; those with the same value stay in their order.</summary>
    /// <exception cref="SluiceFormatException">There is no such column, or a row has no value there: with its line.</exception>
    public static Table Sorted(Table table, string name)
    {
        var column = table.Column(name);
        for (int row = 0; row < column.Count; row++)
            if (column.IsMissing(row))
                throw new SluiceFormatException(
                    $"column '{column.Name}' has no value here, and rows are to be sorted by it. Fill it in, or remove the row.", table.File,
                    table.Line(row));
        var rows = Enumerable.Range(0, table.RowCount);
        return table.Take(column switch
        {
            DateColumn dates => rows.OrderBy(r => dates.Values[r]),
            NumberColumn numbers => rows.OrderBy(r => numbers.Values[r]),
            _ => rows.OrderBy(column.Text, StringComparer.Ordinal),
        });
    }

    /// <summary>The dates by which the rows of a table follow each other; null where there are none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">The column; empty for the first column of dates.</param>
    /// <exception cref="SluiceFormatException">The column that is named is not there, or holds no dates.</exception>
    internal static DateColumn? TimeOf(Table table, string name)
        => name.Length > 0 ? table.Column<DateColumn>(name) : table.Columns.OfType<DateColumn>().FirstOrDefault();

    /// <summary>What is to be said where one of several columns of dates was taken without being named.</summary>
    internal static IEnumerable<string> Guessed(Table table, string name)
    {
        string[] dates = [.. table.Columns.OfType<DateColumn>().Select(c => c.Name)];
        if (name.Length == 0 && dates.Length > 1)
            yield return $"the rows follow each other by '{dates[0]}', the first of {dates.Length} columns of dates (--time {dates[1]} takes another).";
    }

    /// <summary>Checks that dates go forward from row to row; a row without a date is passed over.</summary>
    /// <param name="table">The table.</param>
    /// <param name="dates">Its dates.</param>
    /// <returns>The lines at which clocks were put back by an hour, on a Sunday before dawn, which is allowed; 0 where lines are not known.</returns>
    /// <exception cref="SluiceFormatException">A date comes twice or is before the one above: with its line and what to do.</exception>
    public static IReadOnlyList<int> Check(Table table, DateColumn dates)
    {
        var step = TimeStep.Of([[.. dates.Values.OfType<DateTime>()]]);
        List<int> back = [];
        int before = -1;
        for (int row = 0; row < dates.Count; row++)
        {
            if (dates.Values[row] is not { } date) continue;
            if (before >= 0 && dates.Values[before] is { } last && date <= last)
            {
                if (!IsClockChange(last, date, step)) throw Wrong(table, dates, row, before);
                back.Add(table.Line(row) ?? 0);
            }

            before = row;
        }

        return back;
    }

    private static bool IsClockChange(DateTime last, DateTime date, TimeStep? step)
        => step is { Months: 0 } s
            && s.Span <= TimeSpan.FromHours(1) && last - date == TimeSpan.FromHours(1) - s.Span
            && date is { DayOfWeek: DayOfWeek.Sunday, Hour: <= 3 };

    private static SluiceFormatException Wrong(Table table, DateColumn dates, int row, int before)
    {
        DateTime date = dates.Values[row]!.Value, last = dates.Values[before]!.Value;
        if (date < last)
            return new SluiceFormatException(
                $"column '{dates.Name}': {TimeStep.Text(date)} follows {TimeStep.Text(last)}. Sort the rows by date, or say --sort {dates.Name}.{Stacked(table, dates)}",
                table.File, table.Line(row));
        return new SluiceFormatException(
            $"column '{dates.Name}': {TimeStep.Text(date)} comes twice{(table.Line(before) is { } line ? $", first in line {line}" : "")}. Remove one of the rows.{Stacked(table, dates)}",
            table.File, table.Line(row));
    }

    /// <summary>Where a column tells apart series in which dates do go forward, a hint at it.</summary>
    private static string Stacked(Table table, DateColumn dates)
    {
        foreach (var column in table.Columns.Where(c => c is not DateColumn && c.MissingCount == 0))
        {
            var last = new Dictionary<string, DateTime>(StringComparer.Ordinal);
            bool forward = true;
            for (int row = 0; row < table.RowCount && forward; row++)
            {
                if (dates.Values[row] is not { } date) continue;
                forward = !last.TryGetValue(column.Text(row)!, out var before) || before < date;
                last[column.Text(row)!] = date;
            }

            // So few rows each make no series.
            if (forward && last.Count > 1 && last.Count <= table.RowCount / 4)
                return $" Column '{column.Name}' tells {last.Count} series apart: train series --id {column.Name}.";
        }

        return "";
    }
}
