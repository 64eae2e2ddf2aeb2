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
    /// <param name="options">What is known of some columns; the others are of the kind that the database says.</param>
    /// <exception cref="SluiceFormatException">There is no connection, the query is wrong, a column comes twice or is of a type that is no number,
    /// text or date, the server goes away (with the row reached), or there are no rows.</exception>
    public static Table Read(DbConnection connection, string query, TableOptions? options = null)
        => Chunks(connection, query, int.MaxValue, options).Single();

    // SQLite's columns hold whatever each row has put there, dates as texts among it: the cells are looked at.
    private static bool HasKindsByCell(DbConnection connection) => connection.GetType().Name.StartsWith("Sqlite", StringComparison.OrdinalIgnoreCase);

    private static CellRows Cells(DbConnection connection, string query)
    {
        var command = connection.CreateCommand();
        command.CommandText = query;
        var reader = SqlError.Asking(query, command.ExecuteReader);
        var names = Names(reader);
        var kinds = new CellKinds(names.Count);
        return new CellRows(names, Rows()) { HasPlaces = false, Kinds = kinds };

        IEnumerable<(int, string?[])> Rows()
        {
            using (command)
            using (reader)
            {
                var cells = new string?[names.Count];
                for (int row = 1; SqlError.Reading(row - 1, reader.Read); row++)
                {
                    for (int c = 0; c < cells.Length; c++)
                    {
                        object value = reader.GetValue(c);
                        kinds.Add(c, value);
                        if (!CellText.TryGet(value, out cells[c]))
                            throw new SluiceFormatException($"column '{names[c]}' holds bytes; expected numbers, texts or dates.", Name, row);
                    }

                    yield return (row, cells);
                }
            }
        }
    }

    /// <summary>Reads all rows of a reader.</summary>
    /// <exception cref="SluiceFormatException">As for a connection.</exception>
    public static Table Read(DbDataReader reader, TableOptions? options = null) => Chunks(reader, int.MaxValue, options).Single();

    /// <summary>Reads the rows of a query some at a time, so that no more of them are in memory.</summary>
    /// <param name="connection">The database; opened and closed again where it is closed.</param>
    /// <param name="query">The query, in the database's SQL.</param>
    /// <param name="rows">The most rows of a table.</param>
    /// <param name="options">What is known of some columns; the others are of the kind that the database says.</param>
    /// <exception cref="SluiceFormatException">As for <see cref="Read(DbConnection, string, TableOptions)"/>.</exception>
    public static IEnumerable<Table> Chunks(DbConnection connection, string query, int rows, TableOptions? options = null)
    {
        bool opened = connection.State == ConnectionState.Closed;
        try
        {
            if (opened) Open(connection);
            if (HasKindsByCell(connection))
            {
                foreach (var table in new TableBuilder(Name, options ?? TableOptions.None).Chunks(() => Cells(connection, query), rows))
                    yield return table;
                yield break;
            }

            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = SqlError.Asking(query, () => command.ExecuteReader(CommandBehavior.SequentialAccess | CommandBehavior.SingleResult));
            bool complete = false;
            try
            {
                foreach (var table in Chunks(reader, rows, options)) yield return table;
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

    private static IEnumerable<Table> Chunks(DbDataReader reader, int rows, TableOptions? options)
    {
        var columns = Columns(reader, options);
        int done = 0, count;
        do
        {
            for (count = 0; count < rows && SqlError.Reading(done + count, () => Next(reader, columns, done + count + 1)); count++)
            {
            }

            if (count == 0) break;
            int[] lines = [.. Enumerable.Range(done + 1, count)];
            yield return new Table([.. columns.Select(c => Declared(c.Take(), lines, options))], Name, lines);
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

    private static SqlColumn[] Columns(DbDataReader reader, TableOptions? options)
    {
        var names = Names(reader);
        options?.Check(names, Name);
        return [.. names.Select((name, i) => SqlColumn.Of(reader, i, name, options?.Known(name)?.Kind))];
    }

    private static List<string> Names(DbDataReader reader)
    {
        if (reader.FieldCount == 0) throw new SluiceFormatException("the statement gives no columns; expected a SELECT.", Name);
        var names = new List<string>();
        for (int i = 0; i < reader.FieldCount; i++)
        {
            string name = reader.GetName(i);
            if (name.Length == 0) throw new SluiceFormatException($"column {i + 1} of the query has no name. Give it one: ... AS name.", Name);
            if (names.Contains(name))
                throw new SluiceFormatException($"the query has two columns '{ColumnInference.Short(name)}'. Rename one of them: ... AS name.", Name);
            names.Add(name);
        }

        return names;
    }

    /// <summary>Texts that are known to be numbers, dates, ids or free texts.</summary>
    private static Column Declared(Column column, int[] lines, TableOptions? options)
    {
        if (options?.Known(column.Name) is not { } known || known.Kind == column.Kind) return column;
        var (missing, cells) = (new MissingTexts(options.Missing), new CellBytes());
        for (int row = 0; row < column.Count; row++) cells.Add(column.Text(row));
        var guess = new ColumnGuess(column.Name, missing);
        guess.Add(cells.Written, lines);
        guess.AddTexts(cells.Written);
        return new ColumnInference(
            Name, lines, missing).Column(column.Name, null, [new CellPiece(cells.Take())], guess.Form(known, comma: options.Decimal == ",", Name));
    }
}
