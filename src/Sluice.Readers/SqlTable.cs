using System.Data;
using System.Data.Common;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>
/// What a query of any database gives, as a table, through ADO.NET: numbers; texts, true and false as categories; dates and
/// points in time, those with a zone in UTC. NULL is missing. Rows are read forward, one at a time.
/// </summary>
public static class SqlTable
{
    /// <summary>What messages and tables call the source; their lines are the rows of the query's answer, from 1.</summary>
    public const string Name = "query";

    /// <summary>Opens a connection.</summary>
    /// <exception cref="SluiceFormatException">The server is not there, or refuses the user or the password; the message has neither.</exception>
    public static void Open(DbConnection connection) => SqlError.Connecting(connection.Open);

    /// <summary>Reads all rows of a query.</summary>
    /// <param name="connection">The database; opened and closed again where it is closed.</param>
    /// <param name="query">The query, in the database's SQL.</param>
    /// <param name="kinds">What some columns must hold; the others are of the kind that the database says.</param>
    /// <exception cref="SluiceFormatException">There is no connection, the query is wrong, a column comes twice or is of a type that is no number, text or date, the server goes away (with the row reached), or there are no rows.</exception>
    public static Table Read(DbConnection connection, string query, IReadOnlyDictionary<string, ColumnKind>? kinds = null)
        => Chunks(connection, query, int.MaxValue, kinds).Single();

    /// <summary>Reads all rows of a reader.</summary>
    /// <exception cref="SluiceFormatException">As for a connection.</exception>
    public static Table Read(DbDataReader reader, IReadOnlyDictionary<string, ColumnKind>? kinds = null) => Chunks(reader, int.MaxValue, kinds).Single();

    /// <summary>Reads the rows of a query some at a time, so that no more of them are in memory.</summary>
    /// <param name="connection">The database; opened and closed again where it is closed.</param>
    /// <param name="query">The query, in the database's SQL.</param>
    /// <param name="rows">The most rows of a table.</param>
    /// <param name="kinds">What some columns must hold; the others are of the kind that the database says.</param>
    /// <exception cref="SluiceFormatException">As for <see cref="Read(DbConnection, string, IReadOnlyDictionary{string, ColumnKind})"/>.</exception>
    public static IEnumerable<Table> Chunks(DbConnection connection, string query, int rows, IReadOnlyDictionary<string, ColumnKind>? kinds = null)
    {
        bool opened = connection.State == ConnectionState.Closed;
        try
        {
            if (opened) Open(connection);
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = SqlError.Asking(query, () => command.ExecuteReader(CommandBehavior.SequentialAccess | CommandBehavior.SingleResult));
            bool complete = false;
            try
            {
                foreach (var table in Chunks(reader, rows, kinds)) yield return table;
                complete = true;
            }
            finally
            {
                if (!complete) command.Cancel(); // or closing the reader would wait for the rest of the rows
            }
        }
        finally
        {
            if (opened) connection.Close();
        }
    }

    private static IEnumerable<Table> Chunks(DbDataReader reader, int rows, IReadOnlyDictionary<string, ColumnKind>? kinds)
    {
        var columns = Columns(reader, kinds);
        int done = 0, count;
        do
        {
            for (count = 0; count < rows && SqlError.Reading(done + count, () => Next(reader, columns, done + count + 1)); count++)
            {
            }

            if (count == 0) break;
            int[] lines = [.. Enumerable.Range(done + 1, count)];
            yield return new Table([.. columns.Select(c => Declared(c.Take(), lines, kinds))], Name, lines);
            done += count;
        }
        while (count == rows);

        if (done == 0) throw new SluiceFormatException("the query gave no row.", Name);
    }

    private static bool Next(DbDataReader reader, SqlColumn[] columns, int row)
    {
        if (!reader.Read()) return false;
        foreach (var column in columns) column.Add(reader, row);
        return true;
    }

    private static SqlColumn[] Columns(DbDataReader reader, IReadOnlyDictionary<string, ColumnKind>? kinds)
    {
        if (reader.FieldCount == 0) throw new SluiceFormatException("the statement gives no columns; expected a SELECT.", Name);
        var names = new List<string>();
        for (int i = 0; i < reader.FieldCount; i++)
        {
            string name = reader.GetName(i);
            if (name.Length == 0) throw new SluiceFormatException($"column {i + 1} of the query has no name. Give it one: ... AS name.", Name);
            if (names.Contains(name)) throw new SluiceFormatException($"the query has two columns '{ColumnInference.Short(name)}'. Rename one of them: ... AS name.", Name);
            names.Add(name);
        }

        foreach (string name in kinds?.Keys ?? [])
            if (!names.Contains(name)) throw new SluiceFormatException($"there is no column '{name}'.{Nearest.Hint(name, names)}", Name);
        return [.. names.Select((name, i) => SqlColumn.Of(reader, i, name))];
    }

    private static Column Declared(Column column, int[] lines, IReadOnlyDictionary<string, ColumnKind>? kinds)
        => kinds is not null && kinds.TryGetValue(column.Name, out var kind) && kind != column.Kind
            ? new ColumnInference(Name, lines, kinds).Column(column.Name, null, [.. Enumerable.Range(0, column.Count).Select(column.Text)])
            : column;
}
