using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Autodiff;

/// <summary>y = σ(g) x: a gate with one number for each row.</summary>
public static class Gated
{
    /// <summary>Lets through as much of each row of x as its gate is open.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [..., columns].</param>
    /// <param name="g">g [..., 1].</param>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public static Tensor Run(Tape tape, Tensor x, Tensor g)
    {
        if (g.Columns != 1 || g.Rows != x.Rows)
            throw new SluiceException($"Gated: expected a gate for each row of {x.Describe()}, got {g.Describe()}.");
        var open = tape.Lend(false, g.Shape.ToArray());
        var y = tape.Lend(false, x.Shape.ToArray());
        tape.Run(new Opening(x, g, open, y), y.Count);
        tape.Record("Gated", [x, g], y, () =>
        {
            if (y.Gradient is { } dy)
                tape.Run(new Closing(x, open, dy, x.NeedsGradient ? tape.GradientOf(x) : null, g.NeedsGradient ? tape.GradientOf(g) : null), y.Count);
        });
        return y;
    }

    private sealed unsafe class Opening(Tensor x, Tensor g, Tensor open, Tensor y) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            for (int r = (int)((long)x.Rows * part / parts); r < (int)((long)x.Rows * (part + 1) / parts); r++)
            {
                float* a = x.Pointer + (nint)r * x.Stride, b = y.Pointer + (nint)r * y.Stride, share = open.Pointer + (nint)r * open.Stride;
                V.Store(share, V.Sigmoid(V.Broadcast(g.Pointer[(nint)r * g.Stride])));
                var factor = V.Broadcast(*share);
                for (int i = 0; i < x.Stride; i += V.Count) V.Store(b + i, factor * V.Load(a + i));
            }
        }
    }

    private sealed unsafe class Closing(Tensor x, Tensor open, Tensor dy, Tensor? dx, Tensor? dg) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            for (int r = (int)((long)x.Rows * part / parts); r < (int)((long)x.Rows * (part + 1) / parts); r++)
            {
                float* a = x.Pointer + (nint)r * x.Stride, d = dy.Pointer + (nint)r * dy.Stride;
                float share = open.Pointer[(nint)r * open.Stride];
                if (dg is not null) dg.Pointer[(nint)r * dg.Stride] += share * (1 - share) * RowReduction.SumOfProducts<V>(a, d, x.Columns);
                if (dx is null) continue;
                float* back = dx.Pointer + (nint)r * dx.Stride;
                for (int i = 0; i < x.Stride; i += V.Count) V.Store(back + i, V.Load(back + i) + V.Broadcast(share) * V.Load(d + i));
            }
        }
    }
}
