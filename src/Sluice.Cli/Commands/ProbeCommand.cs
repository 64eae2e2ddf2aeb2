using System.CommandLine;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Text;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice probe MODEL --text FILE --feature NAME|FILE</c>: how much of a feature of a text a linear probe reads off the states of a language
/// model, and which units carry it.
/// </summary>
internal static class ProbeCommand
{
    // So much of the text is shown with the unit that tells most: on a terminal, and on a page.
    private const int Shown = 600, ShownOnPage = 4000;

    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder or a model file of a language model, or 'last'" };
        var text = new Option<string?>("--text") { Description = "the text file to read, best one that it did not learn from; '-' for standard input" };
        var feature = new Option<string>("--feature")
        {
            Description = $"what to look for: {string.Join(", ", TextFeature.Names)}, or a file with a label in each line, for each symbol or line of the text",
            DefaultValueFactory = _ => TextFeature.Names[0],
        };
        var symbols = new Option<int>("--symbols") { Description = "at most so many symbols of the text are read; 0 for all", DefaultValueFactory = _ => 0 };
        var html = new Option<string?>("--html") { Description = "also writes one self-contained page with the text coloured by the units" };
        var json = JsonLine.Option();
        OptionGroup.Put(feature, OptionGroup.Input, TextFeature.Names[0]);
        OptionGroup.Put(symbols, OptionGroup.Input, "0");
        var command = new Command(
            "probe", "Finds what a language model keeps track of in a text, and which units carry it.") { model, text, feature, symbols, html, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(text) ?? throw new UsageException("probe: expected --text FILE, the text that the model reads.");
            if (parsed.GetValue(symbols) is < 0 and var few) throw new UsageException($"--symbols: expected 0 or more, got {few}.");
            var reader = LanguageModel.Load(ModelPath.File(parsed.GetRequiredValue(model)));
            bool page = parsed.GetValue(html) is not null;
            var report = Probed(reader, path, parsed.GetValue(feature)!, parsed.GetValue(symbols), page ? ShownOnPage : Shown);
            if (parsed.GetValue(json)) output.WriteLine(JsonLine.Of(report.ToData()));
            else report.Write(output, Shown);
            if (parsed.GetValue(html) is { } file)
            {
                AtomicFile.Write(file, report.Html());
                if (!parsed.GetValue(json)) output.WriteLine($"The text coloured by the units: {file}");
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static ProbeReport Probed(LanguageModel model, string path, string feature, int most, int passage)
    {
        string text = TextFile.Read(path);
        bool known = TextFeature.Names.Contains(feature);
        var labels = known || !File.Exists(feature)
            ? UserError.In(path, () => TextFeature.Of(feature, text, model.Tokenizer))
            : TextFeature.OfFile(feature, text, model.Tokenizer);
        string[] tokens = [.. model.Tokenizer.Tokenize(TextFeature.Plain(text))];
        if (most > 0 && most < tokens.Length)
        {
            tokens = tokens[..most];
            labels = labels with { Values = labels.Values[..most] };
        }

        var probe = UserError.In(path, () => TextProbe.Of(model, model.Vocabulary.Encode(tokens), labels, passage));
        return new ProbeReport(Path.GetFileName(path), probe, labels.Notes, tokens, model.Tokenizer is not CharacterTokenizer);
    }
}
