using System.CommandLine;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Text;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice inspect MODEL --text ...</c> or <c>--data FILE</c>: the gates of a model over a text or a table, as a table or as a
/// page of heat-maps.
/// </summary>
internal static class InspectCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var text = new Option<string?>("--text") { Description = "the text to read, for a language model" };
        var data = new DataOptions("a file: a text for a language model, a table for a forecaster");
        var last = new Option<int>("--rows") { Description = "how many rows of a table to show, the last of it", DefaultValueFactory = _ => 20 };
        var layer = new Option<int>("--layer") { Description = "the layer, from 0" };
        var units = new Option<string?>("--units") { Description = "units such as 0,5,7; the mean over all otherwise" };
        var html = new Option<string?>("--html") { Description = "also writes one self-contained page with heat-maps of every gate" };
        var json = JsonLine.Option();
        var command = new Command("inspect", "Shows what the gates of a model do over a text or a table.") { model, text, last, layer, units, html, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = ModelPath.File(parsed.GetRequiredValue(model));
            var inspected = ModelPath.IsForecaster(path)
                ? Rows(path, data.Of(parsed), parsed.GetValue(last))
                : Symbols(path, parsed.GetValue(text), parsed.GetValue(data.File));
            int shown = parsed.GetValue(layer);
            int[]? chosen = Units(parsed.GetValue(units));
            inspected.Require(shown, chosen);
            if (parsed.GetValue(json)) output.WriteLine(JsonLine.Of(inspected.ToData(preactivations: true)));
            else GateTable.Write(inspected, shown, chosen, output);
            if (parsed.GetValue(html) is { } page)
            {
                AtomicFile.Write(page, GatePage.Html(inspected));
                if (!parsed.GetValue(json)) output.WriteLine($"Heat-maps: {page}");
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static Inspected Symbols(string path, string? text, string? data)
    {
        if ((text is null) == (data is null)) throw new UsageException("inspect: expected --text TEXT or --data FILE for a language model.");
        var model = LanguageModel.Load(path);
        int[] symbols = model.Encode(text ?? TextFile.Read(data!));
        return symbols.Length > 0 ? Inspected.Text(model, symbols) : throw new UsageException("--text: expected at least one symbol, got an empty text.");
    }

    private static Inspected Rows(string path, TableSource? data, int last)
    {
        if (data is null) throw new UsageException("inspect: expected --data TABLE or --query TEXT for a forecaster.");
        if (last < 1) throw new UsageException($"--rows: expected 1 or more, got {last}.");
        var inspected = Inspected.Table(Forecaster.Load(path), data.Read());
        return inspected with { First = Math.Max(0, inspected.Steps.Count - last) };
    }

    private static int[]? Units(string? list)
        => list?.Split(',').Select(u => int.TryParse(u, out int unit) ? unit : throw new UsageException($"--units: expected numbers such as 0,5,7, got '{list}'.")).ToArray();
}
