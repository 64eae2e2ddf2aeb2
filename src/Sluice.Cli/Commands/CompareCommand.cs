using System.CommandLine;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Learn.Studies;
using Sluice.Readers;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice compare --cells A,B --data FILE --trials N</c>: trains every cell with the same random settings, and says which
/// differences are more than chance.
/// </summary>
internal static class CompareCommand
{
    private static readonly ComparisonRun s_run = new("", "", new SearchSpace(), new TrainingOptions { Epochs = 50, Patience = 8 });

    public static Command Create(TextWriter output, TextWriter error)
    {
        var data = new Option<string?>("--data") { Description = "what to learn from: a text, a table with --target, or music as JSON; '-' for standard input" };
        var options = new TrainOptions<ComparisonRun>(ComparisonRun.Settings);
        var command = new Command("compare", "Compares cells over random settings: mean, spread, best, and what is more than chance.") { data };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var run = options.Apply(s_run, parsed, "data.file", parsed.GetValue(data));
            if (run.Data.Length == 0) throw new UsageException("compare: expected --data FILE: a text, a table with --target, or music as JSON.");
            var subject = Subject(run);
            var study = new Comparison(subject, run.Cells, run.Space, run.Training, run.Training.Seed);
            Device.UseThreads(1);
            UserError.In(run.Data, study.Check);
            string folder = options.Resumed(parsed) ?? StudyFolder.New(parsed.GetValue(options.Out), "compare");
            using var hold =
                StudyFolder.Hold(folder, run, ComparisonRun.Settings, s_run, ["search.cells", "search.trials", "search.share", "training.threads"]);
            bool json = parsed.GetValue(options.Json);
            using var stop = new Interruption();
            var trials = study.Run(
                run.Trials, StudyFolder.Trials(folder, TrialJson.Default.Trial), run.Threads > 0 ? run.Threads : Environment.ProcessorCount,
                (trial, done, all) => Show(trial, done, all, json, output, error), stop.Token);
            var report = new ComparisonReport(run, subject, trials);
            if (trials.Count > 0)
            {
                using var text = new StringWriter();
                report.Write(text);
                AtomicFile.Write(Path.Combine(folder, "results.md"), text.ToString());
                AtomicFile.Write(Path.Combine(folder, "results.html"), report.Html());
                foreach (var (name, svg) in report.Pictures()) AtomicFile.Write(Path.Combine(folder, name + ".svg"), svg);
                if (json) output.WriteLine(JsonLine.Of(report.ToData()));
                else output.Write(text);
            }

            if (stop.Token.IsCancellationRequested)
            {
                error.WriteLine($"Stopped after {trials.Count} of {run.Trials * run.Cells.Count} trials. To go on:");
                error.WriteLine($"sluice compare --resume {Quoted.Path(folder)}");
                return CommandLine.Interrupted;
            }

            if (!json) output.WriteLine();
            if (!json) output.WriteLine($"The trials, the table and the page are in {folder}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static ISubject Subject(ComparisonRun run)
    {
        // Lines of JSON with a target are a table.
        if (run.Target.Length == 0 && DataFile.Ending(run.Data) == ".json")
            return new MusicSubject(MusicFile.Read(run.Data), run.Layers, run.Batch);
        if (run.Data.StartsWith(TextSource.Book, StringComparison.Ordinal) || DataFile.Sniff(run.Data) == DataKind.Text)
            return new TextSubject(TextSource.Read(run.Data), run.Layers, run.Batch);
        var table = DataFile.ReadTable(run.Data);
        return run.Target.Length > 0
            ? new TableSubject(table, run.Target, run.Layers, run.Batch)
            : throw new UsageException($"compare: expected --target COLUMN, one of {string.Join(", ", table.Columns.Select(c => c.Name))}.");
    }

    private static void Show(Trial trial, int done, int all, bool json, TextWriter output, TextWriter error)
    {
        if (json) output.WriteLine(JsonLine.Of(new { Event = "trial", Done = done, Of = all, Trial = trial }));
        else
            error.WriteLine(
                $"{done,4} of {all}  {trial.Cell,-24} rate {trial.Draw.Rate,-8:G3} hidden {trial.Draw.Hidden,4}  dropout {trial.Draw.Dropout,-6:G3} {(trial.Succeeded ? $"validation {trial.Validation:F4}  test {trial.Test:F4}" : "failed")}  {trial.Seconds:F1} s");
    }
}
