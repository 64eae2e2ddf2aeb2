using System.CommandLine;
using Sluice.Readers;
using Sluice.Tasks;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice evaluate MODEL --data FILE</c>: how well a language model foresees a text, beside naive baselines.</summary>
internal static class EvaluateCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var data = new Option<string>("--data") { Description = "a text, or the table of a forecaster", Required = true };
        var command = new Command("evaluate", "Measures how well a model foresees a text or a table, beside naive baselines.") { model, data };
        command.SetAction(parsed =>
        {
            string path = ModelPath.File(parsed.GetRequiredValue(model));
            if (Formats.ModelFile.Open(path).Metadata["sluice.task"] == "forecast")
            {
                var table = DataFile.ReadTable(parsed.GetRequiredValue(data));
                foreach (var (name, text) in ForecastFigures.Of(Forecaster.Load(path).Backtest(table, new Data.RowRange(0, table.RowCount)))) output.WriteLine($"{name,-16} {text}");
                return CommandLine.Done;
            }

            var reader = LanguageModel.Load(path);
            int[] symbols = reader.Encode(TextFile.Read(parsed.GetRequiredValue(data)));
            var figures = reader.Evaluate(symbols);
            output.WriteLine($"loss                 {figures.Loss:F4} nats a symbol over {figures.Symbols} symbols");
            output.WriteLine($"perplexity           {figures.Perplexity:F2}");
            output.WriteLine($"bits per character   {figures.BitsPerCharacter:F4}");
            output.WriteLine($"guessing uniformly   {Math.Log(reader.Vocabulary.Count):F4} nats a symbol (naive baseline)");
            return CommandLine.Done;
        });
        return command;
    }
}
