using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Vectors;

namespace Sluice.Learn.Studies.Blocks;

/// <summary>
/// Attention of each step to itself and those before it, in heads of 16 columns (one head where the size is no multiple of 16):
/// a[t, s] = softmax over s ≤ t of q[t]·k[s]/√size, c[t] = Σ a[t, s] v[s]; q, k and v are linear in x, the output linear in c
/// (Vaswani et al. 2017).
/// </summary>
internal sealed unsafe class CausalAttention(string name, int size, ulong seed) : ILayer
{
    private readonly int _head = size % Padding.Lanes == 0 ? Padding.Lanes : size;

    private readonly Linear _query = new($"{name}.query", size, size, seed), _key = new($"{name}.key", size, size, seed),
        _value = new($"{name}.value", size, size, seed), _output = new($"{name}.output", size, size, seed);

    public IEnumerable<Parameter> Parameters => new[] { _query, _key, _value, _output }.SelectMany(l => l.Parameters);

    /// <summary>y [T, B, size] from x [T, B, size]; without recording, memory for one row of weights is enough.</summary>
    public Tensor Run(Tape tape, Tensor x)
    {
        int steps = x.Shape[0], batch = x.Shape[1], heads = size / _head;
        Tensor q = _query.Run(tape, x), k = _key.Run(tape, x), v = _value.Run(tape, x), c = tape.Lend(true, steps, batch, size);
        var weights = tape.Lend(true, tape.Recording ? steps * batch * heads : batch, steps);
        long work = (long)steps * steps * batch * size;
        tape.Run(new Looking(q, k, v, c, weights, _head, tape.Recording), work);
        tape.Record("CausalAttention", [q, k, v], c, () =>
        {
            if (c.Gradient is null) return;
            foreach (var tensor in new[] { q, k, v }) tape.GradientOf(tensor);
            tape.Run(new LookingBack(q, k, v, c, weights, tape.Lend(false, batch, steps), _head), 2 * work);
        });
        return _output.Run(tape, c);
    }

    private static float* At(Tensor tensor, nint row) => tensor.Pointer + row * tensor.Stride;

    /// <summary>y += a x over the columns of a head.</summary>
    private static void Add<V>(float a, float* x, float* y, int columns) where V : struct, IVector<V, float>
    {
        var factor = V.Broadcast(a);
        for (int i = 0; i < Padding.Round(columns); i += V.Count) V.Store(y + i, V.Fma(factor, V.Load(x + i), V.Load(y + i)));
    }

    /// <summary>Each sequence has rows of its own everywhere, so any number of workers gives the same bits.</summary>
    private sealed class Looking(Tensor q, Tensor k, Tensor v, Tensor c, Tensor weights, int head, bool keeps) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int batch = q.Shape[1], heads = q.Columns / head;
            float scale = 1 / MathF.Sqrt(head);
            for (int b = part; b < batch; b += parts)
            {
                for (nint t = 0; t < q.Shape[0]; t++)
                {
                    for (int h = 0; h < heads; h++)
                    {
                        nint row = t * batch + b;
                        float* a = At(weights, keeps ? row * heads + h : b);
                        for (nint s = 0; s <= t; s++)
                            a[s] = scale * RowReduction.SumOfProducts<V>(At(q, row) + h * head, At(k, s * batch + b) + h * head, head);
                        Softmax.Row<V>(a, a, (int)t + 1);
                        for (nint s = 0; s <= t; s++) Add<V>(a[s], At(v, s * batch + b) + h * head, At(c, row) + h * head, head);
                    }
                }
            }
        }
    }

    /// <summary>With d[s] = dc·v[s]: de[s] = a[s] (d[s] − Σ a d), and from there to q, k and v.</summary>
    private sealed class LookingBack(Tensor q, Tensor k, Tensor v, Tensor c, Tensor weights, Tensor slopes, int head) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int batch = q.Shape[1], heads = q.Columns / head;
            float scale = 1 / MathF.Sqrt(head);
            for (int b = part; b < batch; b += parts)
            {
                float* d = At(slopes, b);
                for (nint t = 0; t < q.Shape[0]; t++)
                {
                    for (int h = 0; h < heads; h++)
                    {
                        nint row = t * batch + b, from = h * head;
                        float* a = At(weights, row * heads + h), dc = At(c.Gradient!, row) + from;
                        float mean = 0;
                        for (nint s = 0; s <= t; s++)
                        {
                            d[s] = RowReduction.SumOfProducts<V>(dc, At(v, s * batch + b) + from, head);
                            Add<V>(a[s], dc, At(v.Gradient!, s * batch + b) + from, head);
                            mean += a[s] * d[s];
                        }

                        for (nint s = 0; s <= t; s++)
                        {
                            float de = scale * a[s] * (d[s] - mean);
                            Add<V>(de, At(k, s * batch + b) + from, At(q.Gradient!, row) + from, head);
                            Add<V>(de, At(q, row) + from, At(k.Gradient!, s * batch + b) + from, head);
                        }
                    }
                }
            }
        }
    }
}
