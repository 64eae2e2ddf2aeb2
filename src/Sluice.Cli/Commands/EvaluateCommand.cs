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
        var data = new Option<string>("--data") { Description = "a text file", Required = true };
        var command = new Command("evaluate", "Measures how well a model foresees a text.") { model, data };
        command.SetAction(parsed =>
        {
            var reader = ModelPath.Text(parsed.GetRequiredValue(model));
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
