namespace Sluice.Data.Tables;

/// <summary>A first column that counts the rows, as exports have it: it tells rows apart and means nothing else, so it is an id.</summary>
internal static class RowCounter
{
    private const int FewestRows = 3;

    private static readonly string[] s_names =
        [
            "no",
            "no.",
            "nr",
            "nr.",
            "n°",
            "#",
            "id",
            "index",
            "idx",
            "row",
            "rowid",
            "row_id",
            "rownum",
            "row_number",
            "rn",
            "instant",
            "seq",
            "lfd",
            "序号",
            "序號",
            "编号",
            "編號"
        ];

    /// <summary>The table with its counter, if it has one, as a column of ids.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isKnown">Whether what a column holds was said, or learned.</param>
    public static Table Marked(Table table, Func<string, bool> isKnown)
    {
        if (table.Columns is not [NumberColumn first, _, ..]
            || table.RowCount < FewestRows || isKnown(first.Name) || !s_names.Contains(first.Name.ToLowerInvariant()))
            return table;
        if (!double.IsInteger(first.Values[0]) || !CountsOn(first.Values)) return table;
        var ids = new CategoryColumn(
            first.Name, [.. Enumerable.Range(0, table.RowCount).Select(first.Text)], ColumnKind.Id)
        { Form = new ColumnForm(ColumnKind.Id) };
        return table.With(
            [ids, .. table.Columns.Skip(1)],
            $"column '{first.Name}' counts the rows: it is read as an id, which nothing learns from (--column {first.Name}=number makes it a number).");
    }

    /// <summary>Whether each number is one more than that before it.</summary>
    internal static bool CountsOn(IEnumerable<double> values) => values.Zip(values.Skip(1)).All(p => p.Second == p.First + 1);
}
