using Npgsql;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class PostgresTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public void Types_of_PostgreSQL_become_columns()
    {
        var table = Read("""
            SELECT 1::smallint AS i, 2::bigint AS l, 12.75::numeric AS n, 0.5::real AS r, 1.5::float8 AS f, true AS b, 'a'::text AS s, 'b'::char(5) AS c, 'd'::varchar AS v,
                   DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 01:02:03.5' AS t, TIMESTAMPTZ '2024-02-29 01:00:00+02' AS z
            UNION ALL SELECT NULL, NULL, NULL, NULL, 'NaN', NULL, NULL, NULL, '', NULL, NULL, NULL
            """);
        Assert.Equal(
            ["1", "2", "12.75", "0.5", "1.5", "true", "a", "b", "d", "2024-02-29", "2024-02-29T01:02:03.5", "2024-02-28T23:00:00"],
            table.Columns.Select(c => c.Text(0)));
        Assert.All(table.Columns, c => Assert.True(c.IsMissing(1), c.Name));
    }

    [PostgresFact]
    public void Rows_come_in_chunks_and_the_rest_may_be_left()
    {
        using var connection = new NpgsqlConnection(server.Running.Connection);
        const string Rows = "SELECT i, i * 0.5::float8 AS half FROM generate_series(1, 10) i";
        var chunks = SqlTable.Chunks(connection, Rows, 4).ToList();
        Assert.Equal([4, 4, 2], chunks.Select(c => c.RowCount));
        Assert.Equal(10, chunks[2].Line(1));
        Assert.Equal(5, chunks[2].Column<NumberColumn>("half").Values[1]);
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
        Assert.Equal([5, 5], SqlTable.Chunks(connection, Rows, 5).Select(c => c.RowCount));

        // Ten thousand million rows are not waited for.
        Assert.Equal(3, SqlTable.Chunks(connection, "SELECT generate_series(1, 10000000000) AS i", 3).First().RowCount);
        Assert.Equal(1, Read("SELECT 1 AS one").RowCount);
    }

    [PostgresTheory]
    [InlineData("SELECT 1 AS a,\n  nosuch FROM pg_class", "refuses the query at line 2, column 3 ('nosuch FROM pg_class')", null)]
    [InlineData("SELEC 1", "syntax error", null)]
    [InlineData("SELECT 1 AS a, 2 AS a", "two columns 'a'. Rename one", null)]
    [InlineData("SELECT 1 AS a WHERE false", "no row", null)]
    [InlineData("CREATE TEMP TABLE t (a int)", "gives no columns; expected a SELECT", null)]
    [InlineData("SELECT 1 AS a, ARRAY[1] AS list", "column 'list' is of type integer[]", null)]
    [InlineData("SELECT INTERVAL '1 day' AS span", "column 'span' is of type interval", null)]
    [InlineData("SELECT 'NaN'::numeric AS n", "CAST(n AS double precision)", 1)]
    [InlineData("SELECT 1e40::numeric AS n", "CAST(n AS double precision)", 1)]
    [InlineData("SELECT 'infinity'::float8 AS n", "infinity where a number must be", 1)]
    [InlineData("SELECT 'infinity'::timestamp AS t", "column 't': a date of the year 9999", 1)]
    [InlineData("SELECT 1 / (3 - i) AS n FROM generate_series(1, 5) i", "could not compute row 3", null)]
    public void What_is_wrong_is_named(string query, string part, int? row)
    {
        var e = Assert.Throws<SluiceFormatException>(() => Read(query));
        Assert.Contains(part, e.Message);
        Assert.Equal(row, e.Line);
        Assert.DoesNotContain(PostgresServer.Password, e.ToString());
    }

    [PostgresFact]
    public void Who_cannot_connect_is_told_why()
    {
        Assert.Contains("refuses the user or the password", Refused(server.Running.WithoutPassword + ";Password=wrong-one"));
        Assert.Contains(
            "cannot connect", Refused(server.Running.Connection.Replace("Database=postgres", "Database=nosuch", StringComparison.Ordinal)));
        Assert.Contains("See that the server runs", Refused("Host=127.0.0.1;Port=1;Username=u;Password=wrong-one"));
        Assert.Contains("cannot connect", Refused(server.Running.WithoutPassword));

        static string Refused(string connection)
        {
            using var database = new NpgsqlConnection(connection);
            string message = Assert.Throws<SluiceFormatException>(() => SqlTable.Read(database, "SELECT 1 AS a")).Message;
            Assert.DoesNotContain("wrong-one", message);
            return message;
        }
    }

    [PostgresFact]
    public void A_server_that_takes_too_long_is_named_with_the_setting()
    {
        using var connection = new NpgsqlConnection(server.Running.Connection + ";Command Timeout=1");
        Assert.Contains(
            "Command Timeout=600", Assert.Throws<SluiceFormatException>(() => SqlTable.Read(connection, "SELECT 1 AS a FROM pg_sleep(30)")).Message);
    }

    [PostgresFact]
    public void A_server_that_dies_in_the_middle_is_named_with_the_row_reached()
    {
        using var connection = new NpgsqlConnection(server.Running.Connection);
        var rows = SqlTable.Chunks(connection, "SELECT generate_series(1, 10000000000) AS i, repeat('x', 100) AS t", 1000).GetEnumerator();
        Assert.True(rows.MoveNext());
        server.Running.Kill();
        try
        {
            var e = Assert.Throws<SluiceFormatException>(() =>
            {
                while (rows.MoveNext())
                {
                }
            });
            Assert.Matches(@"the server went away after row \d+: .*run the command again", e.Message);
        }
        finally
        {
            rows.Dispose();
            server.Running.Start();
        }

        Assert.Equal(1, Read("SELECT 1 AS one").RowCount);
    }

    private Table Read(string query)
    {
        using var connection = new NpgsqlConnection(server.Running.Connection);
        return SqlTable.Read(connection, query);
    }
}
