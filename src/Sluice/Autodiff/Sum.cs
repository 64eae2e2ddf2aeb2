using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Autodiff;

/// <summary>y = a + b, element by element: a path past a layer.</summary>
public static class Sum
{
    /// <summary>Adds two tensors of one shape.</summary>
    /// <exception cref="SluiceException">The shapes differ.</exception>
    public static Tensor Run(Tape tape, Tensor a, Tensor b)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns)
            throw new SluiceException($"Sum: expected equal shapes, got {a.Describe()} and {b.Describe()}.");
        var y = tape.Lend(false, a.Shape.ToArray());
        tape.Run(new Adding(a, b, y), y.Count);
        tape.Record("Sum", [a, b], y, () =>
        {
            if (y.Gradient is not { } dy) return;
            foreach (var part in new[] { a, b })
            {
                if (!part.NeedsGradient) continue;
                var gradient = tape.GradientOf(part);
                tape.Run(new Adding(gradient, dy, gradient), dy.Count);
            }
        });
        return y;
    }

    private sealed unsafe class Adding(Tensor a, Tensor b, Tensor y) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Elementwise.Range(y, part, parts);
            for (nint i = from; i < to; i += V.Count) V.Store(y.Pointer + i, V.Load(a.Pointer + i) + V.Load(b.Pointer + i));
        }
    }
}
