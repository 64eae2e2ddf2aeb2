using System.Globalization;
using System.Text;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Tasks;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>One training run from the command line: folder, progress, interruption, model card.</summary>
internal static class TrainingRun
{
    public static int Start(TextRun run, string? resumed, string? folderName, bool json, TextWriter output, TextWriter error)
    {
        if (run.Threads > 0) Device.Use(run.Threads);
        var (model, training) = LanguageModel.From(TextSource.Read(run.Data), run.Model);
        var folder = new RunFolder(resumed ?? NewFolder(folderName));
        AtomicFile.Write(folder.Config, TextRun.Settings.ToJson(run));

        using var progress = new Progress(json ? output : error, json);
        var trainer = new Trainer(training, run.Training, folder, model.Save, progress.Show);
        int done = resumed is null ? 0 : trainer.Resume();
        if (!json) error.WriteLine($"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Value.Count)} parameters, {training.Symbols.Length} symbols to learn from, {training.Validation.Length} to check on{(done > 0 ? $", going on after step {done}" : "")}");

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
            error.WriteLine($"Stopped after step {result.Steps}. To go on: sluice train text --resume {folder.Path}");
            return CommandLine.Interrupted;
        }

        model.Save(folder.Model);
        var (unigram, bigram) = LanguageModel.Baselines(training.Symbols.ToArray(), training.Validation.ToArray(), model.Vocabulary.Count);
        AtomicFile.Write(folder.Card, Card(run, model, training, result, unigram, bigram));
        if (json)
        {
            output.WriteLine($"{{\"event\":\"done\",\"loss\":{Number(result.Best["loss"])},\"unigram\":{Number(unigram)},\"bigram\":{Number(bigram)},\"steps\":{result.Steps},\"folder\":\"{folder.Path.Replace("\\", "/")}\"}}");
            return CommandLine.Done;
        }

        output.WriteLine($"validation loss  {result.Best["loss"]:F4} nats a symbol (by frequency alone {unigram:F4}, by the symbol before {bigram:F4})");
        output.WriteLine($"run folder       {folder.Path}");
        if (run.Data.StartsWith(TextSource.Book, StringComparison.Ordinal)) ShowBook(model, output);
        return CommandLine.Done;
    }

    private static void ShowBook(LanguageModel model, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("It writes:");
        int[] written = [.. model.Write([], new SamplingOptions { Temperature = 0.8 }).Take(24)];
        output.WriteLine("  " + model.Decode(written));
        output.WriteLine();
        output.WriteLine("What its gates did over the first sentences (mean over units; 0 shut, 1 open):");
        GateTable.Write(model, [.. written.Take(8)], 0, null, output);
    }

    private static string NewFolder(string? name)
    {
        if (name is not null)
            return !Directory.Exists(name) || Directory.GetFileSystemEntries(name).Length == 0 ? name : throw new UsageException($"--out: {name} is not empty; a run never overwrites another.");
        string stem = Path.Combine(ModelPath.Runs, DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-text"), path = stem;
        for (int i = 2; Directory.Exists(path); i++) path = $"{stem}-{i}";
        return path;
    }

    private static string Card(TextRun run, LanguageModel model, TextTraining training, TrainingResult result, double unigram, double bigram)
    {
        var card = new StringBuilder();
        card.AppendLine("---").AppendLine("library_name: sluice").AppendLine("pipeline_tag: text-generation").AppendLine("---").AppendLine();
        card.AppendLine("# Language model").AppendLine();
        card.AppendLine($"- data: {(run.Data.StartsWith(TextSource.Book, StringComparison.Ordinal) ? run.Data : Path.GetFileName(run.Data))}, {training.Symbols.Length} symbols to learn from, the last {training.Validation.Length} for validation");
        card.AppendLine($"- model: {run.Model.Cell}, {run.Model.Layers} layers of {run.Model.Hidden} units, {model.Parameters.Sum(p => p.Value.Count)} parameters, by {run.Model.Tokenizer}");
        card.AppendLine($"- validation loss: {result.Best["loss"]:F4} nats a symbol at step {result.BestStep} of {result.Steps}; by frequency alone {unigram:F4}, by the symbol before {bigram:F4}");
        card.AppendLine($"- seed {run.Training.Seed}, {result.Seconds:F0} s with {Device.Current.Threads} threads, Sluice {typeof(Device).Assembly.GetName().Version?.ToString(3)}, .NET {Environment.Version}");
        card.AppendLine("- limits: it knows only this text; the figures say nothing about other texts.");
        return card.ToString();
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";
}
