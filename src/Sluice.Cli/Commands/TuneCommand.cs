using System.CommandLine;
using Sluice.Formats;
using Sluice.Learn.Tuning;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice tune TASK DATA</c>: searches settings, by as many workers as there is room for.</summary>
internal static class TuneCommand
{
    private const int UsualTrials = 27;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var command = new Command("tune", "Searches the settings of a task: many trials, most of them cut short, the best with its uncertainty.");
        foreach (var task in TaskRegistry.All) command.Add(Of(task, output, error));
        return command;
    }

    private static Command Of(TaskDescriptor task, TextWriter output, TextWriter error)
    {
        var file = new Argument<string?>("file") { Description = $"{task.File} (or in --config); '-' for standard input", Arity = ArgumentArity.ZeroOrOne };
        var settings = SettingOptions.Of(task);
        var options = new TrainOptions<TaskRun>(settings, TrainOptions.Read);
        var tuning = new TuningOptions();
        var command = new Command(task.Name, $"Searches the settings of {char.ToLowerInvariant(task.Title[0])}{task.Title[1..]}.") { file };
        options.AddTo(command);
        tuning.AddTo(command);
        command.SetAction(parsed =>
        {
            var run = options.Apply(task.Start(parsed.GetValue(file)), parsed, "data.file", parsed.GetValue(file));
            if (!run.HasData && parsed.GetValue(file) is null && task.Settings.Any(s => s.Key is "data.file"))
                throw new UsageException($"tune {task.Name}: expected {task.File}, or --config FILE that names one.");
            string? resumed = options.Resumed(parsed);
            var given = settings.Given(parsed).Select(g => g.Key).ToHashSet();
            return Start(run, tuning.Of(parsed), given, resumed, parsed.GetValue(options.Out), parsed.GetValue(options.Json), output, error);
        });
        return command;
    }

    private static int Start(
        TaskRun run, TuningChoice choice, IReadOnlyCollection<string> given, string? resumed, string? name, bool json, TextWriter output,
        TextWriter error)
    {
        // What was given at the beginning stays given when the search goes on: its space says so.
        var space = resumed is not null
            ? SpaceOf(resumed, run, choice)
            : choice.Space.Aggregate(TuningSpace.Of(run, given), (s, text) => s.With(run, text));
        string folder = resumed ?? StudyFolder.NewName(name, "tune");
        bool begins = !Directory.Exists(folder);
        StudyFolder.Make(folder);
        using var hold = RunFolder.Hold(folder);
        try
        {
            int? trials = choice.Trials ?? (choice.Minutes is null ? TuningSearch.TrialsIn(folder) ?? UsualTrials : null);
            using var search = new TuningSearch(run, space, trials, choice.Minutes, folder, id => choice.Work.Queue(id, folder));
            if (resumed is null) AtomicFile.Write(RunFolder.ConfigIn(folder), run.ToJson());
            begins = false;
            return Search(search, run, space, choice, folder, json, output, error);
        }
        catch when (begins)
        {
            // A start that failed leaves nothing behind.
            hold.Dispose();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    private static int Search(
        TuningSearch search, TaskRun run, TuningSpace space, TuningChoice choice, string folder, bool json, TextWriter output, TextWriter error)
    {
        if (!json)
        {
            error.WriteLine($"Searching {space.Dimensions.Count} settings of '{run.Task.Name}' in {folder}:");
            foreach (var dimension in space.Dimensions) error.WriteLine($"  {dimension}");
            choice.Work.TellWorkers(folder, error);
        }

        using var stop = new Interruption(() => error.WriteLine("finishing the steps and giving the trials back; interrupt again to stop at once"));
        var work = choice.Work;
        var state = search.Run(
            work.Workers, work.Threads, work.Lease, (step, result) => Show(search, step, result, json, output, error), stop.Token);
        if (state.Wanted.Count > 0)
        {
            error.WriteLine($"Stopped after {state.Done.Count} trainings. To go on:");
            error.WriteLine($"sluice tune {run.Task.Name} --resume {Quoted.Path(folder)}{choice.Work.Again}");
            return CommandLine.Interrupted;
        }

        var report = new TuningReport(run, space, search, state);
        using var text = new StringWriter();
        report.Write(text);
        AtomicFile.Write(Path.Combine(folder, "results.md"), text.ToString());
        if (json)
        {
            output.WriteLine(JsonLine.Of(report.ToData(folder)));
            return CommandLine.Done;
        }

        output.Write(text);
        if (choice.Minutes is { } minutes)
            output.WriteLine($"{search.Plan.Trials} trials began in {minutes} minutes; how many do depends on the machine. --trials {search.Plan.Trials} gives this table anywhere.");
        if (report.BestRun is { } best)
        {
            output.WriteLine($"{"to train it",-16} {FoundTask.Command(best)}");
            string model = Path.Combine(folder, report.Best!.Steps[0].Folder);
            if (Directory.Exists(model)) output.WriteLine($"{"trained already",-16} {model}");
        }

        output.WriteLine($"{"kept",-16} {search.Table}, and every run beside it");
        return CommandLine.Done;
    }

    private static TuningSpace SpaceOf(string folder, TaskRun run, TuningChoice choice)
    {
        string kept = TuningSearch.SpaceIn(folder);
        if (choice.Space.Count > 0) throw new UsageException("--space: a search that goes on keeps its space; begin a new one with --out.");
        return kept.Split("; ").Aggregate(new TuningSpace([]), (s, text) => s.With(run, text));
    }

    private static void Show(TuningSearch search, TrialStep step, TrialResult result, bool json, TextWriter output, TextWriter error)
    {
        var line = search.Plan.LineOf(step, result);
        if (json) output.WriteLine(JsonLine.Of(new { Event = "trial", Trial = line, result.Failure, result.Seconds, result.Worker }));
        else
            error.WriteLine(
                $"trial {step.Trial,4}{(step.Fresh > 0 ? $" seed {line.Seed}" : "")}  {line.Epochs,4} epochs  {(result.Loss is { } loss ? $"loss {loss:G5}" : $"failed: {result.Failure}")}  {result.Seconds:F1} s  {string.Join(" ", line.Settings.Select(s => $"{s.Key[(s.Key.IndexOf('.') + 1)..]} {s.Value}"))}");
    }
}
