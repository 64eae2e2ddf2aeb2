using Npgsql;
using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>Where a table comes from: a file, or a query of a PostgreSQL database.</summary>
/// <param name="File">The file; empty where there is a query.</param>
/// <param name="Database">The query.</param>
internal sealed record TableSource(string File, DatabaseQuery Database)
{
    /// <summary>The variable of the environment that has the connection, or the password of the one that is given.</summary>
    public const string Variable = "SLUICE_SQL";

    /// <summary>A file.</summary>
    public static TableSource Of(string file) => new(file, new DatabaseQuery());

    /// <summary>What messages call it.</summary>
    public string Name => Database.IsGiven ? SqlTable.Name : File;

    /// <summary>What a model card calls it.</summary>
    public string Title => Database.IsGiven ? "a query" : Path.GetFileName(Path.TrimEndingDirectorySeparator(File));

    /// <summary>The file, where nothing else will do.</summary>
    public string OnlyFile => Database.IsGiven ? throw new UsageException("expected --data FILE here, got a query.") : File;

    /// <summary>Reads the table.</summary>
    /// <exception cref="SluiceFormatException">It cannot be read.</exception>
    public Table Read()
    {
        if (!Database.IsGiven) return DataFile.ReadTable(File);
        using var connection = Connect();
        return SqlTable.Read(connection, Database.Query);
    }

    /// <summary>The rows, to be read in pieces.</summary>
    public IRowSource Rows() => Database.IsGiven ? new SqlRows(Connect, Database.Query) : new FileRows(File);

    private NpgsqlConnection Connect()
    {
        if (File.Length > 0) throw new UsageException($"data: expected a file or a query, got both: {File} and '{Database.Query}'.");
        var settings = Connection();
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
            throw new SluiceFormatException($"{e.Message} (No password was given; one can stand in {Variable}='{DatabaseQuery.WithoutPassword(settings.ConnectionString)};Password=...'.)", inner: e);
        }
    }

    private NpgsqlConnectionStringBuilder Connection()
    {
        string? secret = Environment.GetEnvironmentVariable(Variable);
        if (Database.Connection.Length == 0 && string.IsNullOrEmpty(secret)) throw new UsageException($"data: expected --sql CONNECTION or {Variable} beside the query.");
        var settings = Parse(Database.Connection.Length > 0 ? Database.Connection : secret!, Database.Connection.Length > 0 ? "data.sql" : Variable);
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
