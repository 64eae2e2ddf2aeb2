using System.Data.Common;
using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Sources;

/// <summary>Where a table comes from: a file, or a query of a database.</summary>
/// <param name="File">The file; empty where there is a query.</param>
/// <param name="Settings">The query.</param>
public sealed record TableSource(string File, TableSettings Settings)
{
    /// <summary>What stands for standard input in place of a file.</summary>
    internal const string StandardInput = "-";

    /// <summary>Opens the connection of a query, set once by the program that brings the driver; null where there is none.</summary>
    public static Func<TableSettings, DbConnection>? Connector { get; set; }

    /// <summary>A file.</summary>
    public static TableSource Of(string file) => new(file, new TableSettings());

    /// <summary>No data: for what needs none.</summary>
    public static TableSource Nothing { get; } = Of("");

    /// <summary>What messages call it.</summary>
    public string Name => Settings.IsQuery ? SqlTable.Name : File;

    /// <summary>What a model card calls it.</summary>
    public string Title => Settings.IsQuery ? "a query" : File == StandardInput ? "standard input" : Path.GetFileName(Path.TrimEndingDirectorySeparator(File));

    /// <summary>The file, where nothing else will do.</summary>
    public string OnlyFile => Settings.IsQuery ? throw new UsageException("expected --data FILE here, got a query.") : File;

    /// <summary>Reads the table.</summary>
    /// <param name="schema">What the model whose data it is learned from; null for none.</param>
    /// <param name="roles">What columns hold by what they are for; those that are not there are not missed.</param>
    /// <exception cref="SluiceFormatException">It cannot be read.</exception>
    public Table Read(Schema? schema = null, IReadOnlyDictionary<string, ColumnKind>? roles = null)
    {
        var table = ReadAsItCame(Settings.Options(schema, roles));
        return Settings.Sort.Length > 0 ? RowOrder.Sorted(table, Settings.Sort) : table;
    }

    private Table ReadAsItCame(TableOptions options)
    {
        if (!Settings.IsQuery) return DataFile.ReadTable(File, options);
        using var connection = Connect();
        return SqlTable.Read(connection, Settings.Query, options);
    }

    /// <summary>The rows, to be read in pieces.</summary>
    /// <param name="roles">What columns hold by what they are for.</param>
    public IRowSource Rows(IReadOnlyDictionary<string, ColumnKind>? roles = null)
    {
        if (Settings.Sort.Length > 0)
            throw new UsageException("--sort: rows that are read in pieces cannot be sorted; sort them in the file or the query.");
        var options = Settings.Options(null, roles);
        return Settings.IsQuery ? new SqlRows(Connect, Settings.Query, options) : new FileRows(File, options);
    }

    private DbConnection Connect()
    {
        if (File.Length > 0) throw new UsageException($"data: expected a file or a query, got both: {File} and '{Settings.Query}'.");
        return (Connector ?? throw new SluiceException("TableSource: expected a driver for databases in TableSource.Connector, got none."))(Settings);
    }
}
