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
        var language = new Option<string>(
            "--book")
        { Description = "the language of the built-in book: english, simplified or traditional", DefaultValueFactory = _ => "english" };
        var task = TaskRegistry.Get(LanguageModel.TaskName);
        var file = new Argument<string?>("file")
        {
            Description = "a file or folder of any kind that a task learns from; '-' for standard input; none for the built-in book",
            Arity = ArgumentArity.ZeroOrOne
        };
        var named = InitCommand.TaskOption();
        var settings = SettingOptions.OfAll();
        var options = new TrainOptions<TaskRun>(settings, TrainOptions.Read);
        var command = new Command(
            "train", "Trains a model by the task that the data is for; with no data, on the built-in children's book.") { file, language, named };
        options.AddTo(command, task.Settings.Select(s => s.Key).Contains);
        command.SetAction(parsed =>
        {
            if (Launch.Start(options.Processes(parsed), parsed, error) is { } code) return code;
            var given = settings.Given(parsed);
            string? data = parsed.GetValue(file), config = options.Config(parsed);
            if (config is not null && TaskRegistry.ReadConfig(config) is var configured && configured.Task != task)
                return TrainCommand.Start(options.Apply(configured.Task.Start(data), parsed, "data.file", data), options, parsed, output, error);
            if (config is null && (data is not null || given.Any(g => g.Key == "data.query")))
                return TrainCommand.Found(data, InitCommand.Named(parsed.GetValue(named)), settings, options, parsed, output, error);
            var run = options.Apply(Book(task, TextSource.Book + parsed.GetValue(language)), parsed, "data.file", data);
            bool json = parsed.GetValue(options.Json);
            return TrainingRun.Start(run, options.Resumed(parsed), parsed.GetValue(options.Out), json, output, error, options.Profile(parsed), job =>
            {
                if (!json && run["data.file"].StartsWith(TextSource.Book, StringComparison.Ordinal))
                    Show((LanguageModel)job.Model!, TextSource.Language(run["data.file"]), output);
            });
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
