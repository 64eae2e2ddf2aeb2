using Sluice.Data.Tables;

namespace Sluice.Tasks.Series;

/// <summary>A column that counts the rows of each series by one, where there are no dates: it tells their order, and is no series itself.</summary>
internal static class StepCounter
{
    /// <summary>The table without such columns, in which a note names them; those that are named for something stay.</summary>
    public static Table Removed(Table table, SeriesColumns columns)
    {
        if (columns.Values.Count > 0 || columns.Time.Length > 0 || table.Columns.Any(c => c is DateColumn)) return table;
        var groups = columns.Id.Length > 0 ? RowGroup.Of(table, columns.Id) : [new RowGroup("", [.. Enumerable.Range(0, table.RowCount)])];
        string[] counters = [.. table.Columns.OfType<NumberColumn>()
            .Where(c => !columns.All.Contains(c.Name) && groups.All(g => g.Rows.Length > 1 && RowCounter.CountsOn(g.Rows.Select(r => c.Values[r]))))
                .Select(c => c.Name)];
        if (counters.Length == 0 || counters.Length == table.Columns.OfType<NumberColumn>().Count()) return table;
        string each = columns.Id.Length > 0 ? $" of each '{columns.Id}'" : "";
        return table.With(
            [.. table.Columns.Where(c => !counters.Contains(c.Name))],
            counters.Select(c => $"column '{c}' counts the rows{each}: it is no series, and is left out."));
    }
}
