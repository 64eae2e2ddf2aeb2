using System.Data.Common;
using Sluice.Files;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>How the queries of a database connect.</summary>
internal static class DatabaseConnection
{
    /// <summary>The variable of the environment that has the connection, or the password of the one that is given.</summary>
    public const string Variable = "SLUICE_SQL";

    /// <summary>Opens the connection of a query.</summary>
    /// <exception cref="SluiceException">It makes no sense, or the database does not answer.</exception>
    public static DbConnection Open(TableSettings database)
    {
        string? secret = Environment.GetEnvironmentVariable(Variable);
        if (database.Connection.Length == 0 && string.IsNullOrEmpty(secret))
            throw new UsageException($"data: expected --sql CONNECTION or {Variable} beside the query.");
        try
        {
            Database.CheckReads(database.Connection.Length > 0 ? database.Connection : secret!, database.Query);
            return Database.Connect(database.Connection, secret, Variable);
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            throw new UsageException(e.Message);
        }
    }
}
