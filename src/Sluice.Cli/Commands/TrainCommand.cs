using System.CommandLine;
using System.Diagnostics;
using Sluice.Mpi;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice train FILE</c>: the user's own data, by the task that it is for; <c>sluice train TASK FILE</c> where that is known; with
/// neither, the built-in book (<see cref="BookCommand"/>).
/// </summary>
internal static class TrainCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = BookCommand.Create(output, error);
        foreach (var task in TaskRegistry.All) command.Add(Of(task, output, error));
        return command;
    }

    private static Command Of(TaskDescriptor task, TextWriter output, TextWriter error)
    {
        var file = new Argument<string?>("file") { Description = $"{task.File} (or in --config); '-' for standard input", Arity = ArgumentArity.ZeroOrOne };
        var options = TrainOptions.Of(task);
        var command = new Command(task.Name, task.Description) { file };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            if (Launch.Start(options.Processes(parsed), parsed, error) is { } code) return code;
            var run = options.Apply(task.Start(parsed.GetValue(file)), parsed, "data.file", parsed.GetValue(file));
            return Start(run, options, parsed, output, error);
        });
        return command;
    }

    /// <summary>Finds the task that a file or a query is for, says what it took, and trains.</summary>
    public static int Found(
        string? file, TaskDescriptor? named, SettingOptions<TaskRun> settings, TrainOptions<TaskRun> options, ParseResult parsed, TextWriter output,
        TextWriter error)
    {
        var found = FoundTask.Of("train", file, named, settings.Given(parsed));
        if (!parsed.GetValue(options.Json))
        {
            if (found.Why is not null) Screen.WriteLine(error, $"{found.Task.Name}: {found.Why}", 2);
            foreach (var (what, text) in found.Proposal.Lines) Screen.WriteLine(error, $"  {what,-10} {text}", 13);
            if (found.Choices is { } choices) Screen.WriteLine(error, $"  {"or",-10} {choices}", 13);
            Screen.WriteLine(error, $"the same as: {FoundTask.Command(found.Proposal.Run)}", 2);
        }

        return Start(found.Proposal.Run, options, parsed, output, error);
    }

    /// <summary>Trains.</summary>
    public static int Start(TaskRun run, TrainOptions<TaskRun> options, ParseResult parsed, TextWriter output, TextWriter error)
    {
        var task = run.Task;
        if (!run.HasData) throw new UsageException($"train {task.Name}: expected {task.File}, or --config FILE that names one.");
        string? resumed = options.Resumed(parsed), folder = parsed.GetValue(options.Out);
        bool json = parsed.GetValue(options.Json);
        if (!task.LearnsInSteps && options.Profile(parsed) is not null)
            throw new UsageException($"--profile: expected a task that learns in steps, got {task.Name}, which learns in one pass over the data.");
        if (!task.LearnsInSteps) return Once(run, resumed, folder, json, output, error);
        return TrainingRun.Start(run, resumed, folder, json, output, error, options.Profile(parsed));
    }

    /// <summary>Learns in one pass over the data.</summary>
    private static int Once(TaskRun run, string? resumed, string? name, bool json, TextWriter output, TextWriter error)
    {
        if (MpiGroup.StartedCount > 1)
            throw new UsageException($"train {run.Task.Name}: expected one process, got {MpiGroup.StartedCount}: it learns in one pass over the data.");
        var clock = Stopwatch.StartNew();
        using var going = resumed is null ? null : TrainingRun.Hold(resumed, run);
        // A run that ended before its model was saved begins again.
        var learned = run.Learn(going is { Folder.Model: var model } && File.Exists(model) ? model : null);
        using var held = going ?? TrainingRun.Hold(StudyFolder.New(name, run.Task.Name), null);
        var folder = held.Folder;
        var figures = learned.Finish(folder, () => clock.Elapsed.TotalSeconds);
        if (json)
        {
            output.WriteLine(JsonLine.Of(new { Event = "done", figures.Rows, Folder = folder.Path, Figures = figures.Machine }));
            return CommandLine.Done;
        }

        TrainingRun.Introduce(learned.About, learned.Warnings, error);
        TrainingRun.Write(figures.Texts, folder, output);
        return CommandLine.Done;
    }
}
