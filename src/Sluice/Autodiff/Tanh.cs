using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Autodiff;

/// <summary>y = tanh x, element by element.</summary>
public static class Tanh
{
    /// <summary>Squashes every element between −1 and 1.</summary>
    public static Tensor Run(Tape tape, Tensor x)
    {
        var y = tape.Lend(false, x.Shape.ToArray());
        tape.Run(new Squashing(x, y), y.Count);
        tape.Record("Tanh", [x], y, () =>
        {
            if (y.Gradient is { } dy && x.NeedsGradient) tape.Run(new Passing(y, dy, tape.GradientOf(x)), y.Count);
        });
        return y;
    }

    private sealed unsafe class Squashing(Tensor x, Tensor y) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Elementwise.Range(y, part, parts);
            for (nint i = from; i < to; i += V.Count) V.Store(y.Pointer + i, V.Tanh(V.Load(x.Pointer + i)));
        }
    }

    private sealed unsafe class Passing(Tensor y, Tensor dy, Tensor dx) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Elementwise.Range(y, part, parts);
            for (nint i = from; i < to; i += V.Count)
            {
                var squashed = V.Load(y.Pointer + i);
                V.Store(dx.Pointer + i, V.Load(dx.Pointer + i) + V.Load(dy.Pointer + i) * (V.Constant(1) - squashed * squashed));
            }
        }
    }
}
