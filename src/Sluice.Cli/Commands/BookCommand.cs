using System.CommandLine;
using Sluice.Learn.Teaching;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Text;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice train</c> with no task: a small language model of the built-in children's book, and what it writes.</summary>
internal static class BookCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var language = new Option<string>("--book") { Description = "the language of the built-in book: english, simplified or traditional", DefaultValueFactory = _ => "english" };
        var task = TaskRegistry.Get(LanguageModel.TaskName);
        var options = TrainOptions.Of(task);
        var command = new Command("train", "Trains a model; with nothing else, on the built-in children's book.") { language };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var run = options.Apply(Book(task, TextSource.Book + parsed.GetValue(language)), parsed);
            bool json = parsed.GetValue(options.Json);
            using var job = run.Prepare();
            int code = TrainingRun.Start(job, options.Resumed(parsed), parsed.GetValue(options.Out), json, output, error);
            if (code == CommandLine.Done && !json && run["data.file"].StartsWith(TextSource.Book, StringComparison.Ordinal))
                Show((LanguageModel)job.Model!, TextSource.Language(run["data.file"]), output);
            return code;
        });
        return command;
    }

    /// <summary>A run on the book of a language, with the small sizes that it takes.</summary>
    private static TaskRun Book(TaskDescriptor task, string data)
    {
        _ = TextSource.Language(data);
        var example = task.Examples.First(e => e.Name.Equals(data, StringComparison.OrdinalIgnoreCase));
        return example.Settings.Aggregate(task.Start(), (run, s) => run.With(s.Key, s.Value));
    }

    private static void Show(LanguageModel model, BookLanguage language, TextWriter output)
    {
        int[] written = [.. model.Write([], new SamplingOptions { Temperature = 0.8 }).Take(24)];
        output.WriteLine();
        output.WriteLine("It writes:");
        Screen.WriteLine(output, "  " + model.Decode(written), 2);
        output.WriteLine();
        var compared = BookComparison.Of(model, language);
        output.WriteLine("Wrong sentences of 1,000:");
        Screen.WriteLine(output, $"  of the net: {compared.Net}", 2);
        Screen.WriteLine(output, $"  of a vote on the last word alone: {compared.Vote}", 2);
        output.WriteLine();
        output.WriteLine("What its gates did over the first sentences (mean over units; 0 shut, 1 open):");
        GateTable.Write(TextTask.Inspect(model, [.. written.Take(8)]), 0, null, output);
    }
}
