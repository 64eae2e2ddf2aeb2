using System.CommandLine;
using Sluice.Cli.Tasks;
using Sluice.Learn.Teaching;
using Sluice.Tasks.Text;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice train</c>: the built-in children's book; <c>train TASK FILE</c>: the user's own data.</summary>
internal static class TrainCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var language = new Option<string>("--book") { Description = "the language of the built-in book: english, simplified or traditional", DefaultValueFactory = _ => "english" };
        var options = new TrainOptions<TextRun>(TextRun.Settings);
        var command = new Command("train", "Trains a model; with nothing else, on the built-in children's book.") { language };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            string data = TextSource.Book + parsed.GetValue(language);
            var run = options.Apply(TextTask.Book(data), parsed);
            bool json = parsed.GetValue(options.Json);
            var job = TaskList.Text.Prepare(run, out var model);
            int code = TrainingRun.Start(job, options.Resumed(parsed), parsed.GetValue(options.Out), json, output, error);
            if (code == CommandLine.Done && !json && run.Data.StartsWith(TextSource.Book, StringComparison.Ordinal)) ShowBook(model, TextSource.Language(run.Data), output);
            return code;
        });
        foreach (var task in TaskList.All) command.Add(task.Train(output, error));
        return command;
    }

    private static void ShowBook(LanguageModel model, BookLanguage language, TextWriter output)
    {
        int[] written = [.. model.Write([], new SamplingOptions { Temperature = 0.8 }).Take(24)];
        output.WriteLine();
        output.WriteLine("It writes:");
        Screen.WriteLine(output, "  " + model.Decode(written), 2);
        output.WriteLine();
        var compared = ChildrensBook.Compare(model, language);
        output.WriteLine("Wrong sentences of 1,000:");
        Screen.WriteLine(output, $"  of the net: {compared.Net}", 2);
        Screen.WriteLine(output, $"  of a vote on the last word alone: {compared.Vote}", 2);
        output.WriteLine();
        output.WriteLine("What its gates did over the first sentences (mean over units; 0 shut, 1 open):");
        GateTable.Write(Inspected.Text(model, [.. written.Take(8)]), 0, null, output);
    }
}
