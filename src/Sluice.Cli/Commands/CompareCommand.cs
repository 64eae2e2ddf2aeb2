using System.CommandLine;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Learn.Studies;
using Sluice.Learn.Tuning;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice compare --cells A,B --data FILE --trials N</c>: trains every cell with the same random settings, and says which
/// differences are more than chance.
/// </summary>
internal static class CompareCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var data = new Option<string?>("--data") { Description = "what to learn from: a text, a table with --target, or music as JSON; '-' for standard input" };
        var options = new TrainOptions<ComparisonRun>(ComparisonRun.Settings);
        var command = new Command("compare", "Compares cells over random settings: mean, spread, best, and what is more than chance.") { data };
        var work = new QueueOptions();
        options.AddTo(command);
        work.AddTo(command, "trainings side by side here, in the place of --threads; 0 to leave all to 'sluice worker'", hasThreads: false);
        command.SetAction(parsed =>
        {
            var run = options.Apply(ComparisonRun.Usual, parsed, "data.file", parsed.GetValue(data));
            if (run.Data.Length == 0) throw new UsageException("compare: expected --data FILE: a text, a table with --target, or music as JSON.");
            var queue = work.Of(parsed, run.Threads);
            var subject = Subjects.Of(run);
            var study = new Comparison(subject, run.Cells, run.Space, run.Training, run.Training.Seed);
            Device.UseThreads(1);
            UserError.In(run.Data, study.Check);
            string folder = options.Resumed(parsed) ?? StudyFolder.New(parsed.GetValue(options.Out), "compare");
            using var hold =
                StudyFolder.Hold(folder, run, ComparisonRun.Settings, ComparisonRun.Usual, ["search.cells", "search.trials", "search.share", "training.threads"]);
            bool json = parsed.GetValue(options.Json);
            using var stop = new Interruption();
            queue.TellWorkers(folder, error);
            var search = new StudySearch<Trial>(
                new QueuedComparison(run), StudyFolder.Trials(folder, TrialJson.Default.Trial), id => queue.Queue(id, folder));
            int all = run.Trials * run.Cells.Count;
            var trials = search.Run(queue.Workers, queue.Lease, (trial, done) => Show(trial, done, all, json, output, error), stop.Token);
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
                error.WriteLine($"Stopped after {trials.Count} of {all} trials. To go on:");
                error.WriteLine($"sluice compare --resume {Quoted.Path(folder)}{queue.Again}");
                return CommandLine.Interrupted;
            }

            if (!json) output.WriteLine();
            if (!json) output.WriteLine($"The trials, the table and the page are in {folder}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static void Show(Trial trial, int done, int all, bool json, TextWriter output, TextWriter error)
    {
        if (json) output.WriteLine(JsonLine.Of(new { Event = "trial", Done = done, Of = all, Trial = trial }));
        else
            error.WriteLine(
                $"{done,4} of {all}  {trial.Cell,-24} rate {trial.Draw.Rate,-8:G3} hidden {trial.Draw.Hidden,4}  dropout {trial.Draw.Dropout,-6:G3} {(trial.Succeeded ? $"validation {trial.Validation:F4}  test {trial.Test:F4}" : "failed")}  {trial.Seconds:F1} s");
    }
}
