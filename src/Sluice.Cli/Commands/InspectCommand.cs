using System.CommandLine;
using Sluice.Formats;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice inspect MODEL --text ...</c>: the gates of a model over a text, as a table or as a page of heat-maps.</summary>
internal static class InspectCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var text = new Option<string>("--text") { Description = "the text to read", Required = true };
        var layer = new Option<int>("--layer") { Description = "the layer, from 0" };
        var units = new Option<string?>("--units") { Description = "units such as 0,5,7; the mean over all otherwise" };
        var html = new Option<string?>("--html") { Description = "also writes one self-contained page with heat-maps of every gate" };
        var command = new Command("inspect", "Shows what the gates of a model do over a text.") { model, text, layer, units, html };
        command.SetAction(parsed =>
        {
            var reader = ModelPath.Text(parsed.GetRequiredValue(model));
            int[] symbols = reader.Encode(parsed.GetRequiredValue(text));
            if (symbols.Length == 0) throw new UsageException("--text: expected at least one symbol, got an empty text.");
            GateTable.Write(reader, symbols, parsed.GetValue(layer), Units(parsed.GetValue(units)), output);
            if (parsed.GetValue(html) is { } page)
            {
                AtomicFile.Write(page, GatePage.Html(reader, symbols));
                output.WriteLine($"Heat-maps: {page}");
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static int[]? Units(string? list)
        => list?.Split(',').Select(u => int.TryParse(u, out int unit) ? unit : throw new UsageException($"--units: expected numbers such as 0,5,7, got '{list}'.")).ToArray();
}
