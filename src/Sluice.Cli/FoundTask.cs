using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Cli;

/// <summary>The task that data is for, found or named, with the run that is proposed for it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Why">Why it was found; null where it was named.</param>
/// <param name="Others">What else the data can be for.</param>
/// <param name="Proposal">The run.</param>
internal sealed record FoundTask(TaskDescriptor Task, string? Why, IReadOnlyList<(TaskDescriptor Task, TaskFit Fit)> Others, Proposal Proposal)
{
    /// <summary>What else the data can be for, and how that is said; null where there is nothing else.</summary>
    public string? Choices
        => Others.Count == 0
            ? null
            : $"--task {string.Join(", ", Others.Select(o => o.Task.Name))}: the data can be for {(Others.Count == 1 ? "this" : "these")} too";

    /// <summary>Finds the task, unless it is named, and proposes a run.</summary>
    /// <param name="command">The command, for messages.</param>
    /// <param name="file">The file or folder, or null for a query.</param>
    /// <param name="named">The task, where it is named.</param>
    /// <param name="given">The settings that were chosen, by key.</param>
    /// <exception cref="SluiceException">There is no data, it cannot be read, or it is not clear which task it is for.</exception>
    public static FoundTask Of(string command, string? file, TaskDescriptor? named, IReadOnlyList<(string Key, string Value)> given)
    {
        var source = SourceOf(file, given);
        if (source.Name.Length == 0)
            throw new UsageException(named is null
                ? $"{command}: expected a file or a folder, or --query TEXT; or one of the tasks {string.Join(", ", TaskRegistry.All.Select(t => t.Name))} before it."
                : $"{command} {named.Name}: expected {(named.ReadsTables ? "a file, or --query TEXT" : "a file")}.");
        if (named is null && file is not null && !Path.Exists(FileScope.Check(file))
            && Nearest.To(file, [.. TaskRegistry.All.Select(t => t.Name)]) is { } near)
            throw new UsageException($"{command}: there is no file and no task '{file}'. Did you mean '{near}'?");
        var look = new DataLook(source, Hints(given));
        if (named is not null) return new FoundTask(named, null, [], Proposed(named, look, given));
        var (task, fit) = TaskRegistry.Choose(look);
        return new FoundTask(task, fit.Why, [.. TaskRegistry.Fits(look).Where(f => f.Task != task)], Proposed(task, look, given));
    }

    /// <summary>The command that trains a run: the task, the data, and every setting that is not the usual one.</summary>
    public static string Command(TaskRun run)
    {
        var usual = run.Task.Start(run["data.file"]);
        var settings = run.Task.Settings.Where(s => s.Key != "data.file"
            && !SettingOptions.IsFree(s.Key) && run[s.Key] != usual[s.Key]).Select(s => $" {SettingOptions.Name(s.Key)} {Quoted.Path(run[s.Key])}");
        return $"sluice train {run.Task.Name}{(run["data.file"].Length > 0 ? $" {Quoted.Path(run["data.file"])}" : "")}{string.Concat(settings)}";
    }

    private static Proposal Proposed(TaskDescriptor task, DataLook look, IReadOnlyList<(string Key, string Value)> given)
        => task.Propose(new InitInquiry(look.Source, Own(SettingOptions.For(task, given))) { Look = look });

    /// <summary>What was given, the last word on each key.</summary>
    private static Dictionary<string, string> Own(IEnumerable<(string Key, string Value)> given)
        => given.GroupBy(g => g.Key).ToDictionary(g => g.Key, g => g.Last().Value);

    /// <summary>What was given by the keys of every task that has an option of that name.</summary>
    private static Dictionary<string, string> Hints(IReadOnlyList<(string Key, string Value)> given) => Own(given.SelectMany(g =>
        TaskRegistry.All.SelectMany(t => t.Settings)
            .Where(s => SettingOptions.Name(s.Key) == SettingOptions.Name(g.Key)).Select(s => (s.Key, g.Value)).Distinct()));

    private static TableSource SourceOf(string? file, IReadOnlyList<(string Key, string Value)> given)
    {
        try
        {
            var settings =
                given.Where(g => TableSettings.Settings.All.Any(s => s.Key == g.Key) || g.Key.StartsWith("columns.", StringComparison.Ordinal))
                .Aggregate(new TableSettings(), (s, g) => TableSettings.Settings.Apply(s, g.Key, g.Value));
            if (settings is { IsQuery: false, Connection.Length: > 0 }) throw new UsageException("--sql: expected --query TEXT beside it.");
            return new TableSource(file ?? "", settings);
        }
        catch (SluiceException e) when (e is not UsageException)
        {
            throw new UsageException(e.Message);
        }
    }
}
