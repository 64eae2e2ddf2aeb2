using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Tasks.Generate;

/// <summary>What a canvas of logits c lacks of an image: y = x − σ(c), element by element.</summary>
internal static class Canvas
{
    /// <summary>The error image of x, which is data and has no gradient.</summary>
    public static Tensor Error(Tape tape, Tensor x, Tensor canvas)
    {
        var y = tape.Lend(false, x.Shape.ToArray());
        tape.Run(new Missing(x, canvas, y), 4 * y.Count);
        tape.Record("CanvasError", [x, canvas], y, () =>
        {
            if (y.Gradient is { } dy) tape.Run(new Passing(x, y, dy, tape.GradientOf(canvas)), y.Count);
        });
        return y;
    }

    /// <summary>So many canvases [1, B, h·w] that all begin as a parameter [h·w] says.</summary>
    public static Tensor Begin(Tape tape, Parameter start, int batch)
    {
        var y = tape.Lend(false, 1, batch, (int)start.Count);
        for (int b = 0; b < batch; b++) start.Value.Row(0).CopyTo(y.Row(b));
        tape.Record(new Operation("CanvasBegin", [], [y], () =>
        {
            if (y.Gradient is not { } dy) return;
            var to = start.Gradient.Row(0);
            for (int b = 0; b < batch; b++)
            {
                var from = dy.Row(b);
                for (int i = 0; i < to.Length; i++) to[i] += from[i];
            }
        })
        { Layer = start.Name, Parameters = [start] });
        return y;
    }

    private sealed unsafe class Missing(Tensor x, Tensor canvas, Tensor y) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Elementwise.Range(y, part, parts);
            for (nint i = from; i < to; i += V.Count) V.Store(y.Pointer + i, V.Load(x.Pointer + i) - V.Sigmoid(V.Load(canvas.Pointer + i)));
        }
    }

    private sealed unsafe class Passing(Tensor x, Tensor y, Tensor dy, Tensor dCanvas) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Elementwise.Range(y, part, parts);
            for (nint i = from; i < to; i += V.Count)
            {
                var light = V.Load(x.Pointer + i) - V.Load(y.Pointer + i);
                V.Store(dCanvas.Pointer + i, V.Load(dCanvas.Pointer + i) - V.Load(dy.Pointer + i) * light * (V.Constant(1) - light));
            }
        }
    }
}
