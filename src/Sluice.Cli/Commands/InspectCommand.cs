using System.CommandLine;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice inspect MODEL --text ...</c> or <c>--data FILE</c>: the gates of a model over a text, a table or whatever else it
/// reads, as a table or as a page of heat-maps.
/// </summary>
internal static class InspectCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, 'last', or an ONNX file" };
        var text = new Option<string?>("--text") { Description = "the text to read, for a model of texts" };
        var data = new DataOptions("a file like those that the model learned from, such as a text for a language model or a table for a forecaster");
        var index =
            new Option<int>("--index") { Description = "which of the sequences, units or pieces of the data, from 1", DefaultValueFactory = _ => 1 };
        var last = new Option<int>("--rows") { Description = "how many rows to show of a table, or of a sequence of more than 16,384 steps: the last", DefaultValueFactory = _ => 20 };
        var layer = new Option<int>("--layer") { Description = "the layer, from 0" };
        var units = new Option<string?>("--units") { Description = "units such as 0,5,7; the mean over all otherwise" };
        var html = new Option<string?>("--html") { Description = "also writes one self-contained page with heat-maps of every gate" };
        var json = JsonLine.Option();
        var command = new Command(
            "inspect", "Shows what the gates of a model do over a text or a table.") { model, text, index, last, layer, units, html, json };
        data.AddTo(command);
        var network = new NetworkOptions();
        network.AddTo(command);
        command.SetAction(parsed =>
        {
            int rows = parsed.GetValue(last), place = parsed.GetValue(index), shown = parsed.GetValue(layer);
            if (rows < 1) throw new UsageException($"--rows: expected 1 or more, got {rows}.");
            if (place < 1) throw new UsageException($"--index: expected 1 or more, got {place}.");
            string given = parsed.GetRequiredValue(model);
            Inspected inspected;
            if (NetworkReport.IsFor(given))
            {
                var source = data.Of(parsed) ?? throw new UsageException("inspect: expected --data FILE for an imported net.");
                (inspected, shown) = network.Of(given, parsed).Inspect(source.OnlyFile, place - 1, shown);
                inspected = inspected.LastOf(rows);
                if (!parsed.GetValue(json)) output.WriteLine(inspected.About);
            }
            else
            {
                string path = ModelPath.File(given);
                var task = TaskRegistry.Of(path);
                inspected = task.Inspect(task.Load(path), new InspectInquiry(char.ToLowerInvariant(task.Title[0]) + task.Title[1..])
                {
                    Text = parsed.GetValue(text),
                    Source = data.Of(parsed),
                    Index = place - 1,
                    Last = rows,
                });
            }

            if (inspected.Length > inspected.Steps.Count && !parsed.GetValue(json))
                output.WriteLine($"The last {inspected.Steps.Count} of {inspected.Length} steps; --rows N shows others.");
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

    private static int[]? Units(string? list)
        => list?.Split(',').Select(u =>
            int.TryParse(u, out int unit) ? unit : throw new UsageException($"--units: expected numbers such as 0,5,7, got '{list}'.")).ToArray();
}
