using System.CommandLine;
using Sluice.Devices;
using Sluice.Readers;
using Sluice.Tasks;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Teaching;
using Sluice.Training;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice train</c>: the built-in children's book; <c>train text FILE</c>: the user's own text; <c>train forecast FILE</c>:
/// a column of the user's own table.
/// </summary>
internal static class TrainCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var language = new Option<string>("--book") { Description = "the language of the built-in book: english, simplified or traditional", DefaultValueFactory = _ => "english" };
        var bookOptions = new TrainOptions<TextRun>(TextRun.Settings);
        var command = new Command("train", "Trains a model; with nothing else, on the built-in children's book.") { language };
        bookOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            string data = TextSource.Book + parsed.GetValue(language);
            var run = new TextRun(
                data,
                new LanguageModelOptions { Tokenizer = "word", Words = ChildrensBook.Words(TextSource.Language(data)), Hidden = 32, Layers = 1, Embedding = 8, Dropout = 0, Steps = 16, Batch = 8 },
                new TrainingOptions { Epochs = 40, Rate = 0.02 });
            return Text(bookOptions.Apply(run, parsed), parsed, bookOptions, output, error);
        });

        var file = new Argument<string?>("file") { Description = "the text to learn from (or in --config)", Arity = ArgumentArity.ZeroOrOne };
        var textOptions = new TrainOptions<TextRun>(TextRun.Settings);
        var text = new Command("text", "Trains a language model on a text.") { file };
        textOptions.AddTo(text);
        text.SetAction(parsed =>
        {
            var run = textOptions.Apply(ConfigFile.Text, parsed, "data.file", parsed.GetValue(file));
            return Text(run, parsed, textOptions, output, error);
        });
        command.Add(text);
        command.Add(Forecast(output, error));
        return command;
    }

    private static Command Forecast(TextWriter output, TextWriter error)
    {
        var file = new Argument<string?>("file") { Description = "the table to learn from: CSV, TSV or JSON lines (or in --config)", Arity = ArgumentArity.ZeroOrOne };
        var options = new TrainOptions<ForecastRun>(ForecastRun.Settings);
        var command = new Command("forecast", "Trains a forecaster of a column of a table.") { file };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var run = options.Apply(ConfigFile.Forecast, parsed, "data.file", parsed.GetValue(file));
            if (run.Data.Length == 0) throw new UsageException("train forecast: expected a table, or --config FILE that names one.");
            var table = DataFile.ReadTable(run.Data);
            if (run.Model.Target.Length == 0) throw new UsageException($"train forecast: expected --target COLUMN, one of {string.Join(", ", table.Columns.Select(c => c.Name))}.");
            if (run.Threads > 0) Device.Use(run.Threads);
            var (model, data) = Fitting.To(run.Data, () => Forecaster.From(table, run.Model));
            string[] about =
            [
                $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Value.Count)} parameters",
                $"'{run.Model.Target}' of {Path.GetFileName(run.Data)}, {data.Split.Train.Count} rows to learn from, {data.Split.Validation.Count} to check on",
            ];
            var held = data.Split.Test.Count > 0 ? data.Split.Test : data.Split.Validation;
            var job = new TrainingJob("forecast", ForecastRun.Settings.ToJson(run), run.Training, data, run.Data, model.Save, about, _ => ForecastFigures.Of(model.Backtest(table, held)));
            return TrainingRun.Start(job, options.Resumed(parsed), parsed.GetValue(options.Out), parsed.GetValue(options.Json), output, error);
        });
        return command;
    }

    private static int Text(TextRun run, ParseResult parsed, TrainOptions<TextRun> options, TextWriter output, TextWriter error)
    {
        if (run.Data.Length == 0) throw new UsageException("train text: expected a text file, or --config FILE that names one.");
        if (run.Threads > 0) Device.Use(run.Threads);
        string text = TextSource.Read(run.Data);
        var (model, training) = Fitting.To(run.Data, () => LanguageModel.From(text, run.Model));
        string[] about =
        [
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Value.Count)} parameters",
            $"{Path.GetFileName(run.Data)}, {training.Symbols.Length} symbols to learn from, {training.Validation.Length} to check on",
        ];
        List<(string, string)> Figures(TrainingResult result)
        {
            var (unigram, bigram) = LanguageModel.Baselines(training.Symbols.ToArray(), training.Validation.ToArray(), model.Vocabulary.Count);
            return [("validation loss", $"{result.Best["loss"]:F4} nats a symbol (by frequency alone {unigram:F4}, by the symbol before {bigram:F4})")];
        }

        var job = new TrainingJob("text", TextRun.Settings.ToJson(run), run.Training, training, run.Data, model.Save, about, Figures);
        bool json = parsed.GetValue(options.Json);
        int code = TrainingRun.Start(job, options.Resumed(parsed), parsed.GetValue(options.Out), json, output, error);
        if (code == CommandLine.Done && !json && run.Data.StartsWith(TextSource.Book, StringComparison.Ordinal)) ShowBook(model, TextSource.Language(run.Data), output);
        return code;
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
