using System.Data.Common;
using Sluice.Files;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>The address of a database through which workers are reached.</summary>
internal static class QueueAddress
{
    /// <summary>How it is written.</summary>
    public const string Form = "postgres://USER@HOST:PORT/DATABASE";

    /// <summary>Whether it is one, and not a folder.</summary>
    public static bool Is(string text) => text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <summary>Opens connections to it; the password stands in the address, or in SLUICE_SQL or PGPASSWORD.</summary>
    /// <exception cref="UsageException">It is no address of PostgreSQL.</exception>
    public static Func<DbConnection> Connector(string text, string option)
    {
        string connection = Parts(text, option);
        return () => Database.Connect(connection, Environment.GetEnvironmentVariable(DatabaseConnection.Variable), DatabaseConnection.Variable);
    }

    /// <summary>The connection as Npgsql writes it, with the password where there is one.</summary>
    /// <exception cref="UsageException">It is no address of PostgreSQL.</exception>
    public static string Connection(string text, string option)
        => Database.Settings(Parts(text, option), Environment.GetEnvironmentVariable(DatabaseConnection.Variable), DatabaseConnection.Variable);

    private static string Parts(string text, string option)
    {
        // The address is not repeated: a password may be in it.
        if (!Is(text) || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address is not { Host.Length: > 0, AbsolutePath.Length: > 1 })
            throw new UsageException($"{option}: expected an address such as {Form}.");
        if (address.Query.Length > 0) throw new UsageException($"{option}: expected {Form}, got '?' and more after it.");
        string[] user = address.UserInfo.Split(':', 2);
        var parts = new DbConnectionStringBuilder
        {
            ["Host"] = address.Host,
            ["Port"] = address.Port > 0 ? address.Port : 5432,
            ["Database"] = Uri.UnescapeDataString(address.AbsolutePath.Trim('/')),
        };
        if (user[0].Length > 0) parts["Username"] = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) parts["Password"] = Uri.UnescapeDataString(user[1]);
        return parts.ConnectionString;
    }
}
