using System.CommandLine;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>The options that tasks bring to a command, each name once.</summary>
internal sealed class TaskOptions
{
    private readonly List<(TaskOption Task, Option Option, Func<ParseResult, object> Value)> _all;

    /// <summary>Those of all tasks.</summary>
    public TaskOptions(Func<TaskDescriptor, IReadOnlyList<TaskOption>> of) : this(TaskRegistry.All.SelectMany(of))
    {
    }

    /// <summary>Options of tasks.</summary>
    public TaskOptions(IEnumerable<TaskOption> options) => _all = [.. options.DistinctBy(o => o.Name).Select(Made)];

    public void AddTo(Command command)
    {
        foreach (var (_, option, _) in _all) command.Add(option);
    }

    /// <summary>Their values by name; where one is not given it is the default of the task that is asked, since tasks may differ in it.</summary>
    /// <exception cref="UsageException">One is given that the task does not have.</exception>
    public IReadOnlyDictionary<string, object> Of(ParseResult parsed, IReadOnlyList<TaskOption> asked)
    {
        foreach (var (task, option, _) in _all)
            if (parsed.IsGiven(option) && asked.All(t => t.Name != task.Name))
                throw new UsageException($"{task.Name}: this model has no such option; its own are {Named(asked)}.");
        return _all.ToDictionary(
            o => o.Task.Name,
            o => parsed.IsGiven(o.Option) ? o.Value(parsed) : asked.FirstOrDefault(t => t.Name == o.Task.Name)?.Default ?? o.Value(parsed));

        static string Named(IReadOnlyList<TaskOption> own) => own.Count == 0 ? "none" : string.Join(", ", own.Select(t => t.Name));
    }

    private static (TaskOption, Option, Func<ParseResult, object>) Made(TaskOption task) => task.Default switch
    {
        int n => Number(task, n),
        ulong n => Number(task, n),
        double n => Number(task, n),
        bool => Flag(task),
        string usual => Text(task, usual),
        _ => throw new NotSupportedException($"{task.Name}: expected a default that is an int, ulong, double, bool or string, got {task.Default}."),
    };

    private static (TaskOption, Option, Func<ParseResult, object>) Number<T>(TaskOption task, T usual) where T : struct
    {
        var option = new Option<T>(task.Name) { Description = task.Description, DefaultValueFactory = _ => usual };
        return (task, option, parsed => parsed.GetValue(option));
    }

    private static (TaskOption, Option, Func<ParseResult, object>) Flag(TaskOption task)
    {
        var option = new Option<bool>(task.Name) { Description = task.Description };
        return (task, option, parsed => parsed.GetValue(option));
    }

    private static (TaskOption, Option, Func<ParseResult, object>) Text(TaskOption task, string usual)
    {
        var option = new Option<string?>(task.Name) { Description = task.Description };
        if (usual.Length > 0) option.DefaultValueFactory = _ => usual;
        return (task, option, parsed => parsed.GetValue(option) is { Length: > 0 } text ? task.IsModel ? ModelPath.File(text) : text : "");
    }
}
