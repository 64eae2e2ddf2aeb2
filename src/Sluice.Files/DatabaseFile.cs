using System.Data.Common;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>A file that is a database: its only table, or the one that is named.</summary>
/// <param name="title">What messages call it, such as "this SQLite database".</param>
/// <param name="connect">Opens it, only to read.</param>
/// <param name="list">The query that gives its tables, and then its views: a name, and 1 for a table.</param>
internal abstract class DatabaseFile(string title, Func<string, DbConnection> connect, string list)
{
    public CellRows Open(string path, string sheet)
    {
        string table = Damaged.Guard(title, path, () => Choose(path, sheet));
        string query = $"SELECT * FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return Damaged.Guard(title, path, () =>
        {
            using var connection = connect(path);
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            var columns = Enumerable.Range(0, reader.FieldCount).ToList();
            var kinds = new CellKinds(columns.Count);
            return new CellRows([.. columns.Select(reader.GetName)], Damaged.Guard(title, path, Rows(path, query, kinds))) { Kinds = kinds };
        });
    }

    private IEnumerable<(int, string?[])> Rows(string path, string query, CellKinds kinds)
    {
        using var connection = connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var cells = new string?[names.Length];
        for (int row = 1; reader.Read(); row++)
        {
            for (int c = 0; c < cells.Length; c++)
            {
                object? value = reader.IsDBNull(c) ? null : reader.GetValue(c);
                kinds.Add(c, value);
                if (!CellText.TryGet(value, out cells[c]))
                    throw new SluiceFormatException(
                        $"column '{names[c]}' holds {reader.GetDataTypeName(c)}; expected numbers, texts or dates. Leave it out with --query \"SELECT ...\".",
                        path, row);
            }

            yield return (row, cells);
        }
    }

    private string Choose(string path, string sheet)
    {
        using var connection = connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = list;
        using var reader = command.ExecuteReader();
        List<(string Name, bool IsTable)> all = [];
        while (reader.Read()) all.Add((reader.GetString(0), reader.GetInt32(1) == 1));
        List<string> names = all.ConvertAll(t => t.Name);
        if (sheet.Length > 0)
            return names.Contains(sheet)
                ? sheet
                : throw new SluiceFormatException($"there is no table '{sheet}'.{Nearest.Hint(sheet, names)} {Has(names)}", path);
        var tables = all.Where(t => t.IsTable).Select(t => t.Name).ToList();
        return tables.Count == 1 ? tables[0] : throw new SluiceFormatException(tables.Count == 0
            ? "this database has no table."
            : $"this database has several tables. {Has(names)} Choose one with --sheet NAME, or ask with --query.", path);
    }

    private static string Has(List<string> names)
        => $"It has {string.Join(", ", names.Take(30).Select(n => $"'{n}'"))}{(names.Count > 30 ? " and others" : "")}.";
}
