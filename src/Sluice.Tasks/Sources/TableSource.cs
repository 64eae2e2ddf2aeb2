using System.Data.Common;
using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Sources;

/// <summary>Where a table comes from: a file, or a query of a PostgreSQL database.</summary>
/// <param name="File">The file; empty where there is a query.</param>
/// <param name="Database">The query.</param>
public sealed record TableSource(string File, DatabaseQuery Database)
{
    /// <summary>Opens the connection of a query, set once by the program that brings the driver; null where there is none.</summary>
    public static Func<DatabaseQuery, DbConnection>? Connector { get; set; }

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

    private DbConnection Connect()
    {
        if (File.Length > 0) throw new UsageException($"data: expected a file or a query, got both: {File} and '{Database.Query}'.");
        return (Connector ?? throw new SluiceException("TableSource: expected a driver for databases in TableSource.Connector, got none."))(Database);
    }
}
