using System.CommandLine;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Learn.Studies;
using Sluice.Learn.Studies.Problems;
using Sluice.Learn.Tuning;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice challenge PROBLEM,... --cells A,B</c>: how far back can nets learn to remember?</summary>
internal static class ChallengeCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var problems = new Argument<string?>(
            "problems")
        { Description = "the problems, with commas; without any, the list of them", Arity = ArgumentArity.ZeroOrOne };
        var options = new TrainOptions<GapOptions>(GapOptions.Settings);
        var command =
            new Command("challenge", "Puts cells to problems that need a long memory: the longest gap that each learns to cross.") { problems };
        var work = new QueueOptions();
        options.AddTo(command);
        work.AddTo(command, "trainings side by side here, in the place of --threads; 0 to leave all to 'sluice worker'", hasThreads: false);
        command.Add(LengthsCommand.Create(output, error));
        command.SetAction(parsed =>
        {
            var run = options.Apply(new GapOptions(), parsed, "search.problems", parsed.GetValue(problems));
            if (parsed.GetValue(problems) is null && !options.IsConfigured(parsed))
            {
                foreach (var problem in Problem.All) Screen.WriteLine(output, $"{problem.Name,-15} {problem.About}", 16);
                return CommandLine.Done;
            }

            var queue = work.Of(parsed, run.Threads);
            var study = new GapStudy(run);
            Device.UseThreads(1);
            UserError.In("", study.Check);
            string folder = options.Resumed(parsed) ?? StudyFolder.New(parsed.GetValue(options.Out), "challenge");
            using var hold = StudyFolder.Hold(
                folder, run, GapOptions.Settings, new GapOptions(),
                ["search.problems", "search.cells", "search.gaps", "search.seeds", "training.threads"]);
            bool json = parsed.GetValue(options.Json);
            using var stop = new Interruption();
            queue.TellWorkers(folder, error);
            var search = new StudySearch<GapTrial>(
                new QueuedChallenge(run), StudyFolder.Trials(folder, GapTrialJson.Default.GapTrial), id => queue.Queue(id, folder));
            var trials = search.Run(queue.Workers, queue.Lease, (trial, _) => Show(trial, json, output, error), stop.Token);
            var report = new GapReport(run, trials);
            using var text = new StringWriter();
            report.Write(text);
            AtomicFile.Write(Path.Combine(folder, "results.md"), text.ToString());
            AtomicFile.Write(Path.Combine(folder, "results.html"), report.Html());
            if (json) output.WriteLine(JsonLine.Of(report.ToData()));
            else output.Write(text);
            if (stop.Token.IsCancellationRequested)
            {
                error.WriteLine($"Stopped after {trials.Count} trials. To go on:");
                error.WriteLine($"sluice challenge --resume {Quoted.Path(folder)}{queue.Again}");
                return CommandLine.Interrupted;
            }

            if (!json) output.WriteLine();
            if (!json) output.WriteLine($"The trials, the tables and the page are in {folder}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static void Show(GapTrial trial, bool json, TextWriter output, TextWriter error)
    {
        if (json) output.WriteLine(JsonLine.Of(new { Event = "trial", Trial = trial }));
        else
            error.WriteLine(
                $"{trial.Problem,-14} {trial.Cell,-14} seed {trial.Seed}  gap {trial.Gap,4}  {(trial.Solved ? "solved" : "not solved")}  {trial.Score:G4} after {trial.Steps} steps  {trial.Seconds:F1} s");
    }
}
