using Sluice.Data.Text;
using Sluice.Layers;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Text;

namespace Sluice.Cli;

/// <summary>Untrained language models of several cells, to be set side by side.</summary>
internal static class FreshNets
{
    /// <summary>A net of each cell; of one with a forget gate, one for each bias.</summary>
    /// <param name="text">The characters that the nets know are those of this text.</param>
    /// <param name="cells">Names of the catalog.</param>
    /// <param name="biases">Where the forget gates begin; none for the usual bias.</param>
    /// <param name="options">The sizes.</param>
    public static List<(string Name, LanguageModel Model)> Of(string text, string[] cells, double[] biases, LanguageModelOptions options)
    {
        var vocabulary = Vocabulary.Build(LanguageModel.TokenizerFor(options.Tokenizer).Tokenize(text));
        var nets = new List<(string Name, LanguageModel)>();
        foreach (string cell in cells)
        {
            var net = Net(vocabulary, options with { Cell = cell });
            if (biases.Length == 0 || ForgetGate(net.Stack.Layers[0]) < 0) nets.Add((cell, net));
            else foreach (double bias in biases) nets.Add(($"{cell}, forget bias {bias}", WithBias(net.Untrained(), (float)bias)));
        }

        return biases.Length == 0 || nets.Exists(n => n.Name.Contains(", forget bias", StringComparison.Ordinal))
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
}
