using System.CommandLine;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>An option for each setting of a run, named by the last word of its key, and <c>--set</c> for all of them.</summary>
/// <param name="settings">The key of each setting, one line on it, its value before any choice, and the values that it may have, where they are
/// few.</param>
/// <param name="set">A run with another value of a setting.</param>
internal sealed class SettingOptions<T>(
    IEnumerable<(string Key, string Comment, string Value, IReadOnlyCollection<string> Choices)> settings, Func<T, string, string, T> set)
{
    private readonly Option<string[]> _set = new("--set") { Description = "key=value for any setting of the configuration" };
    private readonly List<(Option<string?> Option, string Key)> _short = [];
    private readonly List<(Option<string[]> Option, string Key)> _free = [];

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isShown">Which keys its help lists; null for all.</param>
    public void AddTo(Command command, Func<string, bool>? isShown = null)
    {
        // What a command has as an argument is no option beside.
        foreach (var (key, comment, value, choices) in settings.Where(s => s.Key is not ("data.file" or "search.problems")))
        {
            string name = SettingOptions.Name(key);
            Option option;
            if (SettingOptions.IsFree(key))
            {
                // Those with free names: --column NAME=VALUE for columns.*, as often as there are names.
                var free = new Option<string[]>(name) { Description = comment };
                _free.Add((free, key));
                option = free;
            }
            else
            {
                var one = new Option<string?>(name) { Description = comment };
                _short.Add((one, key));
                option = one;
            }

            option.Hidden = isShown?.Invoke(key) == false;
            command.Add(OptionGroup.Put(option, key[..key.IndexOf('.')], value, choices));
        }

        command.Add(OptionGroup.Put(_set, OptionGroup.Run));
    }

    /// <summary>What was given, by key, in the order in which it counts.</summary>
    /// <exception cref="UsageException">A --set is no key and value.</exception>
    public IReadOnlyList<(string Key, string Value)> Given(ParseResult parsed) =>
    [
        .. _short.Where(s => parsed.GetValue(s.Option) is not null).Select(s => (s.Key, parsed.GetValue(s.Option)!)),
        .. _free.SelectMany(f => (parsed.GetValue(f.Option) ?? []).Select(v => (f.Key, v))),
        .. (parsed.GetValue(_set) ?? []).Select(pair => pair.IndexOf('=') is > 0 and int at
            ? (pair[..at], pair[(at + 1)..])
            : throw new UsageException($"--set: expected key=value, got '{pair}'.")),
    ];

    /// <summary>A run with the options applied, then --set.</summary>
    public T Apply(T run, ParseResult parsed) => Given(parsed).Aggregate(run, (r, g) => Use(r, g.Key, g.Value));

    /// <summary>A run with one setting.</summary>
    /// <exception cref="UsageException">There is no such setting, or the value does not fit.</exception>
    public T Use(T run, string key, string value)
    {
        try
        {
            return set(run, key, value);
        }
        catch (SluiceException e)
        {
            throw new UsageException(e.Message);
        }
    }
}

/// <summary>The options of the settings of tasks.</summary>
internal static class SettingOptions
{
    /// <summary>The option of a key: --hidden for model.hidden, --recurrent-dropout for model.recurrent_dropout, --column for columns.*.</summary>
    public static string Name(string key) => "--" + (IsFree(key) ? key[..^3] : key[(key.IndexOf('.') + 1)..].Replace('_', '-'));

    /// <summary>Whether a setting is a group in which names are free.</summary>
    public static bool IsFree(string key) => key.EndsWith(".*", StringComparison.Ordinal);

    /// <summary>Those of a task.</summary>
    public static SettingOptions<TaskRun> Of(TaskDescriptor task)
        => new(task.Settings.Select(s => (s.Key, s.Comment, s.Value, s.Choices)), (run, key, value) => run.With(key, value));

    /// <summary>Those of all tasks, each name once, for where the task is yet to be found.</summary>
    public static SettingOptions<TaskRun> OfAll()
        => new(TaskRegistry.All.SelectMany(t => t.Settings).DistinctBy(s => Name(s.Key)).Select(s => (s.Key, s.Comment, "", s.Choices)), Set);

    /// <summary>The keys of a task for what was given by options of all tasks.</summary>
    /// <exception cref="UsageException">The task has no such setting.</exception>
    public static IReadOnlyList<(string Key, string Value)> For(TaskDescriptor task, IEnumerable<(string Key, string Value)> given)
        => [.. given.Select(g => (Key(task, g.Key)
        ?? throw new UsageException(
            $"{Name(g.Key)}: a run of '{task.Name}' has no such setting; 'sluice train {task.Name} --help' lists those that there are."), g.Value))];

    private static TaskRun Set(TaskRun run, string key, string value) => run.With(Key(run.Task, key) ?? key, value);

    /// <summary>
    /// The key of a task: the same, or the one with the same option; null where there is none. A key that no task has stays, so that what is near it
    /// can be said.
    /// </summary>
    private static string? Key(TaskDescriptor task, string key)
    {
        if (task.Settings.Any(s => s.Key == key || (IsFree(s.Key) && key.StartsWith(s.Key[..^1], StringComparison.Ordinal)))) return key;
        return task.Settings.FirstOrDefault(s => Name(s.Key) == Name(key))?.Key
            ?? (TaskRegistry.All.Any(t => t.Settings.Any(s => s.Key == key)) ? null : key);
    }
}
