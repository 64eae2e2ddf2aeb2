using System.CommandLine;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Cli;

/// <summary>The options that name data, a file or a query, and say how its columns are read.</summary>
/// <param name="description">What the file is.</param>
internal sealed class DataOptions(string description)
{
    private readonly Option<string?> _sql =
        new("--sql")
        {
            Description = $"how to connect to a database: keys and values for PostgreSQL, mysql:..., sqlite:FILE, duckdb: or duckdb:FILE; {DatabaseConnection.Variable} otherwise"
        };
    private readonly Option<string?> _query = new("--query") { Description = "the query that gives the table, in place of a file" };

    private readonly Option<string> _sheet =
        new("--sheet") { Description = "which sheet of a workbook, table of a database file or array of an archive", DefaultValueFactory = _ => "" };
    private readonly Option<string[]> _columns = new("--column")
    {
        Description = "what a column holds: NAME=number, date, category, text or id, and how it is written: NAME=date:d/M/yyyy, NAME=number:1.234,5"
    };
    private readonly Option<string> _decimal =
        new("--decimal") { Description = "the decimal mark of all numbers: . or ,", DefaultValueFactory = _ => "" };
    private readonly Option<string> _missing =
        new("--missing") { Description = "texts that stand for a missing value, with commas between them", DefaultValueFactory = _ => "" };

    private readonly Option<string> _sort =
        new("--sort") { Description = "the column of dates or numbers by which rows are sorted", DefaultValueFactory = _ => "" };

    /// <summary>The file.</summary>
    public Option<string?> File { get; } = new("--data") { Description = $"{description}; '-' for standard input" };

    /// <summary>Adds the options to a command; <paramref name="file"/> where the file is no argument of it.</summary>
    public void AddTo(Command command, bool file = true)
    {
        if (file) command.Add(File);
        command.Add(_sql);
        command.Add(_query);
        command.Add(_sheet);
        command.Add(_columns);
        command.Add(_decimal);
        command.Add(_missing);
        command.Add(_sort);
    }

    /// <summary>What was asked for, or null where nothing was.</summary>
    public TableSource? Of(ParseResult parsed) => Of(parsed, parsed.GetValue(File));

    /// <summary>What was asked for where the file stands elsewhere, or null where nothing was.</summary>
    public TableSource? Of(ParseResult parsed, string? file)
    {
        var settings = new TableSettings(parsed.GetValue(_sql) ?? "", parsed.GetValue(_query) ?? "");
        if (settings is { IsQuery: false, Connection.Length: > 0 }) throw new UsageException("--sql: expected --query TEXT beside it.");
        try
        {
            settings = TableSettings.Settings.Apply(settings, "data.sheet", parsed.GetValue(_sheet)!);
            settings = TableSettings.Settings.Apply(settings, "data.decimal", parsed.GetValue(_decimal)!);
            settings = TableSettings.Settings.Apply(settings, "data.missing", parsed.GetValue(_missing)!);
            settings = TableSettings.Settings.Apply(settings, "data.sort", parsed.GetValue(_sort)!);
            foreach (string column in parsed.GetValue(_columns) ?? []) settings = TableSettings.Settings.Apply(settings, "columns.*", column);
        }
        catch (SluiceException e)
        {
            throw new UsageException(e.Message);
        }

        return file is null && !settings.IsQuery ? null : new TableSource(file ?? "", settings);
    }
}
