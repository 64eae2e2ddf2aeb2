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

    /// <summary>LSTM in PyTorch: i, f, g, o.</summary>
    public static IReadOnlyList<string> PyTorchLstm { get; } = ["i", "f", "g", "o"];

    /// <summary>GRU in PyTorch: r, z, n.</summary>
    public static IReadOnlyList<string> PyTorchGru { get; } = ["r", "z", "n"];

    /// <summary>Copies the rows of a gate for each name in <paramref name="blocks"/> from a matrix stored in another order.</summary>
    /// <param name="source">[gates · hidden, columns], row after row.</param>
    /// <param name="shape">The shape of the source: [gates · hidden, columns], or [gates · hidden] for a bias.</param>
    /// <param name="order">The order of the gates in the source.</param>
    /// <param name="target">[blocks · hidden, columns]; a parameter of one row is taken as blocks · hidden rows of one column.</param>
    /// <param name="blocks">The order of the gates in the target.</param>
    /// <param name="hidden">Rows of a gate.</param>
    /// <exception cref="SluiceException">Shapes that do not fit, such as those of a kernel of Keras, which has to be transposed first; or a gate
    /// that the source has not.</exception>
    public static void Copy(
        ReadOnlySpan<float> source, IReadOnlyList<int> shape, IReadOnlyList<string> order, Parameter target, IReadOnlyList<string> blocks, int hidden)
    {
        bool isBias = target.Shape.Length == 1;
        int columns = isBias ? 1 : target.Shape[^1];
        int[] expected = isBias ? [order.Count * hidden] : [order.Count * hidden, columns];
        if (!shape.SequenceEqual(expected))
        {
            bool turned = shape.Count == 2 && shape[0] == columns && shape[1] == expected[0];
            throw new SluiceException(
                $"{target.Name}: expected [{string.Join(", ", expected)}], {order.Count} gates of {hidden} rows, got [{string.Join(", ", shape)}].{(turned ? " That is the transposed matrix, as Keras stores kernels: turn it first." : "")}");
        }

        if (source.Length != shape.Aggregate(1L, (n, s) => n * s))
            throw new SluiceException($"{target.Name}: expected the numbers of [{string.Join(", ", shape)}], got {source.Length}.");
        target.Set(Ordered(target.Name, source, order, blocks, hidden * columns));
    }

    /// <summary>The parts of a source in another order; the source itself where it has the same.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="source">As many parts as the order says.</param>
    /// <param name="order">What the parts are.</param>
    /// <param name="blocks">What they shall be.</param>
    /// <param name="size">Numbers of a part.</param>
    internal static ReadOnlySpan<float> Ordered(
        string name, ReadOnlySpan<float> source, IReadOnlyList<string> order, IReadOnlyList<string> blocks, int size)
    {
        if (order.SequenceEqual(blocks)) return source;
        float[] result = new float[blocks.Count * size];
        for (int k = 0; k < blocks.Count; k++)
        {
            int gate = order.ToList().IndexOf(blocks[k]);
            if (gate < 0) throw new SluiceException($"{name}: expected one of the gates {string.Join(", ", order)}, got '{blocks[k]}'.");
            source.Slice(gate * size, size).CopyTo(result.AsSpan(k * size));
        }

        return result;
    }
}
