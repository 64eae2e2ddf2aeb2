using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Layers;

/// <summary>
/// S = d S⁻ + s a⊗b and y = e Sᵀc at each step, from the first to the last or back: what a matrix memory does forward, and for
/// each of its gradients. S [rows, lanes] is cut into panels of 16 lanes, which stay in the first-level cache (16 KiB for 256
/// rows) through all steps; each is summed by one worker in the order of rows.
/// </summary>
/// <param name="scratch">Room of rows·16 floats for each worker.</param>
/// <param name="rows">The length of a and c.</param>
/// <param name="lanes">The length of b and y.</param>
/// <param name="lengths">The steps of each sequence.</param>
/// <param name="reverse">From the last step to the first; d is then that of the step after.</param>
internal sealed unsafe class MatrixScan(Tensor scratch, int rows, int lanes, int[] lengths, bool reverse) : IKernel
{
    private const int Width = Padding.Lanes;

    /// <summary>a, b, c and y [T, B, …]; those of steps beyond a length are neither read nor written.</summary>
    public required Tensor A, B, C, Y;

    /// <summary>d [T·B]; and s and e, 1 where null.</summary>
    public required Tensor Decay;

    /// <summary>See <see cref="Decay"/>.</summary>
    public Tensor? ScaleIn, ScaleOut;

    /// <summary>C [B, values·keys] and n [B, keys]: S before the first step, with n as the row of C after the last.</summary>
    public (Tensor C, Tensor N)? Before;

    /// <summary>The same after the last step.</summary>
    public (Tensor C, Tensor N)? After;

    public long Work => (long)A.Rows * rows * lanes;

    public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
    {
        int panels = Padding.Round(lanes) / Width, items = lengths.Length * panels;
        float* state = scratch.Pointer + part * scratch.Stride;
        for (int i = (int)((long)items * part / parts); i < (int)((long)items * (part + 1) / parts); i++)
            Sequence<V>(state, i / panels, i % panels * Width);
    }

    private void Sequence<V>(float* state, int b, int lane) where V : struct, IVector<V, float>
    {
        int batch = lengths.Length, steps = lengths[b], width = Math.Min(Width, lanes - lane);
        new Span<float>(state, rows * Width).Clear();
        if (Before is { } before)
            for (int j = 0; j < rows; j++) for (int l = 0; l < width; l++) state[j * Width + l] = *Element(before, b, j, lane + l);
        for (int s = 0; s < steps; s++)
        {
            nint r = (nint)(reverse ? steps - 1 - s : s) * batch + b;
            float decay = !reverse ? Value(Decay, r) : s == 0 ? 0 : Value(Decay, r + batch);
            for (int l = 0; l < Width; l += V.Count)
            {
                var y = Step<V>(
                    state + l, A.Pointer + r * A.Stride, V.Load(B.Pointer + r * B.Stride + lane + l) * V.Broadcast(Value(ScaleIn, r)),
                    C.Pointer + r * C.Stride, V.Broadcast(decay));
                V.Store(Y.Pointer + r * Y.Stride + lane + l, y * V.Broadcast(Value(ScaleOut, r)));
            }
        }

        if (After is { } after)
            for (int j = 0; j < rows; j++) for (int l = 0; l < width; l++) *Element(after, b, j, lane + l) = state[j * Width + l];
    }

    /// <summary>One step for the lanes of a vector. Four sums, so that an addition need not wait for the one before.</summary>
    private V Step<V>(float* state, float* a, V b, float* c, V decay) where V : struct, IVector<V, float>
    {
        V sum0 = V.Constant(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        int j = 0;
        for (; j + 4 <= rows; j += 4)
        {
            sum0 = V.Fma(V.Broadcast(c[j]), Row(state + j * Width, a[j], b, decay), sum0);
            sum1 = V.Fma(V.Broadcast(c[j + 1]), Row(state + (j + 1) * Width, a[j + 1], b, decay), sum1);
            sum2 = V.Fma(V.Broadcast(c[j + 2]), Row(state + (j + 2) * Width, a[j + 2], b, decay), sum2);
            sum3 = V.Fma(V.Broadcast(c[j + 3]), Row(state + (j + 3) * Width, a[j + 3], b, decay), sum3);
        }

        for (; j < rows; j++) sum0 = V.Fma(V.Broadcast(c[j]), Row(state + j * Width, a[j], b, decay), sum0);
        return sum0 + sum1 + (sum2 + sum3);
    }

    private static V Row<V>(float* state, float a, V b, V decay) where V : struct, IVector<V, float>
    {
        var value = V.Fma(V.Broadcast(a), b, decay * V.Load(state));
        V.Store(state, value);
        return value;
    }

    /// <summary>An element of S, whose rows are keys where its lanes are values and the 1 beside them, and the other way round.</summary>
    private float* Element((Tensor C, Tensor N) memory, int b, int row, int lane)
    {
        var (value, key, keys) = lanes > rows ? (lane, row, rows) : (row, lane, lanes);
        return value < keys ? memory.C.Pointer + b * (nint)memory.C.Stride + value * keys + key : memory.N.Pointer + b * (nint)memory.N.Stride + key;
    }

    private static float Value(Tensor? tensor, nint row) => tensor is null ? 1 : tensor.Pointer[row];
}
