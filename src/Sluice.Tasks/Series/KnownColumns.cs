using Sluice.Data.Tables;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Series;

/// <summary>Columns that tell by themselves that they are known ahead: they go on where what is forecast has ended.</summary>
internal static class KnownColumns
{
    /// <summary>
    /// The series to learn from; where no column was said to be known ahead, those that tell it are, and a note of the table says so.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which columns are what, as it was said.</param>
    /// <exception cref="SluiceFormatException">As of <see cref="SeriesTable"/>.</exception>
    public static SeriesTable ToLearnFrom(Table table, SeriesColumns columns)
    {
        var plain = new SeriesTable(table, columns);
        // Only where the values are named; else a series that ended early would make the others known.
        if (columns.Known.Count > 0 || columns.Values.Count == 0 || Found(plain) is not { Length: > 0 } found) return plain;
        string has = found.Length == 1 ? "has" : "have";
        return new SeriesTable(
            plain.Table.With(
                plain.Table.Columns,
                $"{Words(found)} {has} a value in every row, also after the last of {Words(plain.Columns.Values)}: taken as known ahead (--known). If only the past is known, name it with --past."),
            plain.Columns with { Known = found });
    }

    /// <summary>
    /// The columns that are named for nothing and have a value in every row, where the rows of each series end with some that have none of the values
    /// to forecast.
    /// </summary>
    private static string[] Found(SeriesTable series)
    {
        var (table, columns) = (series.Table, series.Columns);
        Column[] values = [.. columns.Values.Select(table.Column)];
        if (!series.Spans.All(s => values.All(v => v.IsMissing(s.Rows[^1])))) return [];
        return [.. table.Columns
            .Where(c => c is NumberColumn or CategoryColumn && !columns.All.Contains(c.Name) && c.Name != Holidays.Column
                && Enumerable.Range(0, table.RowCount).All(r => !c.IsMissing(r)))
            .Select(c => c.Name)];
    }

    private static string Words(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));
}
