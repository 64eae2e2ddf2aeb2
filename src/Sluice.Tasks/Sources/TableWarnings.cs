using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Sources;

/// <summary>What <c>check</c> warns of in a table, for those who have read it already.</summary>
internal static class TableWarnings
{
    // To compare the rows of more cells takes longer than anyone waits before a training.
    private const long MostCells = 20_000_000;

    /// <summary>The warnings.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">The column to foresee, or null.</param>
    /// <param name="parts">Its parts in time; null where rows are not divided by time.</param>
    /// <param name="ordered">Columns whose order has been looked at already.</param>
    public static IReadOnlyList<string> Of(Table table, string? target = null, Split? parts = null, params IEnumerable<string> ordered)
    {
        if ((long)table.RowCount * table.Columns.Count > MostCells) return [];
        string[] left = [.. ordered.Where(n => n.Length > 0)];
        if (left.Length > 0) table = new Table([.. table.Columns.Where(c => !left.Contains(c.Name))], table.File);
        return table.Columns.Count == 0 ? [] : TableReport.Of(table, parts ?? Whole(table), target).Warnings;
    }

    /// <summary>All rows as one part.</summary>
    public static Split Whole(Table table) => new(new RowRange(0, table.RowCount), new RowRange(table.RowCount, 0), new RowRange(table.RowCount, 0));
}
