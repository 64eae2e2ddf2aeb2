using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Tasks.Generate;

/// <summary>Y = 1/γ Fyᵀ W Fx: an n × n patch written into an image through a window (<see cref="AttentionWindow"/>).</summary>
internal static class WindowWrite
{
    /// <summary>Images [1, B, h·w] of patches [1, B, n²] through windows raw [1, B, 5].</summary>
    public static Tensor Run(Tape tape, AttentionWindow window, Tensor raw, Tensor patch)
    {
        var filters = tape.Lend(false, raw.Rows, window.Length);
        var y = tape.Lend(true, 1, raw.Rows, window.Height * window.Width);
        tape.Run(new Writing(window, raw, patch, filters, y), y.Count);
        tape.Record("WindowWrite", [raw, patch], y, () =>
        {
            if (y.Gradient is { } dy)
                tape.Run(new Passing(window, raw, patch, filters, dy, tape.GradientOf(raw), tape.GradientOf(patch)), 2 * y.Count);
        });
        return y;
    }

    private sealed unsafe class Writing(AttentionWindow window, Tensor raw, Tensor patch, Tensor filters, Tensor y) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var room = new WindowRoom(window);
            float[] weights = new float[window.Size * window.Size];
            for (int b = part * raw.Rows / parts; b < (part + 1) * raw.Rows / parts; b++)
            {
                window.Filters(raw.Row(b), filters.Row(b));
                float gamma = (float)AttentionWindow.Gamma(raw.Row(b));
                float* down = filters.Pointer + (nint)b * filters.Stride;
                for (int i = 0; i < weights.Length; i++) weights[i] = patch[b, i] / gamma;
                room.Mix<V>(weights, false, down + window.Across, room.Rows);
                room.Scatter<V>(down, room.Rows, room.Image);
                room.Add(room.Image, y.Row(b));
            }

            GC.KeepAlive(room);
        }
    }

    private sealed unsafe class Passing(
        AttentionWindow window, Tensor raw, Tensor patch, Tensor filters, Tensor dy, Tensor dRaw, Tensor dPatch) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int n = window.Size;
            var room = new WindowRoom(window);
            float[] weights = new float[n * n], slopes = new float[n * n];
            for (int b = part * raw.Rows / parts; b < (part + 1) * raw.Rows / parts; b++)
            {
                float gamma = (float)AttentionWindow.Gamma(raw.Row(b));
                float* down = filters.Pointer + (nint)b * filters.Stride, across = down + window.Across;
                for (int i = 0; i < weights.Length; i++) weights[i] = patch[b, i] / gamma;
                room.FilterSlopes.Clear();

                // With D = Fy dY: dW = D Fxᵀ / γ, dFx = Wᵀ D / γ, dFy = (W Fx / γ) dYᵀ; ln γ takes away what W makes.
                room.Load(dy.Row(b), room.Image);
                room.Mix<V>(weights, false, across, room.Rows);
                room.AddDown<V>(room.Rows, room.Image);
                room.Gather<V>(down, room.Image, room.Rows);
                room.Mix<V>(weights, true, room.Rows, room.MoreRows);
                room.AddAcross(room.MoreRows);
                room.Dot<V>(room.Rows, across, slopes);
                float by = 0;
                for (int i = 0; i < slopes.Length; i++)
                {
                    dPatch[b, i] += slopes[i] / gamma;
                    by -= weights[i] * slopes[i];
                }

                window.AddSlopes(raw.Row(b), filters.Row(b), room.FilterSlopes, dRaw.Row(b));
                if (AttentionWindow.IsWithin(raw[b, 4])) dRaw[b, 4] += by;
            }

            GC.KeepAlive(room);
        }
    }
}
