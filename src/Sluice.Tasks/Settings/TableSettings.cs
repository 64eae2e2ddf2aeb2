using System.Data.Common;

namespace Sluice.Tasks.Settings;

/// <summary>A query of a database, which gives a table in place of a file.</summary>
/// <param name="Connection">How to connect: keys and values, such as <c>Host=localhost;Database=shop;Username=reader</c>.</param>
/// <param name="Query">The query; empty for none.</param>
public sealed record TableSettings(string Connection = "", string Query = "")
{
    private static readonly string[] s_secrets = ["Password", "PWD", "PSW", "SSL Password"];

    /// <summary>The settings. The password is never written.</summary>
    public static SettingList<TableSettings> Settings { get; } = new(
    [
        Setting<TableSettings>.Text("data.sql", "how to connect to a database, such as Host=localhost;Database=shop;Username=reader; SLUICE_SQL stands in for what is secret", o => WithoutPassword(o.Connection), (o, v) => o with { Connection = Checked(v) }),
        Setting<TableSettings>.Text("data.query", "the query that gives the table, in place of a file; order its rows by time", o => o.Query, (o, v) => o with { Query = v }),
    ]);

    /// <summary>Whether there is a query.</summary>
    public bool IsQuery => Query.Length > 0;

    /// <summary>The connection without its password, fit to be kept.</summary>
    public static string WithoutPassword(string connection)
    {
        var parts = Parts(connection);
        foreach (string secret in s_secrets) parts.Remove(secret);
        return parts.ConnectionString;
    }

    private static string Checked(string connection)
    {
        _ = Parts(connection);
        return connection;
    }

    // What is wrong is not repeated: a password may be in it.
    private static DbConnectionStringBuilder Parts(string connection)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connection };
        }
        catch (ArgumentException)
        {
            throw new SluiceException("data.sql: expected keys and values such as Host=localhost;Database=shop;Username=reader, with quotes around a value that holds a semicolon.");
        }
    }
}
