using System.Globalization;
using System.Text;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>What a task brings to a training run.</summary>
/// <param name="Task">The word after <c>train</c>.</param>
/// <param name="Config">The complete configuration.</param>
/// <param name="Options">How to train.</param>
/// <param name="Data">Model and data.</param>
/// <param name="Save">Saves the model to a file.</param>
/// <param name="About">One line on model and data.</param>
/// <param name="Figures">Names and texts of the figures of the trained model, baselines beside them.</param>
internal sealed record TrainingJob(
    string Task, string Config, TrainingOptions Options, ITrainable Data, Action<string> Save, string About, Func<TrainingResult, List<(string Name, string Text)>> Figures);

/// <summary>One training run from the command line: folder, progress, interruption, model card.</summary>
internal static class TrainingRun
{
    public static int Start(TrainingJob job, string? resumed, string? folderName, bool json, TextWriter output, TextWriter error)
    {
        var folder = new RunFolder(resumed ?? NewFolder(folderName, job.Task));
        AtomicFile.Write(folder.Config, job.Config);
        using var progress = new Progress(json ? output : error, json);
        var trainer = new Trainer(job.Data, job.Options, folder, job.Save, progress.Show);
        int done = resumed is null ? 0 : trainer.Resume();
        if (!json) error.WriteLine(job.About + (done > 0 ? $", going on after step {done}" : ""));

        using var stop = new CancellationTokenSource();
        void Interrupt(object? sender, ConsoleCancelEventArgs e)
        {
            // The first Ctrl-C finishes the step and saves; the second is left to end the process at once.
            e.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }

        Console.CancelKeyPress += Interrupt;
        TrainingResult result;
        try
        {
            result = trainer.Run(stop.Token);
        }
        finally
        {
            Console.CancelKeyPress -= Interrupt;
        }

        progress.End();
        if (result.End == TrainingEnd.Interrupted)
        {
            error.WriteLine($"Stopped after step {result.Steps}. To go on: sluice train {job.Task} --resume {folder.Path}");
            return CommandLine.Interrupted;
        }

        job.Save(folder.Model);
        var figures = job.Figures(result);
        AtomicFile.Write(folder.Card, Card(job, result, figures));
        if (json)
        {
            output.WriteLine($"{{\"event\":\"done\",\"loss\":{Number(result.Best["loss"])},\"steps\":{result.Steps},\"folder\":\"{System.Text.Json.JsonEncodedText.Encode(folder.Path)}\"}}");
            return CommandLine.Done;
        }

        foreach (var (name, text) in figures) output.WriteLine($"{name,-16} {text}");
        output.WriteLine($"{"run folder",-16} {folder.Path}");
        return CommandLine.Done;
    }

    private static string NewFolder(string? name, string task)
    {
        if (name is not null)
            return !Directory.Exists(name) || Directory.GetFileSystemEntries(name).Length == 0 ? name : throw new UsageException($"--out: {name} is not empty; a run never overwrites another.");
        string stem = Path.Combine(ModelPath.Runs, DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-" + task), path = stem;
        for (int i = 2; Directory.Exists(path); i++) path = $"{stem}-{i}";
        return path;
    }

    private static string Card(TrainingJob job, TrainingResult result, List<(string Name, string Text)> figures)
    {
        var card = new StringBuilder();
        card.AppendLine("---").AppendLine("library_name: sluice").AppendLine($"tags: [{job.Task}]").AppendLine("---").AppendLine();
        card.AppendLine($"# A model for {job.Task}").AppendLine();
        card.AppendLine($"- {job.About}");
        foreach (var (name, text) in figures) card.AppendLine($"- {name}: {text}");
        card.AppendLine($"- best at step {result.BestStep} of {result.Steps}");
        card.AppendLine($"- seed {job.Options.Seed}, {result.Seconds:F0} s with {Device.Current.Threads} threads, Sluice {typeof(Device).Assembly.GetName().Version?.ToString(3)}, .NET {Environment.Version}");
        card.AppendLine("- limits: it knows only this data; the figures say nothing about other data.");
        return card.ToString();
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";
}
