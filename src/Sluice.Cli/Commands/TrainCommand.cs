using System.CommandLine;
using System.Diagnostics;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice train TASK FILE</c>: the user's own data; with no task, the built-in book (<see cref="BookCommand"/>).</summary>
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
        var file = new Argument<string?>("file") { Description = $"{task.File} (or in --config)", Arity = ArgumentArity.ZeroOrOne };
        var options = TrainOptions.Of(task);
        var command = new Command(task.Name, task.Description) { file };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var clock = Stopwatch.StartNew();
            var run = options.Apply(task.Start(parsed.GetValue(file)), parsed, "data.file", parsed.GetValue(file));
            if (!run.HasData) throw new UsageException($"train {task.Name}: expected {task.File}, or --config FILE that names one.");
            string? resumed = options.Resumed(parsed), folder = parsed.GetValue(options.Out);
            bool json = parsed.GetValue(options.Json);
            if (!task.LearnsInSteps) return Once(run, resumed, folder, json, clock, output, error);
            using var job = run.Prepare();
            return TrainingRun.Start(job, resumed, folder, json, output, error);
        });
        return command;
    }

    /// <summary>Learns in one pass over the data.</summary>
    private static int Once(TaskRun run, string? resumed, string? name, bool json, Stopwatch clock, TextWriter output, TextWriter error)
    {
        var learned = run.Learn(resumed is null ? null : new RunFolder(resumed).Model);
        var folder = new RunFolder(resumed ?? StudyFolder.New(name, run.Task.Name));
        var figures = learned.Finish(folder, () => clock.Elapsed.TotalSeconds);
        if (json)
        {
            output.WriteLine(JsonLine.Of(new { Event = "done", figures.Rows, Folder = folder.Path, Figures = figures.Machine }));
            return CommandLine.Done;
        }

        foreach (string line in learned.About) error.WriteLine(line);
        TrainingRun.Write(figures.Texts, folder, output);
        return CommandLine.Done;
    }
}
