using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;
using MySqlConnector;
using Sluice.Data.Tables;
using Sluice.Files;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Databases by their addresses.</summary>
public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MariaDbFact]
    public void MariaDB_is_read()
    {
        using var server = new MariaDbServer();
        using (var connection = new MySqlConnection(server.Connection))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE t (d DATE, y DECIMAL(8,3), n BIGINT UNSIGNED, s VARCHAR(20), b BOOLEAN, z BLOB, at DATETIME);"
                + "INSERT INTO t VALUES ('2024-01-01', 1.234, 18446744073709551615, 'müll', true, 'x', '2024-01-01 10:30:00'), ('2024-01-02', NULL, 2, 'b', false, NULL, NULL)";
            command.ExecuteNonQuery();
        }

        string address = "mysql:" + server.Connection;
        using (var connection = Database.Connect(address))
        {
            var table = SqlTable.Read(connection, "SELECT d, y, n, s, b, at FROM t ORDER BY d");
            Assert.Equal("DNNCCD", string.Concat(table.Columns.Select(c => c.Kind.ToString()[0])));
            Assert.Equal(
                ["2024-01-01", "1.234", "müll", "true", "2024-01-01T10:30:00"],
                new[] { "d", "y", "s", "b", "at" }.Select(c => table.Column(c).Text(0)));
            Assert.True(table.Column("y").IsMissing(1));
            Assert.Contains(
                "refuses the query", Assert.Throws<SluiceFormatException>(() => SqlTable.Read(connection, "SELECT nosuch FROM t")).Message);
            Assert.Contains("CAST(z AS", Assert.Throws<SluiceFormatException>(() => SqlTable.Read(connection, "SELECT z FROM t")).Message);
            Assert.Equal([2, 2, 1], SqlTable.Chunks(connection, "SELECT seq AS i FROM seq_1_to_5", 2).Select(t => t.RowCount));
        }

        string wrong = Assert.Throws<SluiceFormatException>(
            () => Database.Connect(address.Replace(MariaDbServer.Password, "wrong-one", StringComparison.Ordinal))).Message;
        Assert.DoesNotContain("wrong-one", wrong);
        Assert.Contains("refuses the user or the password", wrong);
        string bare = DatabaseAddress.Parse(address).WithoutPassword();
        Assert.DoesNotContain(MariaDbServer.Password, bare);
        Database.Connect(bare, address, "SLUICE_SQL").Dispose();
    }

    [Fact]
    public void SQLite_is_asked()
    {
        string path = _folder.File("shop.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            connection.Open();
            Do(
                connection,
                "CREATE TABLE t (d TEXT, y REAL, x); INSERT INTO t VALUES ('2024-01-01', 1.234, 7), ('2024-01-02', NULL, 'seven'), ('2024-01-03', 2.345, 8.5)");
        }

        using var asked = Database.Connect($"sqlite:{path}");
        var table = SqlTable.Read(asked, "SELECT d, y FROM t ORDER BY d");
        Assert.Equal([ColumnKind.Date, ColumnKind.Number], table.Columns.Select(c => c.Kind));
        Assert.Equal(["1.234", null, "2.345"], Enumerable.Range(0, 3).Select(table.Column("y").Text));
        Assert.Equal([2, 1], SqlTable.Chunks(asked, "SELECT d, y FROM t ORDER BY d", 2).Select(t => t.RowCount));
        Assert.Contains("no row", Wrong("SELECT y FROM t WHERE y > 9"));
        Assert.Contains("no such column: nosuch", Wrong("SELECT nosuch FROM t"));
        Assert.Contains("column 'b' holds bytes", Wrong("SELECT x'00ff' AS b"));
        Assert.Contains("two columns 'd'", Wrong("SELECT d, d FROM t"));
        Assert.Contains("readonly", Wrong("DELETE FROM t RETURNING d"));

        string Wrong(string query) => Assert.Throws<SluiceFormatException>(() => SqlTable.Read(asked, query)).Message;
    }

    [Fact]
    public void DuckDB_asks_folders_and_files()
    {
        string path = _folder.File("shop.duckdb");
        for (int month = 1; month <= 2; month++)
            File.WriteAllText(_folder.File($"sales-{month}.csv"), $"d,y\n2024-0{month}-01,{month}.5\n2024-0{month}-02,7\n");
        using (var connection = new DuckDBConnection($"DataSource={path}"))
        {
            connection.Open();
            Do(connection, "CREATE TABLE t AS SELECT DATE '2024-01-01' + i::INT AS d, i::HUGEINT AS n, i * 0.125 AS y, [i] AS l FROM range(3) r(i)");
            Do(connection, $"CREATE VIEW outside AS SELECT * FROM read_csv('{_folder.Path}/sales-1.csv')");
        }

        using (var asked = Database.Connect("duckdb:"))
            Assert.Equal(
                ["1.5", "7", "2.5", "7"], Texts(SqlTable.Read(asked, $"SELECT * FROM read_csv('{_folder.Path}/sales-*.csv') ORDER BY d"), "y"));
        using (var asked = Database.Connect($"duckdb:{path}"))
        {
            Assert.Equal(["0", "1", "2"], Texts(SqlTable.Read(asked, "SELECT n FROM t ORDER BY n"), "n"));
            Assert.Contains("column 'l'", Assert.Throws<SluiceFormatException>(() => SqlTable.Read(asked, "SELECT l FROM t")).Message);
        }

        // A file from elsewhere reads no other file.
        Assert.Throws<SluiceFormatException>(() => DataFile.ReadTable(path, new TableOptions { Sheet = "outside" }));
    }

    [Theory]
    [InlineData("sqlserver:Server=x", "SQL Server is not read here")]
    [InlineData("postgres://user:secret@x/y", "expected keys and values")]
    [InlineData("sqlite:", "sqlite:shop.db")]
    [InlineData("mysql:Server=x;Nosuch=secret", "no connection to MySQL")]
    public void An_address_that_makes_no_sense_is_refused(string address, string expected)
    {
        string message = Assert.Throws<SluiceException>(() => Database.Connect(address)).Message;
        Assert.Contains(expected, message);
        Assert.DoesNotContain("secret", message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_made()
    {
        string path = _folder.File("absent.db");
        Assert.Contains("no such file", Assert.Throws<SluiceFormatException>(() => Database.Connect($"sqlite:{path}")).Message);
        Assert.False(File.Exists(path));
    }

    private static IEnumerable<string?> Texts(Table table, string column)
        => [.. Enumerable.Range(0, table.RowCount).Select(table.Column(column).Text)];

    private static void Do(System.Data.Common.DbConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
