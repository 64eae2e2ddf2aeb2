namespace Sluice.Data.Tables;

/// <summary>Rows of a table that belong together, such as those of one engine or one episode, in the order of time.</summary>
/// <param name="Name">What stands in the column that tells them apart.</param>
/// <param name="Rows">The rows.</param>
public sealed record RowGroup(string Name, int[] Rows)
{
    /// <summary>The groups of a table, in the order in which they first appear.</summary>
    /// <param name="table">The table.</param>
    /// <param name="id">The column that tells the groups apart: numbers or texts.</param>
    /// <param name="time">A column of numbers or dates that must rise from row to row of a group, or null where the rows are in order.</param>
    /// <exception cref="SluiceFormatException">A row belongs to no group; times are missing, out of order or doubled: with file and line.</exception>
    public static IReadOnlyList<RowGroup> Of(Table table, string id, string? time = null)
    {
        var (ids, groups) = (table.Column(id), new Dictionary<string, List<int>>(StringComparer.Ordinal));
        Func<int, double>? at = time is null ? null : table.Column(time) switch
        {
            NumberColumn numbers => row => numbers.Values[row],
            DateColumn dates => row => dates.Values[row]?.Ticks ?? double.NaN,
            _ => throw new SluiceFormatException(
                $"column '{time}' holds texts, expected numbers or dates that tell the order of the rows.", table.File),
        };
        for (int row = 0; row < table.RowCount; row++)
        {
            string name = ids.Text(row) ?? throw new SluiceFormatException(
                $"column '{id}' is empty, so this row belongs to nothing. Fill it in, or remove the row.", table.File, table.Line(row));
            if (!groups.TryGetValue(name, out var rows)) groups[name] = rows = [];
            rows.Add(row);
            if (at is null) continue;
            string Said(int r) => table.Column(time!).Text(r) ?? "nothing";
            if (double.IsNaN(at(row)))
                throw new SluiceFormatException($"'{name}' has a row without '{time}'. Fill it in, or remove the row.", table.File, table.Line(row));
            if (rows.Count < 2 || at(row) > at(rows[^2])) continue;
            throw new SluiceFormatException(
                at(row) == at(rows[^2])
                    ? $"'{name}' has '{time}' {Said(row)} twice. Remove one of the rows."
                    : $"'{name}' has '{time}' {Said(row)} after {Said(rows[^2])}. Sort the rows of each '{id}' by '{time}', or say --sort {time}.",
                table.File, table.Line(row));
        }

        return [.. groups.Select(g => new RowGroup(g.Key, [.. g.Value]))];
    }
}
