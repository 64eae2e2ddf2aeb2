using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Layers;

/// <summary>
/// S = S⁻ diag(w) + (v − S⁻ a) bᵀ, once or several times a step, and y = S q: the recurrence of <see cref="MatrixState"/>, forward and
/// backward. A sequence is one worker's; S lies key by value, so that sums over keys go by lanes of values.
/// </summary>
/// <remarks>
/// Forward keeps S at every 16th step. Backward takes the stretches from the last to the first, makes the states of each anew, and goes
/// back through them: with e = v − S⁻ a and G the gradient of S, de = G b, db = Gᵀe, da = −S⁻ᵀde, dw_j = S⁻_j·G_j, and G⁻ = G diag(w) − de aᵀ.
/// </remarks>
internal sealed unsafe class MatrixUpdate(
    MatrixRates[] updates, Tensor q, Tensor y, Tensor s, int[] lengths, Tensor scratch, Tensor? kept) : IKernel
{
    /// <summary>Steps from one S that is kept to the next.</summary>
    public const int Stretch = 16;

    private readonly int _size = q.Columns, _width = Padding.Round(q.Columns);

    /// <summary>Where the gradient of q goes; null forward.</summary>
    public Tensor? DQ;

    private int Length => _size * _width;

    /// <summary>Stretches of so many steps.</summary>
    public static int StretchesOf(int steps) => Math.Max(1, (steps + Stretch - 1) / Stretch);

    public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
    {
        float* room = scratch.Pointer + part * scratch.Stride;
        for (int b = part; b < lengths.Length; b += parts)
        {
            if (DQ is null) Forward<V>(b, room);
            else Backward<V>(b, room);
        }
    }

    private void Forward<V>(int b, float* room) where V : struct, IVector<V, float>
    {
        float* state = room + 2 * _width, stored = s.Pointer + b * (nint)s.Stride;
        for (int j = 0; j < _size; j++) Row(stored + j * _size, _size).CopyTo(Cleared(state + j * _width));
        for (int t = 0; t < lengths[b]; t++)
        {
            nint r = (nint)t * lengths.Length + b;
            if (kept is not null && t % Stretch == 0) Row(state, Length).CopyTo(Row(KeptAt(t / Stretch, b), Length));
            foreach (var update in updates) Step<V>(update, r, state, state, room);
            float* to = At(y, r);
            for (int l = 0; l < _width; l += V.Count) V.Store(to + l, Sum<V>(At(q, r), state + l));
            y.ClearPadding((int)r);
        }

        for (int j = 0; j < _size; j++) Row(state + j * _width, _size).CopyTo(Row(stored + j * _size, _size));
    }

    private void Backward<V>(int b, float* room) where V : struct, IVector<V, float>
    {
        float* gradient = room + 2 * _width, states = gradient + Length;
        Row(gradient, Length).Clear();
        for (int first = (lengths[b] - 1) / Stretch * Stretch; first >= 0 && lengths[b] > 0; first -= Stretch)
        {
            float* state = states;
            Row(KeptAt(first / Stretch, b), Length).CopyTo(Row(state, Length));
            int end = Math.Min(lengths[b], first + Stretch);
            for (int t = first; t < end; t++)
            {
                foreach (var update in updates)
                {
                    Step<V>(update, (nint)t * lengths.Length + b, state, state + Length, room);
                    state += Length;
                }
            }

            for (int t = end - 1; t >= first; t--)
            {
                nint r = (nint)t * lengths.Length + b;
                Read<V>(r, state, gradient);
                for (int m = updates.Length - 1; m >= 0; m--)
                {
                    state -= Length;
                    StepBack<V>(updates[m], r, state, gradient, room);
                }
            }
        }
    }

    /// <summary>One update; leaves e in the room.</summary>
    private void Step<V>(MatrixRates update, nint r, float* before, float* after, float* e) where V : struct, IVector<V, float>
    {
        float* w = At(update.W, r), b = At(update.B, r);
        Error<V>(update, r, before, e);
        for (int j = 0; j < _size; j++)
            for (int l = 0; l < _width; l += V.Count)
                V.Store(after + j * _width + l, V.Fma(V.Broadcast(b[j]), V.Load(e + l), V.Broadcast(w[j]) * V.Load(before + j * _width + l)));
    }

    /// <summary>e = v − S⁻ a.</summary>
    private void Error<V>(MatrixRates update, nint r, float* before, float* e) where V : struct, IVector<V, float>
    {
        for (int l = 0; l < _width; l += V.Count)
            V.Store(e + l, V.Load(At(update.Value, r) + l) - Sum<V>(At(update.A, r), before + l));
    }

    /// <summary>Through y = S q.</summary>
    private void Read<V>(nint r, float* state, float* gradient) where V : struct, IVector<V, float>
    {
        float* dy = At(y.Gradient!, r), dq = At(DQ!, r), from = At(q, r);
        for (int j = 0; j < _size; j++)
        {
            dq[j] += RowReduction.SumOfProducts<V>(state + j * _width, dy, _size);
            for (int l = 0; l < _width; l += V.Count)
                V.Store(gradient + j * _width + l, V.Fma(V.Broadcast(from[j]), V.Load(dy + l), V.Load(gradient + j * _width + l)));
        }
    }

    private void StepBack<V>(MatrixRates update, nint r, float* before, float* gradient, float* e) where V : struct, IVector<V, float>
    {
        float* w = At(update.W, r), a = At(update.A, r), de = e + _width, dv = At(update.Value.Gradient!, r);
        float* dw = At(update.W.Gradient!, r), da = At(update.A.Gradient!, r), db = At(update.B.Gradient!, r);
        Error<V>(update, r, before, e);
        for (int l = 0; l < _width; l += V.Count) V.Store(de + l, Sum<V>(At(update.B, r), gradient + l));
        for (int j = 0; j < _size; j++)
        {
            float* g = gradient + j * _width, old = before + j * _width;
            db[j] = RowReduction.SumOfProducts<V>(g, e, _size);
            da[j] = -RowReduction.SumOfProducts<V>(old, de, _size);
            dw[j] = RowReduction.SumOfProducts<V>(old, g, _size);
            for (int l = 0; l < _width; l += V.Count)
                V.Store(g + l, V.Fma(V.Broadcast(-a[j]), V.Load(de + l), V.Broadcast(w[j]) * V.Load(g + l)));
        }

        for (int u = 0; u < _size; u++) dv[u] += de[u];
    }

    /// <summary>Σ_j c_j S_j for the lanes of a vector. Four sums, so that an addition need not wait for the one before.</summary>
    private V Sum<V>(float* c, float* state) where V : struct, IVector<V, float>
    {
        V sum0 = V.Constant(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        int j = 0;
        for (; j + 4 <= _size; j += 4)
        {
            sum0 = V.Fma(V.Broadcast(c[j]), V.Load(state + j * _width), sum0);
            sum1 = V.Fma(V.Broadcast(c[j + 1]), V.Load(state + (j + 1) * _width), sum1);
            sum2 = V.Fma(V.Broadcast(c[j + 2]), V.Load(state + (j + 2) * _width), sum2);
            sum3 = V.Fma(V.Broadcast(c[j + 3]), V.Load(state + (j + 3) * _width), sum3);
        }

        for (; j < _size; j++) sum0 = V.Fma(V.Broadcast(c[j]), V.Load(state + j * _width), sum0);
        return sum0 + sum1 + (sum2 + sum3);
    }

    private float* KeptAt(int stretch, int b) => kept!.Pointer + ((nint)stretch * lengths.Length + b) * kept.Stride;

    private Span<float> Cleared(float* row)
    {
        Row(row, _width).Clear();
        return Row(row, _width);
    }

    private static float* At(Tensor tensor, nint r) => tensor.Pointer + r * tensor.Stride;

    private static Span<float> Row(float* first, int count) => new(first, count);
}
