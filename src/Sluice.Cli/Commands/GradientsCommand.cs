using System.CommandLine;
using Sluice.Data;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Tasks;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice gradients [MODEL] [--cell NAME ...]</c>: how gradients flow back through a trained text model, or through fresh
/// nets side by side.
/// </summary>
internal static class GradientsCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string?>("model") { Description = "a run folder, a model file, or 'last'; nothing for fresh nets", Arity = ArgumentArity.ZeroOrOne };
        var cell = new Option<string[]>("--cell") { Description = "the cell of a fresh net; again for another one beside it (lstm)" };
        var bias = new Option<double[]>("--forget-bias") { Description = "where the forget gates of a fresh net begin; again for another net beside it" };
        var hidden = Number("--hidden", 64, "units of a fresh net");
        var layers = Number("--layers", 1, "layers of a fresh net");
        var seed = new Option<ulong>("--seed") { Description = "from which the weights of a fresh net are drawn", DefaultValueFactory = _ => 1 };
        var data = new Option<string>("--data") { Description = "a text; without it, the built-in book", DefaultValueFactory = _ => TextSource.Book + "english" };
        var lags = Number("--lags", 100, "how many steps back");
        var html = new Option<string?>("--html") { Description = "also writes one self-contained page with pictures" };
        var pictures = new Option<string?>("--pictures") { Description = "also writes each picture as an SVG file to this folder" };
        var json = JsonLine.Option();
        var command = new Command("gradients", "Measures how gradients flow back through time.") { model, cell, bias, hidden, layers, seed, data, lags, html, pictures, json };
        command.SetAction(parsed =>
        {
            foreach (var option in new[] { hidden, layers, lags })
                if (parsed.GetValue(option) < 1) throw new UsageException($"{option.Name}: expected 1 or more, got {parsed.GetValue(option)}.");
            string? trained = parsed.GetValue(model);
            if (trained is not null && new Option[] { cell, bias, hidden, layers, seed }.FirstOrDefault(o => parsed.GetResult(o) is { Implicit: false }) is { } fresh)
                throw new UsageException($"{fresh.Name}: expected for fresh nets alone; '{trained}' is trained.");
            string source = parsed.GetValue(data)!, text = TextSource.Read(source);
            string[] names = parsed.GetValue(cell) is { Length: > 0 } cells ? cells : ["lstm"];
            var nets = trained is not null ? Trained(trained) : Fresh(text, names, parsed.GetValue(bias) ?? [], parsed.GetValue(hidden), parsed.GetValue(layers), parsed.GetValue(seed));
            int far = parsed.GetValue(lags);
            var options = nets[0].Model.Options;
            var measured = new MeasuredGradients(
                $"{(trained is null ? "Fresh nets" : "A trained net")} of {options.Layers} {(options.Layers == 1 ? "layer" : "layers")} of {options.Hidden} units; 16 sequences of {2 * far} symbols, the loss on the last.",
                [.. nets.Select(n => (n.Name, n.Model.MeasureGradients(Encoded(n.Model, text, source, far), far)))]);
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

    private static Option<int> Number(string name, int value, string description) => new(name) { Description = description, DefaultValueFactory = _ => value };

    private static List<(string Name, LanguageModel Model)> Trained(string name)
    {
        string path = ModelPath.File(name);
        if (ModelPath.IsForecaster(path)) throw new UsageException($"gradients: expected a language model, got the forecaster {path}.");
        var model = LanguageModel.Load(path);
        return [(model.Options.Cell, model)];
    }

    /// <summary>A net of each cell; of one with a forget gate, one for each bias.</summary>
    private static List<(string Name, LanguageModel Model)> Fresh(string text, string[] cells, double[] biases, int hidden, int layers, ulong seed)
    {
        var vocabulary = Vocabulary.Build(LanguageModel.TokenizerFor("character").Tokenize(text));
        var nets = new List<(string, LanguageModel)>();
        foreach (string cell in cells)
        {
            // As many inputs as units: some cells need that.
            var options = new LanguageModelOptions { Cell = cell, Hidden = hidden, Embedding = hidden, Layers = layers, Seed = seed };
            var net = Net(vocabulary, options);
            if (biases.Length == 0 || ForgetGate(net.Stack.Layers[0]) < 0) nets.Add((cell, net));
            else foreach (double bias in biases) nets.Add(($"{cell}, forget bias {bias}", WithBias(Net(vocabulary, options), (float)bias)));
        }

        return biases.Length == 0 || nets.Exists(n => n.Item1.Contains(", forget bias", StringComparison.Ordinal))
            ? nets
            : throw new UsageException($"--forget-bias: expected a cell with a forget gate f, got {string.Join(", ", cells)}.");
    }

    private static LanguageModel Net(Vocabulary vocabulary, LanguageModelOptions options)
    {
        try
        {
            return new LanguageModel(vocabulary, options);
        }
        catch (SluiceException e)
        {
            throw new UsageException($"--cell: {e.Message}");
        }
    }

    private static LanguageModel WithBias(LanguageModel model, float bias)
    {
        foreach (var layer in model.Stack.Layers)
        {
            layer.Bias.Value.Row(0).Slice(ForgetGate(layer) * layer.Hidden, layer.Hidden).Fill(bias);
            layer.Bias.Changed();
        }

        return model;
    }

    /// <summary>The place of the forget gate among the blocks fed by x, or −1.</summary>
    private static int ForgetGate(Recurrent layer) => layer.Shape.InputBlocks.ToList().FindIndex(k => layer.Shape.Blocks[k].Name == "f");

    private static int[] Encoded(LanguageModel model, string text, string source, int lags)
    {
        int[] symbols = model.Encode(text);
        return symbols.Length > 2 * lags
            ? symbols
            : throw new SluiceFormatException($"expected more than {2 * lags} symbols for {lags} lags, got {symbols.Length}; ask for fewer with --lags.", source);
    }
}
