using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Tasks.Generate;

/// <summary>P = γ Fy X Fxᵀ: n × n glimpses of two images side by side, through one window (<see cref="AttentionWindow"/>).</summary>
internal static class WindowRead
{
    /// <summary>
    /// Glimpses [1, B, 2n²] of the images x and error [1, B, h·w] through windows raw [1, B, 5]; x is data and has no gradient.
    /// </summary>
    public static Tensor Run(Tape tape, AttentionWindow window, Tensor raw, Tensor x, Tensor error)
    {
        var filters = tape.Lend(false, raw.Rows, window.Length);
        var y = tape.Lend(true, 1, raw.Rows, 2 * window.Size * window.Size);
        tape.Run(new Reading(window, raw, x, error, filters, y), x.Count);
        tape.Record("WindowRead", [raw, x, error], y, () =>
        {
            if (y.Gradient is { } dy)
                tape.Run(new Passing(window, raw, x, error, filters, y, dy, tape.GradientOf(raw), tape.GradientOf(error)), 2 * x.Count);
        });
        return y;
    }

    private sealed unsafe class Reading(AttentionWindow window, Tensor raw, Tensor x, Tensor error, Tensor filters, Tensor y) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int n = window.Size;
            var room = new WindowRoom(window);
            for (int b = part * raw.Rows / parts; b < (part + 1) * raw.Rows / parts; b++)
            {
                window.Filters(raw.Row(b), filters.Row(b));
                float gamma = (float)AttentionWindow.Gamma(raw.Row(b));
                float* down = filters.Pointer + (nint)b * filters.Stride;
                for (int image = 0; image < 2; image++)
                {
                    room.Load((image == 0 ? x : error).Row(b), room.Image);
                    room.Gather<V>(down, room.Image, room.Rows);
                    var patch = y.Row(b).Slice(image * n * n, n * n);
                    room.Dot<V>(room.Rows, down + window.Across, patch);
                    foreach (ref float p in patch) p *= gamma;
                }
            }

            GC.KeepAlive(room);
        }
    }

    private sealed unsafe class Passing(
        AttentionWindow window, Tensor raw, Tensor x, Tensor error, Tensor filters, Tensor y, Tensor dy, Tensor dRaw, Tensor dError) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int n = window.Size;
            var room = new WindowRoom(window);
            float[] slopes = new float[n * n];
            for (int b = part * raw.Rows / parts; b < (part + 1) * raw.Rows / parts; b++)
            {
                float gamma = (float)AttentionWindow.Gamma(raw.Row(b));
                float* down = filters.Pointer + (nint)b * filters.Stride, across = down + window.Across;
                room.FilterSlopes.Clear();
                for (int image = 0; image < 2; image++)
                {
                    var d = dy.Row(b).Slice(image * n * n, n * n);
                    for (int i = 0; i < slopes.Length; i++) slopes[i] = gamma * d[i];

                    // dFx = dPᵀ (Fy X); with D = dP Fx: dFy = D Xᵀ, dX = Fyᵀ D.
                    room.Load((image == 0 ? x : error).Row(b), room.Image);
                    room.Gather<V>(down, room.Image, room.Rows);
                    room.Mix<V>(slopes, true, room.Rows, room.MoreRows);
                    room.AddAcross(room.MoreRows);
                    room.Mix<V>(slopes, false, across, room.Rows);
                    room.AddDown<V>(room.Rows, room.Image);
                    if (image == 0) continue;
                    room.Scatter<V>(down, room.Rows, room.Slopes);
                    room.Add(room.Slopes, dError.Row(b));
                }

                window.AddSlopes(raw.Row(b), filters.Row(b), room.FilterSlopes, dRaw.Row(b));
                if (AttentionWindow.IsWithin(raw[b, 4])) dRaw[b, 4] += Together(y.Row(b), dy.Row(b)); // the glimpse is γ times something
            }

            GC.KeepAlive(room);
        }

        private static float Together(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            float sum = 0;
            for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
            return sum;
        }
    }
}
