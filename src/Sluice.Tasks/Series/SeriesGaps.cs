using Sluice.Data.Tables;

namespace Sluice.Tasks.Series;

/// <summary>Rows that are missing between two dates.</summary>
internal static class SeriesGaps
{
    // A date far off is a mistake, not so many rows that are missing.
    private const int Most = 1_000_000;

    /// <summary>The same table with a row for every step of each id; those added have id, date and static columns, and no values.</summary>
    public static Table Fill(Table table, SeriesColumns columns, IEnumerable<SeriesSpan> spans, TimeStep step)
    {
        List<(int Row, bool Added, DateTime Date)> rows = [];
        foreach (var span in spans)
        {
            for (int i = 0; i < span.Rows.Length; i++)
            {
                var date = span.Dates![i];
                int missing = i == 0 || date < span.Dates[i - 1] ? 0 : step.Between(span.Dates[i - 1], date) - 1;
                if (missing > Most) throw new SluiceFormatException($"{missing} rows{span.Words} are missing before this one of {TimeStep.Text(date)}. Mend the date.", table.File, table.Line(span.Rows[i]));
                for (int m = 1; m <= missing && step.At(span.Dates[i - 1], missing + 1) == date; m++) rows.Add((span.Rows[i], true, step.At(span.Dates[i - 1], m)));
                rows.Add((span.Rows[i], false, date));
            }
        }

        var taken = table.Take(rows.Select(r => r.Row));
        int[]? lines = taken.Line(0) is null ? null : [.. Enumerable.Range(0, taken.RowCount).Select(r => taken.Line(r)!.Value)];
        return new Table([.. taken.Columns.Select(c => c.Name == columns.Time ? new DateColumn(c.Name, [.. rows.Select(r => (DateTime?)r.Date)])
            : c.Name == columns.Id || columns.Static.Contains(c.Name) ? c
            : Emptied(c, rows))], table.File, lines);
    }

    private static Column Emptied(Column column, List<(int Row, bool Added, DateTime Date)> rows) => column switch
    {
        NumberColumn c => new NumberColumn(c.Name, [.. c.Values.Select((v, i) => rows[i].Added ? double.NaN : v)]),
        CategoryColumn c => new CategoryColumn(c.Name, [.. c.Values.Select((v, i) => rows[i].Added ? null : v)]),
        DateColumn c => new DateColumn(c.Name, [.. c.Values.Select((v, i) => rows[i].Added ? null : v)]),
        _ => column,
    };
}
