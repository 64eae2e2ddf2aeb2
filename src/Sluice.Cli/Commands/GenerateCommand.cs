using System.CommandLine;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Text;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice generate MODEL</c>: writes with a language model.</summary>
internal static class GenerateCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var prompt = new Option<string>("--prompt") { Description = "what to begin with", DefaultValueFactory = _ => "" };
        var length = new Option<int>("--length") { Description = "symbols to write", DefaultValueFactory = _ => 300 };
        var temperature = new Option<double>("--temperature")
        {
            Description = "below 1 bolder choices of the likely, above 1 more variety, 0 always the likeliest",
            DefaultValueFactory = _ => 0.8
        };
        var topK = new Option<int>("--top-k") { Description = "only so many of the likeliest symbols; 0 for all" };
        var topP = new Option<double>(
            "--top-p")
        { Description = "only the likeliest symbols that together have this probability", DefaultValueFactory = _ => 1 };
        var seed = new Option<ulong>("--seed") { Description = "the same seed gives the same text", DefaultValueFactory = _ => 1 };
        var json = JsonLine.Option();
        var command = new Command("generate", "Writes with a language model.") { model, prompt, length, temperature, topK, topP, seed, json };
        command.SetAction(parsed =>
        {
            var writer = LanguageModel.Load(ModelPath.File(parsed.GetRequiredValue(model)));
            int symbols = parsed.GetValue(length);
            if (symbols < 1) throw new UsageException($"--length: expected 1 or more, got {symbols}.");
            double heat = parsed.GetValue(temperature), share = parsed.GetValue(topP);
            if (!(heat >= 0)) throw new UsageException($"--temperature: expected a number from 0, got {heat}.");
            if (!(share is > 0 and <= 1)) throw new UsageException($"--top-p: expected a number above 0 and at most 1, got {share}.");
            if (parsed.GetValue(topK) < 0) throw new UsageException($"--top-k: expected 0 or more, got {parsed.GetValue(topK)}.");
            string start = parsed.GetValue(prompt) ?? "";
            var options = new SamplingOptions
            {
                Temperature = heat,
                TopK = parsed.GetValue(topK),
                TopP = share,
                Seed = parsed.GetValue(seed),
            };
            int[] before = writer.Encode(start);
            string text = writer.Decode(before.Concat(writer.Write(before, options).Take(symbols)));
            output.WriteLine(parsed.GetValue(json) ? JsonLine.Of(new { Prompt = start, Text = text, options.Seed }) : text);
            return CommandLine.Done;
        });
        return command;
    }
}
