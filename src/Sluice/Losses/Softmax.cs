using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Losses;

/// <summary>p = e^(x − max x) / Σ e^(x − max x) for each row.</summary>
public static unsafe class Softmax
{
    /// <summary>The probabilities of each row of logits.</summary>
    public static Tensor Of(Tensor logits) => Of(logits, new Tensor(logits.Shape.ToArray()));

    /// <summary>The probabilities of every row in memory of a tape, so that a loop of steps takes none of its own.</summary>
    internal static Tensor Of(Tape tape, Tensor logits) => Of(logits, tape.Lend(false, logits.Shape.ToArray()));

    private static Tensor Of(Tensor logits, Tensor p)
    {
        Device.Current.RunOver(new Rows(logits, p), logits.Count);
        return p;
    }

    /// <summary>Writes the probabilities of a row, and returns ln Σ eˣ.</summary>
    internal static float Row<V>(float* x, float* p, int columns) where V : struct, IVector<V, float>
    {
        float max = RowReduction.Max<V>(x, columns);
        var shift = V.Broadcast(max);
        int padded = Padding.Round(columns);
        for (int c = 0; c < padded; c += V.Count) V.Store(p + c, V.Exp(V.Load(x + c) - shift));
        float sum = RowReduction.Sum<V>(p, columns);
        var scale = V.Broadcast(1 / sum);
        for (int c = 0; c < padded; c += V.Count) V.Store(p + c, V.Load(p + c) * scale);
        return max + MathF.Log(sum);
    }

    private sealed class Rows(Tensor x, Tensor p) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            for (int r = (int)((long)x.Rows * part / parts); r < (int)((long)x.Rows * (part + 1) / parts); r++)
                Row<V>(x.Pointer + (nint)r * x.Stride, p.Pointer + (nint)r * p.Stride, x.Columns);
        }
    }
}
