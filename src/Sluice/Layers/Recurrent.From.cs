using Sluice.Formats;
using Sluice.Formats.Foreign;

namespace Sluice.Layers;

public sealed partial class Recurrent
{
    /// <summary>A layer that others trained, out of a file of PyTorch, Keras and others (<see cref="WeightFile"/>).</summary>
    /// <param name="file">The file.</param>
    /// <param name="layer">The layer's name in it, such as "encoder.rnn"; null for the only one.</param>
    /// <param name="cell">The cell, where the weights leave a choice: rnn or rnn-relu, gru or gru-before; null for what was found.</param>
    /// <exception cref="SluiceException">There is no such layer, its shapes do not fit, or it is more than one layer in one direction, which is a
    /// <see cref="RecurrentStack"/>.</exception>
    /// <example><code>var encoder = Recurrent.From("model.pt", "encoder.rnn");</code></example>
    public static Recurrent From(string file, string? layer = null, string? cell = null)
    {
        using var opened = WeightFile.Open(file);
        return From(opened, layer, cell);
    }

    /// <summary>A layer that others trained, out of a file that is open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="layer">The layer's name in it; null for the only one.</param>
    /// <param name="cell">The cell, where the weights leave a choice; null for what was found.</param>
    /// <exception cref="SluiceException">As for <see cref="From(string, string?, string?)"/>.</exception>
    public static Recurrent From(WeightFile file, string? layer = null, string? cell = null)
    {
        var found = file.Layer(layer, cell);
        if (found.Layers > 1 || found.Bidirectional)
            throw new SluiceFormatException(
                $"{found.Name}: expected one layer in one direction, got {found.Layers} layer(s){(found.Bidirectional ? " in both directions" : "")}: use RecurrentStack.From.",
                file.Path);
        var made = new Recurrent(found.Name.Length == 0 ? "rnn" : found.Name, "l0", found.Cell, found.Input, found.Hidden, seed: 1);
        made.Fill(GateArrays.Of(found, found.Parts[0], file.Path));
        return made;
    }

    /// <summary>Takes over the weights of another library's layer.</summary>
    internal void Fill(GateArrays arrays)
    {
        string[] inputs = [.. Shape.InputBlocks.Select(k => Shape.Blocks[k].Name)];
        string[] feeds =
        [
            .. Shape.RecurrentFeeds.Where(f => f.Block != Shape.Projection?.Block).Select(f => Shape.Blocks[f.Block].Name.TrimEnd('\'')),
        ];
        InputWeight.Set(GateOrder.Ordered(InputWeight.Name, arrays.Input, arrays.Order, inputs, Hidden * Input));
        RecurrentWeight.Set(GateOrder.Ordered(RecurrentWeight.Name, arrays.Recurrent, arrays.Order, feeds, Hidden * Output));
        _projection?.Set(arrays.Projection);

        // b = b_ih + b_hh, but where the reset comes after the product: bn' stays within it.
        int count = arrays.Order.Count * Hidden;
        float[] bias = arrays.Bias.Length > 0 ? [.. arrays.Bias] : new float[count];
        bool apart = Shape.Blocks.Any(b => b.Name == "n'");
        int gate = arrays.Order.ToList().IndexOf("n") * Hidden;
        for (int i = 0; i < arrays.SecondBias.Length; i++)
            if (!apart || i < gate || i >= gate + Hidden) bias[i] += arrays.SecondBias[i];
        Bias.Set(GateOrder.Ordered(Bias.Name, bias, arrays.Order, inputs, Hidden));
        _recurrentBias?.Set(apart && arrays.SecondBias.Length > 0 ? arrays.SecondBias.AsSpan(gate, Hidden) : new float[_recurrentBias.Count]);
    }
}
