using System.CommandLine;
using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Learn.Studies.Anomalies;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice score nab FOLDER</c>: a public benchmark as published, beside the detectors whose scores are.</summary>
internal static class ScoreCommand
{
    private static readonly NabRun s_run = new("", new AnomalyOptions());

    public static Command Create(TextWriter output, TextWriter error)
        => new("score", "Scores a task on a public benchmark, as published, beside baselines.") { Nab(output, error) };

    private static Command Nab(TextWriter output, TextWriter error)
    {
        var data = new Argument<string?>("folder")
        {
            Description = "the folder of the Numenta Anomaly Benchmark, with data/ and labels/ in it (or in --config)",
            Arity = ArgumentArity.ZeroOrOne
        };
        var options = new TrainOptions<NabRun>(NabRun.Settings);
        var command = new Command("nab", "Finds the anomalies of the Numenta Anomaly Benchmark with one setting for all of its series.") { data };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var run = options.Apply(s_run, parsed, "data.file", parsed.GetValue(data));
            if (run.Data.Length == 0) throw new UsageException("score nab: expected the folder of the benchmark, or --config FILE that names it.");
            var series = NabCorpus.Read(run.Data);
            Device.UseThreads(1);
            string folder = options.Resumed(parsed) ?? StudyFolder.New(parsed.GetValue(options.Out), "nab");
            using var hold = StudyFolder.Hold(folder, run, NabRun.Settings, s_run, null);
            bool json = parsed.GetValue(options.Json);
            using var stop = new Interruption();
            var results = new NabStudy(run, series).Run(r => error.WriteLine($"{r.Detector,-26} {r.Score(0),6:F1}  {r.Seconds,5:F1} s"), stop.Token);
            using var text = new StringWriter();
            Write(text, series, results);
            AtomicFile.Write(Path.Combine(folder, "results.md"), text.ToString());
            if (json) output.WriteLine(JsonLine.Of(results));
            else output.Write(text);
            if (stop.Token.IsCancellationRequested)
            {
                error.WriteLine("Stopped. To run it again:");
                error.WriteLine($"sluice score nab --resume {Quoted.Path(folder)}");
                return CommandLine.Interrupted;
            }

            if (!json) output.WriteLine();
            if (!json) output.WriteLine($"The table is in {folder}.");
            return CommandLine.Done;
        });
        return command;
    }

    private static void Write(TextWriter output, IReadOnlyList<LabelledSeries> series, IReadOnlyList<NabResult> results)
    {
        output.WriteLine(
            $"{series.Count} series, {series.Sum(s => (long)s.Values.Length)} rows, {series.Sum(s => s.Windows.Count)} windows with an anomaly. 0: no alarm at all; 100: one at the start of each window.");
        output.WriteLine();
        MarkdownTable.Write(output,
        [
            ["detector", .. NabProfile.All.Select(p => p.Name), "windows found", "false alarms", "seconds a run"],
            .. results.Select(r => (string[])
            [
                r.Detector,
                .. NabProfile.All.Select((_, p) => r.Runs.Count == 1
                    ? Number(r.Score(p))
                    : $"{Number(r.Score(p))} ({string.Join(", ", r.Runs.Select(run => Number(run[p].Score)))})"),
                Number(r.Runs.Average(run => run[0].Found)),
                Number(r.Runs.Average(run => run[0].FalseAlarms)),
                Number(r.Seconds / r.Runs.Count),
            ]),
        ]);
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
