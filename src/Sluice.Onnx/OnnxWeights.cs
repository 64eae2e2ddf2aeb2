using Sluice.Formats;
using Sluice.Layers;

namespace Sluice.Onnx;

/// <summary>The weights of one direction of a layer in the order of ONNX's LSTM, GRU or RNN.</summary>
internal sealed class OnnxWeights
{
    private readonly string _cell;

    /// <summary>The weights of a layer.</summary>
    public OnnxWeights(Recurrent layer)
    {
        var shape = layer.Shape;
        _cell = layer.Cell;
        (Operator, var order) = layer.Cell switch
        {
            "gru" or "gru-before" => ("GRU", GateOrder.OnnxGru),
            "rnn" or "rnn-relu" => ("RNN", new[] { "h" }),
            _ => ("LSTM", GateOrder.OnnxLstm),
        };
        int h = layer.Hidden;
        Gates = order.Count;
        (W, R, B) = (new float[Gates * h * layer.Input], new float[Gates * h * h], new float[2 * Gates * h]);
        for (int i = 0; i < shape.InputBlocks.Count; i++)
        {
            int at = Place(order, shape.Blocks[shape.InputBlocks[i]].Name);
            for (int u = 0; u < h; u++) layer.InputWeight.Value.Row(i * h + u).CopyTo(W.AsSpan((at * h + u) * layer.Input));
        }

        for (int k = 0; k < shape.Blocks.Length; k++)
        {
            // The bias of the product on which the reset gate acts is the second of the two that ONNX adds.
            var block = shape.Blocks[k];
            if (block.HasBias) layer.WeightOf(k).CopyTo(B.AsSpan((block.ReadsInput ? 0 : Gates * h) + Place(order, block.Name) * h));
        }

        for (int j = 0; j < shape.RecurrentFeeds.Count; j++)
        {
            int at = Place(order, shape.Blocks[shape.RecurrentFeeds[j].Block].Name);
            Buffer.BlockCopy(layer.MatrixOf(j), 0, R, sizeof(float) * at * h * h, sizeof(float) * h * h);
        }

        if (!layer.Cell.Contains("peephole", StringComparison.Ordinal)) return;
        P = new float[3 * h];
        for (int k = 0; k < shape.Blocks.Length; k++)
        {
            int at = GateOrder.OnnxPeepholes.ToList().IndexOf(shape.Blocks[k].Name);
            if (at >= 0) layer.WeightOf(k).CopyTo(P.AsSpan(at * h));
        }
    }

    /// <summary>LSTM, GRU or RNN.</summary>
    public string Operator { get; }

    /// <summary>Gates of the operator.</summary>
    public int Gates { get; }

    /// <summary>[gates · H, I].</summary>
    public float[] W { get; }

    /// <summary>[gates · H, H].</summary>
    public float[] R { get; }

    /// <summary>[2 · gates · H]: beside x, then beside h⁻.</summary>
    public float[] B { get; }

    /// <summary>Peepholes [3 · H]; null where there are none.</summary>
    public float[]? P { get; }

    /// <summary>What the cell needs beside the weights.</summary>
    public IEnumerable<(string Name, object Value)> Attributes => _cell switch
    {
        "gru" => [("linear_before_reset", 1L)],
        "rnn-relu" => [("activations", new[] { "Relu" })],
        "lstm-coupled-peephole" => [("input_forget", 1L)],
        _ => [],
    };

    /// <summary>Whether one of the three operators computes a cell.</summary>
    public static bool Has(string cell)
        => cell is "lstm" or "lstm-peephole" or "lstm-coupled-peephole" or "gru" or "gru-before" or "rnn" or "rnn-relu";

    private static int Place(IReadOnlyList<string> order, string block) => order.ToList().IndexOf(block.TrimEnd('\'', '’', '′'));
}
