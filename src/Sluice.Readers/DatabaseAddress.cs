using System.Data.Common;

namespace Sluice.Readers;

/// <summary>
/// How to connect to a database: a word for its kind, a colon and what its driver expects, such as
/// <c>mysql:Server=localhost;Database=shop;User ID=reader</c> or <c>sqlite:shop.db</c>. Without a word it is PostgreSQL. It never changes: threads
/// may share it.
/// </summary>
/// <param name="Scheme">The kind: postgres, mysql, sqlite or duckdb.</param>
/// <param name="Rest">Keys and values, or the file of sqlite and duckdb.</param>
public sealed record DatabaseAddress(string Scheme, string Rest)
{
    /// <summary>What stands for PostgreSQL, which needs no word.</summary>
    public const string Postgres = "postgres";

    private static readonly string[] s_schemes = [Postgres, "mysql", "sqlite", "duckdb"];
    private static readonly string[] s_secrets =
        ["Password", "PWD", "PSW", "SSL Password", "Certificate Password", "CertificatePassword", "Access Token"];

    /// <summary>Whether it is a file, or none, and not a server.</summary>
    public bool IsFile => Scheme is "sqlite" or "duckdb";

    /// <summary>Takes an address apart.</summary>
    /// <exception cref="SluiceException">It makes no sense; the message repeats nothing of it, since a password may be in it.</exception>
    public static DatabaseAddress Parse(string text)
    {
        int colon = text.IndexOf(':');
        string word = colon < 0 ? "" : text[..colon].Trim().ToLowerInvariant() is "mariadb" ? "mysql" : text[..colon].Trim().ToLowerInvariant();
        if (word is "sqlserver" or "mssql")
            throw new SluiceException(
                "data.sql: SQL Server is not read here, since its driver refuses to run in a program without cultures. Export the query's answer as CSV with sqlcmd or bcp, "
                + "or read it in a program of your own: SqlTable.Read(new SqlConnection(...), query).");
        var address = s_schemes.Contains(word) ? new DatabaseAddress(word, text[(colon + 1)..].Trim()) : new DatabaseAddress(Postgres, text);
        if (!address.IsFile) _ = address.Parts();
        return address;
    }

    /// <summary>The address without its password, fit to be kept.</summary>
    public string WithoutPassword()
    {
        if (IsFile) return $"{Scheme}:{Rest}";
        var parts = Parts();
        foreach (string secret in s_secrets) parts.Remove(secret);
        return Scheme == Postgres ? parts.ConnectionString : $"{Scheme}:{parts.ConnectionString}";
    }

    private DbConnectionStringBuilder Parts()
    {
        try
        {
            int equal = Rest.IndexOf('=');
            if (Rest.AsSpan(0, equal < 0 ? Rest.Length : equal).Contains("//", StringComparison.Ordinal))
                throw new ArgumentException("an address of the web");
            return new DbConnectionStringBuilder { ConnectionString = Rest };
        }
        catch (ArgumentException)
        {
            throw new SluiceException(
                "data.sql: expected keys and values such as Host=localhost;Database=shop;Username=reader, with quotes around a value that holds a semicolon, "
                + "after mysql: where it is MySQL or MariaDB; or sqlite:FILE, duckdb: or duckdb:FILE.");
        }
    }
}
