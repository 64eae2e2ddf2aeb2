using System.Data.Common;
using MySqlConnector;
using Npgsql;
using Sluice.Formats;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>Connects to databases by their addresses: PostgreSQL, MySQL or MariaDB, SQLite, and DuckDB, which also queries files.</summary>
public static class Database
{
    private static readonly string[] s_reading = ["SELECT", "WITH", "FROM", "VALUES", "TABLE", "DESCRIBE", "SUMMARIZE", "PIVOT", "UNPIVOT"];

    /// <summary>Connects.</summary>
    /// <param name="address">Where, as <see cref="DatabaseAddress"/> says; empty for what <paramref name="secret"/> has.</param>
    /// <param name="secret">An address with the password that <paramref name="address"/> lacks, used for the same server, database and user alone;
    /// null for none.</param>
    /// <param name="secretName">What messages call it, such as the variable of the environment that it comes from.</param>
    /// <returns>The open connection.</returns>
    /// <exception cref="SluiceException">The address makes no sense.</exception>
    /// <exception cref="SluiceFormatException">The database does not answer, or refuses the user or the password; the message has
    /// neither.</exception>
    public static DbConnection Connect(string address, string? secret = null, string secretName = "secret")
    {
        var parsed = DatabaseAddress.Parse(address.Length > 0 ? address : secret ?? "");
        if (parsed.IsFile) return OpenFile(parsed);
        var settings = Settings(parsed, address, secret, secretName);
        DbConnection connection =
            parsed.Scheme == "mysql" ? new MySqlConnection(settings.ConnectionString) : new NpgsqlConnection(settings.ConnectionString);
        try
        {
            SqlTable.Open(connection);
            return connection;
        }
        catch (SluiceFormatException e)
        {
            connection.Dispose();
            if (HasPassword(settings)) throw;
            throw new SluiceFormatException(
                $"{e.Message} (No password was given; one can stand in {secretName}='{new DatabaseAddress(parsed.Scheme, settings.ConnectionString).WithoutPassword()};Password=...'.)",
                inner: e);
        }
    }

    /// <summary>Sees that a query of DuckDB, whose statements may also write files, is one that reads: SELECT, WITH, FROM and their like.</summary>
    /// <exception cref="SluiceException">It is something else, or several statements.</exception>
    public static void CheckReads(string address, string query)
    {
        if (address.Length == 0 || DatabaseAddress.Parse(address).Scheme != "duckdb") return;
        string text = query.Trim().TrimEnd(';', ' ', '\n', '\r', '\t');
        string word = new([.. text.TrimStart('(', ' ').TakeWhile(char.IsLetter)]);
        if (!s_reading.Contains(word, StringComparer.OrdinalIgnoreCase))
            throw new SluiceException($"data.query: expected a query that reads, which begins with {string.Join(", ", s_reading)}, got '{word}'.");
        char quote = '\0';
        foreach (char c in text)
        {
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '\'' or '"') quote = c;
            else if (c == ';') throw new SluiceException("data.query: expected one query, got several statements.");
        }
    }

    /// <summary>How a server is connected to: its settings, with the password that <paramref name="secret"/> has for it.</summary>
    internal static string Settings(string address, string? secret, string secretName)
        => Settings(DatabaseAddress.Parse(address), address, secret, secretName).ConnectionString;

    private static DbConnectionStringBuilder Settings(DatabaseAddress parsed, string address, string? secret, string secretName)
    {
        var settings = Settings(parsed, address.Length > 0 ? "data.sql" : secretName);
        if (!HasPassword(settings)
            && !string.IsNullOrEmpty(secret) && DatabaseAddress.Parse(secret) is { IsFile: false } other && other.Scheme == parsed.Scheme
            && Settings(other, secretName) is var known && Server(known) == Server(settings) && known.TryGetValue("Password", out object? password))
            settings["Password"] = password;
        return settings;
    }

    private static DbConnection OpenFile(DatabaseAddress address)
    {
        if (address.Rest.Length == 0)
            return address.Scheme == "duckdb"
                ? DuckDb.InMemory()
                : throw new SluiceException("data.sql: expected a file after sqlite:, such as sqlite:shop.db.");
        string path = FileScope.Check(address.Rest);
        if (!File.Exists(path)) throw new SluiceFormatException("there is no such file.", address.Rest);
        return Damaged.Guard($"this {(address.Scheme == "sqlite" ? "SQLite" : "DuckDB")} database", address.Rest,
            () => address.Scheme == "sqlite" ? SqliteFile.Connect(path) : DuckDb.File(path, reachesOut: true));
    }

    // Large tables take long, and one connection is enough. What is wrong is not repeated: a password may be in it.
    private static DbConnectionStringBuilder Settings(DatabaseAddress address, string name)
    {
        try
        {
            switch (address.Scheme)
            {
                case "mysql":
                    var mysql = new MySqlConnectionStringBuilder(address.Rest);
                    if (!mysql.ContainsKey("Default Command Timeout")) mysql.DefaultCommandTimeout = 0;
                    if (!mysql.ContainsKey("Pooling")) mysql.Pooling = false;
                    return mysql;
                default:
                    var postgres = new NpgsqlConnectionStringBuilder(address.Rest);
                    if (!postgres.ShouldSerialize("Command Timeout")) postgres.CommandTimeout = 0;
                    if (!postgres.ShouldSerialize("Pooling")) postgres.Pooling = false;
                    return postgres;
            }
        }
        catch (Exception e) when (e is ArgumentException
            or FormatException or InvalidCastException or OverflowException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SluiceException(address.Scheme == "mysql"
                ? $"{name}: this is no connection to MySQL; expected keys and values such as mysql:Server=localhost;Port=3306;Database=shop;User ID=reader."
                : $"{name}: this is no connection to PostgreSQL; expected keys and values such as Host=localhost;Port=5432;Database=shop;Username=reader.");
        }
    }

    private static bool HasPassword(DbConnectionStringBuilder settings) => settings switch
    {
        NpgsqlConnectionStringBuilder s => s.Password is not null,
        _ => settings.TryGetValue("Password", out object? password) && password is string { Length: > 0 },
    };

    // A configuration from elsewhere does not get to send the password to another server.
    private static (string?, uint, string?, string?) Server(DbConnectionStringBuilder settings) => settings switch
    {
        NpgsqlConnectionStringBuilder s => (s.Host, (uint)s.Port, s.Database, s.Username),
        MySqlConnectionStringBuilder s => (s.Server, s.Port, s.Database, s.UserID),
        _ => default,
    };
}
