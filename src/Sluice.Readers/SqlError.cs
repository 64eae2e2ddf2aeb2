using System.Data.Common;
using System.Globalization;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>
/// What a database answers when something is wrong, with what to do about it. Messages never hold the connection string, in which the password is.
/// </summary>
internal static class SqlError
{
    /// <summary>Opens a connection.</summary>
    public static void Connecting(Action open) => Do(open, e => IsRefused(e)
        ? $"the server refuses the user or the password: {Said(e)}."
        : $"cannot connect: {Said(e)}. See that the server runs, and that host, port and database are right.");

    /// <summary>Sends a query.</summary>
    public static DbDataReader Asking(string query, Func<DbDataReader> ask) => Do(ask, e => IsLate(e)
        ? "the server did not answer in time. Allow it more in the connection, as in Command Timeout=600 (seconds)."
        : IsGone(e) ? $"the server went away before the first row: {Said(e)}. Ask again when it is back."
        : $"the database refuses the query{Place(e, query)}: {Said(e)}.");

    /// <summary>Goes on to the next row.</summary>
    /// <param name="rows">The rows that are read.</param>
    /// <param name="next">What reads.</param>
    public static T Reading<T>(int rows, Func<T> next) => Do(next, e => IsGone(e)
        ? $"the server went away after row {rows}: {Said(e)}. Nothing saved is lost; run the command again when the server is back."
        : $"the server could not compute row {rows + 1}: {Said(e)}.");

    private static void Do(Action work, Func<DbException, string> message) => Do(() =>
    {
        work();
        return true;
    }, message);

    private static T Do<T>(Func<T> work, Func<DbException, string> message)
    {
        try
        {
            return work();
        }
        catch (DbException e)
        {
            throw new SluiceFormatException(message(e), SqlTable.Name, inner: e);
        }
    }

    // Classes of SQL states: 28 the user is not let in, 08 the connection is lost, 57 the server is shut down or cancels.
    private static bool IsRefused(DbException e) => e.SqlState?.StartsWith("28", StringComparison.Ordinal) == true;

    private static bool IsLate(DbException e) => e.InnerException is TimeoutException;

    // Databases in the program itself do not go away, and a driver without states has a cause in the network.
    private static bool IsGone(DbException e)
        => e.GetType().Name is var name && name.StartsWith("DuckDB", StringComparison.Ordinal)
            || name.StartsWith("Sqlite", StringComparison.OrdinalIgnoreCase) ? false
        : name == "SqlException" ? e.InnerException is not null
        : e.SqlState is null || e.SqlState.StartsWith("08", StringComparison.Ordinal) || e.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private static string Said(DbException e)
    {
        string text = e.InnerException is { } cause and not DbException && e.SqlState is null ? $"{e.Message} {cause.Message}" : e.Message;
        return TextLines.Of(text).FirstOrDefault("").Trim().TrimEnd('.');
    }

    /// <summary>Where PostgreSQL says that the query is wrong.</summary>
    private static string Place(DbException e, string query)
    {
        if (!int.TryParse(Convert.ToString(e.Data["Position"], CultureInfo.InvariantCulture), out int position)
            || position < 1 || position > query.Length + 1)
            return "";
        string before = query[..(position - 1)];
        return $" at line {before.Count(c => c == '\n') + 1}, column {before.Length - before.LastIndexOf('\n')} ('{ColumnInference.Short(query[(position - 1)..])}')";
    }
}
