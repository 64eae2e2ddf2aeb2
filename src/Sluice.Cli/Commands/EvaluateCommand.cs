using System.CommandLine;
using Sluice.Data;
using Sluice.Readers;
using Sluice.Tasks;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice evaluate MODEL --data FILE</c>: how well a model foresees a text or a table, beside naive baselines.</summary>
internal static class EvaluateCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var data = new Option<string>("--data") { Description = "a text, or the table of a forecaster", Required = true };
        var json = JsonLine.Option();
        var command = new Command("evaluate", "Measures how well a model foresees a text or a table, beside naive baselines.") { model, data, json };
        command.SetAction(parsed =>
        {
            string path = ModelPath.File(parsed.GetRequiredValue(model)), file = parsed.GetRequiredValue(data);
            bool machine = parsed.GetValue(json);
            if (ModelPath.IsForecaster(path)) Forecast(Forecaster.Load(path), DataFile.ReadTable(file), machine, output);
            else Text(LanguageModel.Load(path), path, file, machine, output);
            return CommandLine.Done;
        });
        return command;
    }

    private static void Forecast(Forecaster model, Table table, bool json, TextWriter output)
    {
        if (table.RowCount < 2) throw new SluiceFormatException($"expected 2 rows or more to evaluate on, got {table.RowCount}.", table.File);
        var figures = model.Backtest(table, new RowRange(1, table.RowCount - 1));
        if (json) output.WriteLine(JsonLine.Of(figures));
        else foreach (var (name, text) in ForecastFigures.Of(figures)) Screen.WriteLine(output, $"{name,-16} {text}", 17);
    }

    private static void Text(LanguageModel model, string path, string file, bool json, TextWriter output)
    {
        int[] symbols = model.Encode(TextFile.Read(file));
        if (symbols.Length < 2) throw new SluiceFormatException($"expected 2 symbols or more to evaluate on, got {symbols.Length}.", file);
        var figures = model.Evaluate(symbols);
        (double Unigram, double Bigram)? counted = Learned(model, path) is { } training ? LanguageModel.Baselines(training, symbols, model.Vocabulary.Count) : null;
        double uniform = Math.Log(model.Vocabulary.Count);
        if (json)
        {
            output.WriteLine(JsonLine.Of(new { figures.Loss, figures.Symbols, figures.Perplexity, figures.BitsPerCharacter, ByFrequency = counted?.Unigram, BySymbolBefore = counted?.Bigram, Guessing = uniform }));
            return;
        }

        output.WriteLine($"loss                 {figures.Loss:F4} nats a symbol over {figures.Symbols} symbols");
        output.WriteLine($"perplexity           {figures.Perplexity:F2}");
        output.WriteLine($"bits per character   {figures.BitsPerCharacter:F4}");
        output.WriteLine("naive baselines, in nats a symbol:");
        if (counted is { } c)
        {
            output.WriteLine($"by frequency alone   {c.Unigram:F4}");
            output.WriteLine($"by the symbol before {c.Bigram:F4}");
        }

        output.WriteLine($"guessing evenly      {uniform:F4}");
        if (counted is null) output.WriteLine("(The text that the model learned from is not at hand; frequencies are counted there.)");
    }

    /// <summary>What the model was trained on, where the run's configuration still leads to it.</summary>
    private static int[]? Learned(LanguageModel model, string path)
    {
        string config = Path.Combine(Path.GetDirectoryName(path) ?? "", "config.json");
        if (!File.Exists(config)) return null;
        try
        {
            if (ConfigFile.Read(config) is not TextRun run) return null;
            int[] symbols = model.Encode(TextSource.Read(run.Data));
            return symbols[..Split.ByShare(symbols.Length, run.Model.Validation).Train.End];
        }
        catch (SluiceException)
        {
            return null;
        }
    }
}
