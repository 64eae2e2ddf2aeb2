using System.CommandLine;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice init FILE</c>: finds the task that the data is for, and writes the complete configuration of a run, with comments; <c>sluice init TASK
/// FILE</c> where the task is known.
/// </summary>
internal static class InitCommand
{
    public static Command Create(TextWriter output)
    {
        var file = new Argument<string?>(
            "file")
        { Description = "a file or folder of any kind that a task learns from; '-' for standard input; none for a query", Arity = ArgumentArity.ZeroOrOne };
        var settings = SettingOptions.OfAll();
        var task = TaskOption();
        var command = new Command(
            "init", "Looks at data, finds the task that it is for, and writes the complete configuration of a run, with comments.") { file, task };
        Finish(
            command, settings, null,
            key => key is "data.target" or "data.id" or "data.time" or "columns.*" or "data.decimal" or "data.missing" or "data.sql" or "data.query",
            parsed => Named(parsed.GetValue(task)), parsed => parsed.GetValue(file), output);
        foreach (var each in TaskRegistry.All) command.Add(Of(each, output));
        return command;
    }

    /// <summary>The option that names the task of data.</summary>
    public static Option<string?> TaskOption()
        => new("--task") { Description = $"the task, where the data can be for several: {string.Join(", ", TaskRegistry.All.Select(t => t.Name))}" };

    /// <summary>The task of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static TaskDescriptor? Named(string? name) => name is null ? null : TaskRegistry.Find(name)
        ?? throw new UsageException($"--task: there is no task '{name}'.{Nearest.Hint(name, [.. TaskRegistry.All.Select(t => t.Name)])}");

    private static Command Of(TaskDescriptor task, TextWriter output)
    {
        bool tables = task.ReadsTables;
        var file = new Argument<string?>("file")
        {
            Description = $"{task.File}{(tables ? "; none for a query" : "")}",
            Arity = tables ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne
        };
        string name = char.ToLowerInvariant(task.Title[0]) + task.Title[1..];
        var command = new Command(task.Name, $"The configuration of {name}.") { file };
        Finish(command, SettingOptions.Of(task), task, null, _ => task, parsed => parsed.GetValue(file), output);
        return command;
    }

    private static void Finish(
        Command command, SettingOptions<TaskRun> settings, TaskDescriptor? task, Func<string, bool>? shown, Func<ParseResult, TaskDescriptor?> named,
        Func<ParseResult, string?> file, TextWriter output)
    {
        var to = new Option<string>("--out") { Description = "the configuration to write", DefaultValueFactory = _ => "sluice.json" };
        settings.AddTo(command, shown);
        command.Add(OptionGroup.Put(to, OptionGroup.Output, "sluice.json"));
        command.SetAction(parsed =>
        {
            var found = FoundTask.Of("init", file(parsed), named(parsed), settings.Given(parsed));
            var proposed = found.Proposal;
            if (found.Why is not null) Screen.WriteLine(output, $"{"task",-10} {found.Task.Name}: {found.Why}", 11);
            foreach (var (what, text) in proposed.Lines) Screen.WriteLine(output, $"{what,-10} {text}", 11);
            if (found.Choices is { } choices) Screen.WriteLine(output, $"{"or",-10} {choices}", 11);
            foreach (string warning in proposed.Warnings) Screen.WriteLine(output, $"warning: {warning}", 9);
            string path = parsed.GetValue(to)!;
            if (File.Exists(path)) throw new UsageException($"{path} exists; name another file with --out.");
            AtomicFile.Write(path, proposed.Run.ToJson(proposed.Notes));
            output.WriteLine($"{path} holds every setting.");
            output.WriteLine($"To look at the data:  sluice check {Quoted.Path(path)}");
            output.WriteLine($"To train:             sluice train {found.Task.Name} --config {Quoted.Path(path)}");
            return CommandLine.Done;
        });
    }
}
