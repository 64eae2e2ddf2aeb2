using System.CommandLine;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Cli;

/// <summary>The options that name data: a file, or a query.</summary>
/// <param name="description">What the file is.</param>
internal sealed class DataOptions(string description)
{
    private readonly Option<string?> _sql = new("--sql") { Description = $"how to connect to a PostgreSQL database; {PostgresConnection.Variable} otherwise" };
    private readonly Option<string?> _query = new("--query") { Description = "the query that gives the table, in place of a file" };

    /// <summary>The file.</summary>
    public Option<string?> File { get; } = new("--data") { Description = description };

    /// <summary>Adds the options to a command; <paramref name="file"/> where the file is no argument of it.</summary>
    public void AddTo(Command command, bool file = true)
    {
        if (file) command.Add(File);
        command.Add(_sql);
        command.Add(_query);
    }

    /// <summary>What was asked for, or null where nothing was.</summary>
    public TableSource? Of(ParseResult parsed) => Of(parsed, parsed.GetValue(File));

    /// <summary>What was asked for where the file stands elsewhere, or null where nothing was.</summary>
    public TableSource? Of(ParseResult parsed, string? file)
    {
        var database = new TableSettings(parsed.GetValue(_sql) ?? "", parsed.GetValue(_query) ?? "");
        if (database is { IsQuery: false, Connection.Length: > 0 }) throw new UsageException("--sql: expected --query TEXT beside it.");
        return file is null && !database.IsQuery ? null : new TableSource(file ?? "", database);
    }
}
