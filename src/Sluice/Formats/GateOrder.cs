using Sluice.Autodiff;

namespace Sluice.Formats;

/// <summary>
/// The orders in which others store the gates of a layer, in the letters of this library's cells. PyTorch's is the library's
/// own. Coupled gates keep i in ONNX; the forget gate's rows are not used there.
/// </summary>
public static class GateOrder
{
    /// <summary>LSTM in ONNX: i, o, f, c.</summary>
    public static IReadOnlyList<string> OnnxLstm { get; } = ["i", "o", "f", "g"];

    /// <summary>The peepholes of LSTM in ONNX: i, o, f.</summary>
    public static IReadOnlyList<string> OnnxPeepholes { get; } = ["pi", "po", "pf"];

    /// <summary>GRU in ONNX: z, r, h.</summary>
    public static IReadOnlyList<string> OnnxGru { get; } = ["z", "r", "n"];

    /// <summary>LSTM in Keras: i, f, c, o.</summary>
    public static IReadOnlyList<string> KerasLstm { get; } = ["i", "f", "g", "o"];

    /// <summary>GRU in Keras: z, r, h.</summary>
    public static IReadOnlyList<string> KerasGru { get; } = ["z", "r", "n"];

    /// <summary>Copies the rows of a gate for each name in <paramref name="blocks"/> from a matrix stored in another order.</summary>
    /// <param name="source">[gates · hidden, columns], row after row.</param>
    /// <param name="order">The order of the gates in the source.</param>
    /// <param name="target">[blocks · hidden, columns]; a parameter of one row is taken as blocks · hidden rows of one column.</param>
    /// <param name="blocks">The order of the gates in the target.</param>
    /// <param name="hidden">Rows of a gate.</param>
    /// <exception cref="SluiceException">Sizes that do not fit, or a gate that the source has not.</exception>
    public static void Copy(ReadOnlySpan<float> source, IReadOnlyList<string> order, Parameter target, IReadOnlyList<string> blocks, int hidden)
    {
        var value = target.Value;
        int columns = value.Rows == 1 ? 1 : value.Columns;
        if (source.Length != order.Count * hidden * columns)
            throw new SluiceException($"{target.Name}: expected {order.Count} gates of {hidden} x {columns}, got {source.Length} numbers.");
        for (int k = 0; k < blocks.Count; k++)
        {
            int gate = order.ToList().IndexOf(blocks[k]);
            if (gate < 0) throw new SluiceException($"{target.Name}: expected one of the gates {string.Join(", ", order)}, got '{blocks[k]}'.");
            for (int u = 0; u < hidden; u++)
            {
                var row = source.Slice((gate * hidden + u) * columns, columns);
                row.CopyTo(value.Rows == 1 ? value.Row(0)[(k * hidden + u)..] : value.Row(k * hidden + u));
            }
        }

        target.Changed();
    }
}
