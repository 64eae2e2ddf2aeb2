using System.CommandLine;
using System.Globalization;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Learn.Studies.StateTracking;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice challenge lengths PROBLEM,... --cells A,B</c>: what do nets that learned on short sequences do on long ones?</summary>
internal static class LengthsCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var problems = new Argument<string?>(
            "problems")
        { Description = "the problems, with commas; without any, those of tracked states and of recall", Arity = ArgumentArity.ZeroOrOne };
        var options = new TrainOptions<TrackingOptions>(TrackingOptions.Settings);
        var command = new Command("lengths", "Trains cells on short sequences and tests them on long ones: which state do they keep track of?") { problems };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var run = options.Apply(new TrackingOptions(), parsed, "search.problems", parsed.GetValue(problems));
            var study = new TrackingStudy(run);
            Device.UseThreads(1);
            UserError.In("", study.Check);
            string folder = options.Resumed(parsed) ?? StudyFolder.New(parsed.GetValue(options.Out), "lengths");
            using var hold = StudyFolder.Hold(
                folder, run, TrackingOptions.Settings, new TrackingOptions(), ["search.problems", "search.cells", "search.seeds", "training.threads"]);
            bool json = parsed.GetValue(options.Json);
            using var stop = new Interruption();
            var trials = study.Run(
                StudyFolder.Trials(folder, TrackingTrialJson.Default.TrackingTrial), run.Threads > 0 ? run.Threads : Environment.ProcessorCount,
                trial => Show(trial, json, output, error), stop.Token);
            var report = new TrackingReport(run, trials);
            using var text = new StringWriter();
            report.Write(text);
            AtomicFile.Write(Path.Combine(folder, "results.md"), text.ToString());
            if (trials.Count > 0) AtomicFile.Write(Path.Combine(folder, "accuracy.svg"), report.Picture());
            if (json) output.WriteLine(JsonLine.Of(report.ToData()));
            else output.Write(text);
            if (stop.Token.IsCancellationRequested)
            {
                error.WriteLine($"Stopped after {trials.Count} trials. To go on:");
                error.WriteLine($"sluice challenge lengths --resume {Quoted.Path(folder)}");
                return CommandLine.Interrupted;
            }

            if (!json) output.WriteLine();
            if (!json) output.WriteLine($"The trials, the tables and the picture are in {folder}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static void Show(TrackingTrial trial, bool json, TextWriter output, TextWriter error)
    {
        if (json) output.WriteLine(JsonLine.Of(new { Event = "trial", Trial = trial }));
        else
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{trial.Problem,-9} {trial.Cell,-16} seed {trial.Seed}  rate {trial.Rate}  {string.Join("  ", trial.Accuracies.Select(a => $"{a.Length}: {100 * a.Accuracy:F1} %"))}  {trial.Seconds:F0} s"));
    }
}
