using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tasks.Settings;

/// <summary>What is to be said of a table beside its file: a query of a database in place of it, and how its columns are read.</summary>
/// <param name="Connection">How to connect: keys and values, such as <c>Host=localhost;Database=shop;Username=reader</c>.</param>
/// <param name="Query">The query; empty for none.</param>
public sealed record TableSettings(string Connection = "", string Query = "")
{
    /// <summary>The settings. The password is never written.</summary>
    public static SettingList<TableSettings> Settings { get; } = new(
    [
        Setting<TableSettings>.Text(
            "data.sql",
            "how to connect to a database, such as Host=localhost;Database=shop;Username=reader (PostgreSQL), mysql:Server=..., sqlite:FILE, duckdb: or duckdb:FILE; SLUICE_SQL stands in for what is secret",
            o => WithoutPassword(o.Connection), (o, v) => o with { Connection = Checked(v) }),
        Setting<TableSettings>.Text(
            "data.query", "the query that gives the table, in place of a file; order its rows by time", o => o.Query, (o, v) => o with { Query = v }),
        Setting<TableSettings>.Text(
            "data.sheet",
            "which sheet of a workbook, table of a database file or array of an archive; empty for the only one, or the first that holds something",
            o => o.Sheet, (o, v) => o with { Sheet = v }),
        Setting<TableSettings>.Text("data.decimal", "the decimal mark of all numbers, a point or a comma; empty to find it", o => o.Decimal, (o, v) =>
            o with { Decimal = v is "" or "." or "," ? v : throw new SluiceException($"data.decimal: expected a point or a comma, got '{v}'.") }),
        Setting<TableSettings>.List(
            "data.missing", "texts that stand for a missing value, beside an empty cell", o => o.Missing, (o, v) => o with { Missing = v }),
        Setting<TableSettings>.Text(
            "data.sort", "the column of dates or numbers by which the rows are sorted; empty for the order of the file", o => o.Sort,
            (o, v) => o with { Sort = v }),
        Setting<TableSettings>.Group(
            "columns", "what columns hold: number, date, category, text or id, and how they are written, as in date:d/M/yyyy or number:1.234,5",
            o => [.. o.Columns.Select(c => (c.Name,
                c.Form.ToString()))], (o, name, value) => o with { Columns = [.. o.Columns.Where(c => c.Name != name), (name, Form(name, value))] }),
    ]);

    /// <summary>Which table of a file with several; empty for the only one, or the first that holds something.</summary>
    public string Sheet { get; init; } = "";

    /// <summary>What columns hold and how they are written, by name, in the order given; the others are found.</summary>
    public IReadOnlyList<(string Name, ColumnForm Form)> Columns { get; init; } = [];

    /// <summary>The decimal mark of all numbers; empty to find it.</summary>
    public string Decimal { get; init; } = "";

    /// <summary>Texts that stand for a missing value, beside an empty cell.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>The column by which the rows are sorted; empty for the order in which they come.</summary>
    public string Sort { get; init; } = "";

    /// <summary>What is known of the table before it is read.</summary>
    /// <param name="schema">What the model whose data it is learned from.</param>
    /// <param name="roles">What columns hold by what they are for.</param>
    public TableOptions Options(Schema? schema = null, IReadOnlyDictionary<string, ColumnKind>? roles = null) => new()
    {
        Columns = Columns.ToDictionary(c => c.Name, c => c.Form),
        Roles = roles ?? new Dictionary<string, ColumnKind>(),
        Schema = schema,
        Sheet = Sheet,
        Decimal = Decimal,
        Missing = [.. Missing, .. schema?.Missing ?? []],
    };

    /// <summary>The settings that were given, by key: the connection with its password.</summary>
    internal IEnumerable<(string Key, string Value)> Given
        => Settings.All.Where(s => s.Entries is null).Select(s => (s.Key, Value: s.Key == "data.sql" ? Connection : s.Read(this)))
        .Where(s => s.Value.Length > 0).Concat(Columns.Select(c => ("columns.*", $"{c.Name}={c.Form}")));

    /// <summary>Whether there is a query.</summary>
    public bool IsQuery => Query.Length > 0;

    /// <summary>The connection without its password, fit to be kept.</summary>
    public static string WithoutPassword(string connection) => connection.Length == 0 ? "" : DatabaseAddress.Parse(connection).WithoutPassword();

    private static ColumnForm Form(string name, string text)
    {
        try
        {
            return ColumnForm.Parse(text);
        }
        catch (SluiceException e)
        {
            throw new SluiceException($"columns: {name}: {e.Message}");
        }
    }

    private static string Checked(string connection)
    {
        if (connection.Length > 0) _ = DatabaseAddress.Parse(connection);
        return connection;
    }
}
