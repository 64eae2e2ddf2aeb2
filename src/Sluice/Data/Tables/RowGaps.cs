namespace Sluice.Data.Tables;

/// <summary>Rows that are missing between two dates.</summary>
internal static class RowGaps
{
    // A date far off is a mistake, not so many rows that are missing.
    private const int Most = 1_000_000;

    /// <summary>The table with a row for every step; those that are added have a date and what is constant, and no other values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="dates">Its dates; in each series they go forward.</param>
    /// <param name="series">The rows of each series.</param>
    /// <param name="step">The step of the dates.</param>
    /// <param name="constant">Columns that have one value within a series.</param>
    /// <exception cref="SluiceFormatException">A date is missing, or lies a million steps after the one above: with its line.</exception>
    public static Table Filled(
        Table table, DateColumn dates, IEnumerable<IReadOnlyList<int>> series, TimeStep step, IReadOnlyCollection<string> constant)
    {
        List<(int Row, bool Added, DateTime Date)> rows = [];
        int first = -1;
        foreach (var own in series)
        {
            for (int i = 0; i < own.Count; i++)
            {
                DateTime date = Date(own[i]), before = i == 0 ? date : Date(own[i - 1]);
                int missing = date <= before ? 0 : step.Between(before, date) - 1;
                if (missing > Most)
                    throw new SluiceFormatException(
                        $"{missing} rows are missing before this one of {TimeStep.Text(date)}. Mend the date.", table.File, table.Line(own[i]));
                for (int m = 1; m <= missing && step.At(before, missing + 1) == date; m++)
                {
                    rows.Add((own[i], true, step.At(before, m)));
                    if (first < 0) first = own[i];
                }

                rows.Add((own[i], false, date));
            }
        }

        if (first < 0) return table;
        int added = rows.Count(r => r.Added);
        int[] all = [.. rows.Select(r => r.Row)], known = [.. rows.Select(r => r.Added ? -1 : r.Row)];
        return table.With(
            [.. table.Columns.Select(c => c == dates
                ? new DateColumn(c.Name, [.. rows.Select(r => (DateTime?)r.Date)]) { Form = c.Form, Offset = dates.Offset }
                : c.At(constant.Contains(c.Name) ? all : known))], all,
            $"{(added == 1 ? "1 row is" : $"{added} rows are")} missing between the dates of '{dates.Name}'{(table.Line(first) is { } line ? $", the first before line {line}" : "")}: added without values.");

        DateTime Date(int row)
            => dates.Values[row] ?? throw new SluiceFormatException(
                $"column '{dates.Name}' has no date here, and missing rows are to be added by it. Fill it in, or remove the row.", table.File,
                table.Line(row));
    }

    /// <summary>The same for a table that is one series; as it is where its dates have no step.</summary>
    /// <exception cref="SluiceFormatException">As for the other, or a date comes twice or goes back.</exception>
    public static Table Filled(Table table, DateColumn dates)
    {
        RowOrder.Check(table, dates);
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        return TimeStep.Of([[.. dates.Values.OfType<DateTime>()]]) is { } step ? Filled(table, dates, [rows], step, []) : table;
    }
}
