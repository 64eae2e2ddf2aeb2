using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Autodiff;

/// <summary>y = max(x, 0), element by element (Nair and Hinton 2010).</summary>
public static class Relu
{
    /// <summary>Cuts what is below 0.</summary>
    public static Tensor Run(Tape tape, Tensor x)
    {
        var y = tape.Lend(false, x.Shape.ToArray());
        tape.Run(new Cutting(x, y), y.Count);
        tape.Record("Relu", [x], y, () =>
        {
            if (y.Gradient is { } dy && x.NeedsGradient) tape.Run(new Passing(y, dy, tape.GradientOf(x)), y.Count);
        });
        return y;
    }

    private sealed unsafe class Cutting(Tensor x, Tensor y) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Elementwise.Range(y, part, parts);
            for (nint i = from; i < to; i += V.Count) V.Store(y.Pointer + i, V.Max(V.Constant(0), V.Load(x.Pointer + i)));
        }
    }

    private sealed unsafe class Passing(Tensor y, Tensor dy, Tensor dx) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Elementwise.Range(y, part, parts);
            for (nint i = from; i < to; i += V.Count)
                V.Store(
                    dx.Pointer + i,
                    V.Load(dx.Pointer + i) + V.SelectLess(V.Constant(0), V.Load(y.Pointer + i), V.Load(dy.Pointer + i), V.Constant(0)));
        }
    }
}
