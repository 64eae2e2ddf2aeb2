using System.Data.Common;
using Microsoft.Data.Sqlite;
using Sluice.Formats;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>SQLite databases. Their columns hold what each row has put there, so the cells are looked at.</summary>
internal sealed class SqliteFile() : DatabaseFile("this SQLite database", Connect,
    "SELECT name, type = 'table' FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY type, name"), ITableFormat
{
    public string Name => "an SQLite database";

    public IReadOnlyList<string> Extensions => [".db", ".sqlite", ".sqlite3", ".db3"];

    public bool Is(ReadOnlySpan<byte> first) => first.StartsWith("SQLite format 3\0"u8);

    /// <summary>A connection to a file, open, that writes nothing.</summary>
    public static DbConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = FileScope.Check(path),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false
        }.ConnectionString);
        connection.Open();
        return connection;
    }
}
