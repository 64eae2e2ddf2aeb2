using Sluice.Data.Tables;

namespace Sluice.Tasks.Series;

/// <summary>What must hold of the columns of series; each message names id, file, line and what to do.</summary>
internal static class SeriesChecks
{
    /// <summary>The dates go on step by step.</summary>
    public static void Dates(Table table, SeriesSpan span, TimeStep step)
    {
        var dates = span.Dates!;
        // Rows out of order leave gaps too, so order is looked at first.
        int late = Enumerable.Range(1, Math.Max(0, dates.Length - 1)).FirstOrDefault(i => dates[i] < dates[i - 1]);
        if (late > 0)
            throw new SluiceFormatException(
                $"the date {TimeStep.Text(dates[late])}{span.Words} follows {TimeStep.Text(dates[late - 1])}. Sort the rows{span.Words} by date, or say --sort with the column of dates.",
                table.File, table.Line(span.Rows[late]));
        for (int i = 1; i < dates.Length; i++)
        {
            DateTime due = step.At(dates[0], i), date = dates[i], before = dates[i - 1];
            if (date == due) continue;
            string what =
                date == before
                    ? $"the date {TimeStep.Text(date)}{span.Words} appears twice{(table.Line(span.Rows[i - 1]) is { } line ? $", first in line {line}" : "")}. Remove one of the rows, or name the column that tells the series apart with --id"
                : date > due && step.At(dates[0], i + step.Between(due, date)) == date
                    ? $"the row of {TimeStep.Text(due)}{span.Words} is missing before this one of {TimeStep.Text(date)}. Add it with an empty value, or say --fill true"
                : $"the date {TimeStep.Text(date)}{span.Words} is not {step} after {TimeStep.Text(before)}, as others are. Mend it";
            throw new SluiceFormatException(what + ".", table.File, table.Line(span.Rows[i]));
        }
    }

    /// <summary>A column has one value for each id.</summary>
    public static void Constant(Table table, Column column, IEnumerable<SeriesSpan> spans)
    {
        foreach (var span in spans)
        {
            string? first = column.Text(span.Rows[0]);
            foreach (int row in span.Rows)
                if (column.Text(row) is var text && text != first)
                    throw new SluiceFormatException(
                        $"column '{column.Name}'{span.Words} changes here from '{first}' to '{text}', and was said to be static. Name it with --known or --past.",
                        table.File, table.Line(row), At(table, column));
        }
    }

    /// <summary>A column known ahead has a value in every row.</summary>
    public static void Complete(Table table, Column column)
    {
        for (int row = 0; row < column.Count; row++)
            if (column.IsMissing(row))
                throw new SluiceFormatException(
                    $"column '{column.Name}' has no value here, and was said to be known ahead. Fill it in, or name it with --past.", table.File,
                    table.Line(row), At(table, column));
    }

    /// <summary>A column says something in the rows to learn from.</summary>
    public static void Varied(Table table, Column column, IEnumerable<int> rows, string remedy)
    {
        using var texts = rows.Where(r => !column.IsMissing(r)).Select(column.Text).Distinct().Take(2).GetEnumerator();
        if (!texts.MoveNext())
            throw new SluiceFormatException(
                $"column '{column.Name}' has no value in the rows to learn from. {remedy}", table.File, null, At(table, column));
        string? first = texts.Current;
        if (!texts.MoveNext())
            throw new SluiceFormatException(
                $"column '{column.Name}' is constant, always {first}, in the rows to learn from: there is nothing to learn. {remedy}", table.File,
                null, At(table, column));
    }

    private static int At(Table table, Column column) => Enumerable.Range(0, table.Columns.Count).First(i => table.Columns[i] == column) + 1;
}
