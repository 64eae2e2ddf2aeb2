using System.Data.Common;
using Npgsql;
using Sluice.Readers;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>How the queries of a PostgreSQL database connect.</summary>
internal static class PostgresConnection
{
    /// <summary>The variable of the environment that has the connection, or the password of the one that is given.</summary>
    public const string Variable = "SLUICE_SQL";

    /// <summary>Opens the connection of a query.</summary>
    /// <exception cref="SluiceException">It makes no sense, or the database does not answer.</exception>
    public static DbConnection Open(TableSettings database)
    {
        var settings = Settings(database);
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            SqlTable.Open(connection);
            return connection;
        }
        catch (SluiceFormatException e)
        {
            connection.Dispose();
            if (settings.Password is not null) throw;
            throw new SluiceFormatException($"{e.Message} (No password was given; one can stand in {Variable}='{TableSettings.WithoutPassword(settings.ConnectionString)};Password=...'.)", inner: e);
        }
    }

    private static NpgsqlConnectionStringBuilder Settings(TableSettings database)
    {
        string? secret = Environment.GetEnvironmentVariable(Variable);
        if (database.Connection.Length == 0 && string.IsNullOrEmpty(secret)) throw new UsageException($"data: expected --sql CONNECTION or {Variable} beside the query.");
        var settings = Parse(database.Connection.Length > 0 ? database.Connection : secret!, database.Connection.Length > 0 ? "data.sql" : Variable);
        if (settings.Password is null && !string.IsNullOrEmpty(secret) && Parse(secret, Variable) is var other && Server(other) == Server(settings)) settings.Password = other.Password;
        // Large tables take long, and one connection is enough.
        if (!settings.ShouldSerialize("Command Timeout")) settings.CommandTimeout = 0;
        if (!settings.ShouldSerialize("Pooling")) settings.Pooling = false;
        return settings;

        // A configuration from elsewhere does not get to send the password to another server.
        static (string?, int, string?, string?) Server(NpgsqlConnectionStringBuilder s) => (s.Host, s.Port, s.Database, s.Username);
    }

    // What is wrong is not repeated: a password may be in it.
    private static NpgsqlConnectionStringBuilder Parse(string connection, string name)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw new UsageException($"{name}: this is no connection to PostgreSQL; expected keys and values such as Host=localhost;Port=5432;Database=shop;Username=reader.");
        }
    }
}
