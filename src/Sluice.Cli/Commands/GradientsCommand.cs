using System.CommandLine;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Tasks.Text;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice gradients [MODEL] [--cell NAME ...]</c>: how gradients flow back through a trained model beside the same one fresh,
/// or through fresh nets side by side.
/// </summary>
internal static class GradientsCommand
{
    private const string Book = TextSource.Book + "english";

    public static Command Create(TextWriter output)
    {
        var model = new Argument<string?>(
            "model")
        { Description = "a run folder, a model file, or 'last'; nothing for fresh nets", Arity = ArgumentArity.ZeroOrOne };
        var cell = new Option<string[]>("--cell") { Description = "the cell of a fresh net; again for another one beside it (lstm)" };
        var bias =
            new Option<double[]>("--forget-bias") { Description = "where the forget gates of a fresh net begin; again for another net beside it" };
        var hidden = Number("--hidden", 64, "units of a fresh net");
        var layers = Number("--layers", 1, "layers of a fresh net");
        var seed = new Option<ulong>("--seed") { Description = "from which the weights of a fresh net are drawn", DefaultValueFactory = _ => 1 };
        var data = new DataOptions("a text (without it, the built-in book), or the table of a forecaster");
        var lags = Number("--lags", 100, "how many steps back");
        var html = new Option<string?>("--html") { Description = "also writes one self-contained page with pictures" };
        var pictures = new Option<string?>("--pictures") { Description = "also writes each picture as an SVG file to this folder" };
        var json = JsonLine.Option();
        var command = new Command(
            "gradients", "Measures how gradients flow back through time.") { model, cell, bias, hidden, layers, seed, lags, html, pictures, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            foreach (var option in new[] { hidden, layers, lags })
                if (parsed.GetValue(option) < 1) throw new UsageException($"{option.Name}: expected 1 or more, got {parsed.GetValue(option)}.");
            string? trained = parsed.GetValue(model);
            if (trained is not null
                && new Option[] { cell, bias, hidden, layers, seed }.FirstOrDefault(parsed.IsGiven) is { } fresh)
                throw new UsageException($"{fresh.Name}: expected for fresh nets alone; '{trained}' is trained.");
            var source = data.Of(parsed);
            int far = parsed.GetValue(lags), units = parsed.GetValue(hidden);

            // As many inputs as units: some cells need that.
            var sizes =
                new LanguageModelOptions { Hidden = units, Embedding = units, Layers = parsed.GetValue(layers), Seed = parsed.GetValue(seed) };
            var measured = trained is not null
                ? Trained(trained, source, far)
                : Fresh(source?.OnlyFile, parsed.GetValue(cell) ?? [], parsed.GetValue(bias) ?? [], sizes, far);
            if (parsed.GetValue(json)) output.WriteLine(JsonLine.Of(measured.ToData()));
            else measured.Write(output);
            if (parsed.GetValue(html) is { } page) AtomicFile.Write(page, GradientPage.Html(measured));
            if (parsed.GetValue(pictures) is { } folder)
            {
                Directory.CreateDirectory(folder);
                foreach (var (name, svg) in measured.Pictures()) AtomicFile.Write(Path.Combine(folder, name + ".svg"), svg);
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static Option<int> Number(string name, int value, string description)
        => new(name) { Description = description, DefaultValueFactory = _ => value };

    /// <summary>A trained model, and beside it the same one before training.</summary>
    private static MeasuredGradients Trained(string name, TableSource? data, int lags)
    {
        string path = ModelPath.File(name);
        if (TaskRegistry.Load(path).Model is Forecaster model)
        {
            var table = (data ?? throw new UsageException("gradients: expected --data TABLE or --query TEXT for a forecaster.")).Read();
            return Measured("A trained net beside the same one fresh", model.Options.Layers, model.Options.Hidden, "rows", lags,
                Pair(model.Options.Cell, model, model.Untrained()).Select(n => (n.Name, n.Model.MeasureGradients(table, lags))));
        }

        var reader = LanguageModel.Load(path);
        int[] symbols = Encoded(reader, data?.OnlyFile ?? Book, lags);
        return Measured("A trained net beside the same one fresh", reader.Options.Layers, reader.Options.Hidden, "symbols", lags,
            Pair(reader.Options.Cell, reader, reader.Untrained()).Select(n => (n.Name, n.Model.MeasureGradients(symbols, lags))));
    }

    private static (string Name, T Model)[] Pair<T>(string cell, T trained, T fresh) => [($"{cell}, trained", trained), ($"{cell}, fresh", fresh)];

    private static MeasuredGradients Fresh(string? data, string[] cells, double[] biases, LanguageModelOptions options, int lags)
    {
        var nets = FreshNets.Of(TextSource.Read(data ?? Book), cells is [] ? ["lstm"] : cells, biases, options);
        return Measured(
            "Fresh nets", options.Layers, options.Hidden, "symbols", lags,
            nets.Select(n => (n.Name, n.Model.MeasureGradients(Encoded(n.Model, data ?? Book, lags), lags))));
    }

    private static MeasuredGradients Measured(string what, int layers, int hidden, string steps, int lags, IEnumerable<(string, GradientFlow)> nets)
        => new(
            $"{what}, of {layers} {(layers == 1 ? "layer" : "layers")} of {hidden} units; 16 sequences of {2 * lags} {steps}, the loss on the last.",
            [.. nets]);

    private static int[] Encoded(LanguageModel model, string source, int lags)
    {
        int[] symbols = model.Encode(TextSource.Read(source));
        return symbols.Length > 2L * lags
            ? symbols
            : throw new SluiceFormatException(
                $"expected more than {2L * lags} symbols for {lags} lags, got {symbols.Length}; ask for fewer with --lags.", source);
    }
}
