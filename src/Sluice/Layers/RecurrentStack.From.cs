using Sluice.Formats;
using Sluice.Formats.Foreign;

namespace Sluice.Layers;

public sealed partial class RecurrentStack
{
    /// <summary>Layers that others trained, out of a file of PyTorch, Keras and others (<see cref="WeightFile"/>).</summary>
    /// <param name="file">The file.</param>
    /// <param name="layers">Their names in it, the lowest first; none for the only one. A stack of PyTorch has one name.</param>
    /// <exception cref="SluiceException">There is no such layer, its shapes do not fit, or layers are not of the same cell and size.</exception>
    /// <example><code>
    /// var encoder = RecurrentStack.From("model.pt", "encoder.rnn");   // all of its layers and directions
    /// var both = RecurrentStack.From("model.h5", "lstm", "lstm_1");   // two layers of Keras, one above the other
    /// </code></example>
    public static RecurrentStack From(string file, params string[] layers)
    {
        using var opened = WeightFile.Open(file);
        return From(opened, layers);
    }

    /// <summary>Layers that others trained, out of a file that is open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="layers">Their names in it, the lowest first; none for the only one.</param>
    /// <param name="cell">The cell, where the weights leave a choice: rnn or rnn-relu, gru or gru-before; null for what was found.</param>
    /// <exception cref="SluiceException">As for <see cref="From(string, string[])"/>.</exception>
    public static RecurrentStack From(WeightFile file, IReadOnlyList<string> layers, string? cell = null)
    {
        FoundLayer[] found = layers.Count == 0 ? [file.Layer(null, cell)] : [.. layers.Select(l => file.Layer(l, cell))];
        var first = found[0];
        int width = (first.Projection ?? first.Hidden) * (first.Bidirectional ? 2 : 1);
        foreach (var layer in found.Skip(1))
        {
            if (layer.Cell != first.Cell || layer.Hidden != first.Hidden || layer.Bidirectional != first.Bidirectional || layer.Input != width)
                throw new SluiceFormatException(
                    $"a stack is of one cell and size: '{first.Name}' is {Describe(first)}, which gives {width} numbers, '{layer.Name}' is {Describe(layer)}, which reads {layer.Input}.",
                    file.Path);
        }

        var options = new StackOptions(first.Cell, first.Input, first.Hidden, found.Sum(l => l.Layers), first.Bidirectional);
        var stack = new RecurrentStack(first.Name.Length == 0 ? "rnn" : first.Name, options, seed: 1);
        int at = 0;
        foreach (var layer in found)
            foreach (var part in layer.Parts) stack._layers[at++].Fill(GateArrays.Of(layer, part, file.Path));
        return stack;
    }

    private static string Describe(FoundLayer layer) => $"{layer.Cell} of {layer.Hidden}{(layer.Bidirectional ? " in both directions" : "")}";
}
