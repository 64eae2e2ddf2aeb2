using Sluice.Data.Tables;

namespace Sluice.Tasks.Series;

/// <summary>Columns that tell by themselves that they are known ahead: they go on where what is forecast has ended.</summary>
internal static class KnownColumns
{
    /// <summary>
    /// The columns of a table that are named for nothing and have a value in every row, where the rows of each series end with some that have none of
    /// the values to forecast. Only where these are named; else a series that ended early would make the others known.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which columns are what, as it was said, the dates found.</param>
    /// <param name="spans">The rows of each series.</param>
    public static IReadOnlyList<string> Found(Table table, SeriesColumns columns, IReadOnlyList<SeriesSpan> spans)
    {
        Column[] values = [.. columns.Values.Select(table.Column)];
        if (!spans.All(s => values.All(v => v.IsMissing(s.Rows[^1])))) return [];
        return [.. table.Columns
            .Where(c => c is NumberColumn or CategoryColumn && !columns.All.Contains(c.Name) && c.Name != Holidays.Column
                && Enumerable.Range(0, table.RowCount).All(r => !c.IsMissing(r)))
            .Select(c => c.Name)];
    }
}
