using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Losses;
using Sluice.Vectors;

namespace Sluice.Layers;

/// <summary>How a query is compared with what is remembered.</summary>
public enum AttentionScore
{
    /// <summary>e = v·tanh(W q + U h) (Bahdanau, Cho and Bengio 2015).</summary>
    Additive,

    /// <summary>e = qᵀ U h (Luong, Pham and Manning 2015, "general").</summary>
    Multiplicative,
}

/// <summary>What attention looks at: the outputs h of an encoder, and U h.</summary>
/// <param name="Values">h [S, B, features].</param>
/// <param name="Keys">U h [S, B, size].</param>
/// <param name="Lengths">The steps of each sequence; null where all have S.</param>
public sealed record AttentionMemory(Tensor Values, Tensor Keys, int[]? Lengths);

/// <summary>For each query a mean of what is remembered, by weights that it chooses: α = softmax of e over the steps, c = Σ α h.</summary>
public sealed unsafe class Attention : ILayer
{
    private readonly Linear _keys;
    private readonly Linear? _queries;
    private readonly Parameter? _vector;

    /// <summary>A layer with weights drawn from the seed.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="score">How a query is compared.</param>
    /// <param name="query">Columns of a query.</param>
    /// <param name="features">Columns of what is remembered.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    public Attention(string name, AttentionScore score, int query, int features, ulong seed)
    {
        Score = score;
        _keys = new Linear($"{name}.keys", features, query, seed);
        if (score == AttentionScore.Multiplicative) return;
        _queries = new Linear($"{name}.queries", query, query, seed);
        _vector = new Parameter($"{name}.vector", query);
        Initial.Uniform(_vector, seed, 1 / MathF.Sqrt(query));
    }

    /// <summary>How a query is compared.</summary>
    public AttentionScore Score { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [.. _keys.Parameters, .. _queries?.Parameters ?? [], .. _vector is null ? [] : new[] { _vector }];

    internal Linear Keys => _keys;

    internal Linear? Queries => _queries;

    internal Parameter? Vector => _vector;

    /// <summary>Prepares what is looked at, once for all queries.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="values">h [S, B, features].</param>
    /// <param name="lengths">The steps of each sequence, 1 … S; null where all have S.</param>
    public AttentionMemory Remember(Tape tape, Tensor values, int[]? lengths)
    {
        if (lengths is not null && (lengths.Length != values.Shape[1] || lengths.Any(n => n < 1 || n > values.Shape[0])))
            throw new SluiceException(
                $"Attention: expected {values.Shape[1]} lengths from 1 to {values.Shape[0]}, got {string.Join(", ", lengths)}.");
        return new AttentionMemory(values, _keys.Run(tape, values), lengths);
    }

    /// <summary>Looks with queries [T, B, size].</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="memory">What is looked at.</param>
    /// <param name="query">[T, B, query].</param>
    /// <param name="weights">α [T, B, S]: where each query looked.</param>
    /// <param name="of">For each sequence of queries which of those remembered it looks at; null where they are as many, in the same order. Without
    /// gradients.</param>
    /// <returns>c [T, B, features].</returns>
    public Tensor Run(Tape tape, AttentionMemory memory, Tensor query, out Tensor weights, int[]? of = null)
    {
        int steps = query.Shape[0], batch = query.Shape[1], places = memory.Values.Shape[0];
        if (of is not null && (tape.Recording || of.Length != batch || of.Any(b => b < 0 || b >= memory.Values.Shape[1])))
            throw new SluiceException(
                $"Attention: expected for each of {batch} sequences which of {memory.Values.Shape[1]} it looks at, and no gradients.");
        if (of is null && memory.Values.Shape[1] != batch)
            throw new SluiceException($"Attention: expected queries [T, {memory.Values.Shape[1]}, size], got {query.Describe()}.");
        var q = _queries?.Run(tape, query) ?? query;
        if (q.Columns != memory.Keys.Columns)
            throw new SluiceException($"Attention: expected queries of {memory.Keys.Columns}, got {query.Describe()}.");
        var alpha = tape.Lend(true, steps, batch, places);
        var context = tape.Lend(true, steps, batch, memory.Values.Columns);
        weights = alpha;
        tape.Run(
            new Looking(memory, q, _vector?.Value, alpha, context, tape.Lend(false, batch, q.Columns), of), (long)steps * places * batch * q.Columns);
        tape.Record("Attention", [memory.Values, memory.Keys, q], context, () =>
        {
            if (context.Gradient is null && alpha.Gradient is null) return;
            var shares = _vector is null ? null : tape.Lend(true, batch, q.Columns);
            var back = new AttentionBackward(
                memory, q, _vector?.Value, alpha, context.Gradient, alpha.Gradient, tape.GradientOf(q), tape.GradientOf(memory.Keys),
                tape.GradientOf(memory.Values), shares, tape.Lend(false, batch, q.Columns), tape.Lend(false, batch, places));
            tape.Run(back, (long)steps * places * batch * q.Columns);
            for (int b = 0; b < batch && shares is not null; b++)
                for (int c = 0; c < q.Columns; c++) _vector!.Gradient[0, c] += shares[b, c];
        });
        return context;
    }

    /// <summary>u = tanh(q + k).</summary>
    private static void Mix<V>(float* q, float* k, float* u, int padded) where V : struct, IVector<V, float>
    {
        for (int i = 0; i < padded; i += V.Count) V.Store(u + i, V.Tanh(V.Load(q + i) + V.Load(k + i)));
    }

    /// <summary>y += a x.</summary>
    private static void Add<V>(float a, float* x, float* y, int padded) where V : struct, IVector<V, float>
    {
        var factor = V.Broadcast(a);
        for (int i = 0; i < padded; i += V.Count) V.Store(y + i, V.Load(y + i) + factor * V.Load(x + i));
    }

    private sealed class Looking(AttentionMemory memory, Tensor q, Tensor? vector, Tensor alpha, Tensor context, Tensor scratch, int[]? of) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int batch = q.Shape[1], size = q.Columns, padded = q.Stride, remembered = memory.Values.Shape[1];
            for (int b = batch * part / parts; b < batch * (part + 1) / parts; b++)
            {
                int seen = of?[b] ?? b, places = memory.Lengths?[seen] ?? memory.Values.Shape[0];
                float* room = scratch.Pointer + (nint)b * scratch.Stride;
                for (int r = b; r < q.Rows; r += batch)
                {
                    float* own = q.Pointer + (nint)r * q.Stride, e = alpha.Pointer + (nint)r * alpha.Stride;
                    for (int s = 0; s < places; s++)
                    {
                        float* key = memory.Keys.Pointer + ((nint)s * remembered + seen) * memory.Keys.Stride;
                        if (vector is not null) Mix<V>(own, key, room, padded);
                        e[s] = vector is null
                            ? RowReduction.SumOfProducts<V>(own, key, size)
                            : RowReduction.SumOfProducts<V>(vector.Pointer, room, size);
                    }

                    Softmax.Row<V>(e, e, places);
                    new Span<float>(e + places, alpha.Stride - places).Clear();
                    for (int s = 0; s < places; s++)
                        Add<V>(
                            e[s], memory.Values.Pointer + ((nint)s * remembered + seen) * memory.Values.Stride,
                            context.Pointer + (nint)r * context.Stride, context.Stride);
                }
            }
        }
    }

    /// <summary>The way back; each sequence has rows of its own in every gradient.</summary>
    private sealed class AttentionBackward(
        AttentionMemory memory, Tensor q, Tensor? vector, Tensor alpha, Tensor? dContext, Tensor? dAlpha, Tensor dq, Tensor dKeys, Tensor dValues,
        Tensor? dVector, Tensor scratch, Tensor slopes) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int batch = q.Shape[1], features = memory.Values.Columns, padded = q.Stride;
            for (int b = batch * part / parts; b < batch * (part + 1) / parts; b++)
            {
                int places = memory.Lengths?[b] ?? memory.Values.Shape[0];
                float* room = scratch.Pointer + (nint)b * scratch.Stride;
                for (int r = b; r < q.Rows; r += batch)
                {
                    float* a = alpha.Pointer + (nint)r * alpha.Stride,
                        d = slopes.Pointer + (nint)b * slopes.Stride, own = q.Pointer + (nint)r * q.Stride, dOwn = dq.Pointer + (nint)r * dq.Stride;
                    float mean = 0;
                    for (int s = 0; s < places; s++)
                    {
                        nint at = (nint)s * batch + b;
                        d[s] = dAlpha is null ? 0 : dAlpha.Pointer[(nint)r * dAlpha.Stride + s];
                        if (dContext is not null)
                        {
                            float* dc = dContext.Pointer + (nint)r * dContext.Stride;
                            d[s] += RowReduction.SumOfProducts<V>(dc, memory.Values.Pointer + at * memory.Values.Stride, features);
                            Add<V>(a[s], dc, dValues.Pointer + at * dValues.Stride, dValues.Stride);
                        }

                        mean += a[s] * d[s];
                    }

                    for (int s = 0; s < places; s++)
                    {
                        nint at = (nint)s * batch + b;
                        float de = a[s] * (d[s] - mean);
                        float* key = memory.Keys.Pointer + at * memory.Keys.Stride, dKey = dKeys.Pointer + at * dKeys.Stride;
                        if (vector is null)
                        {
                            Add<V>(de, key, dOwn, padded);
                            Add<V>(de, own, dKey, padded);
                            continue;
                        }

                        Mix<V>(own, key, room, padded);
                        Add<V>(de, room, dVector!.Pointer + (nint)b * dVector.Stride, padded);
                        for (int i = 0; i < padded; i += V.Count)
                        {
                            V u = V.Load(room + i), slope = V.Load(vector.Pointer + i) * (V.Constant(1) - u * u);
                            V.Store(room + i, slope);
                        }

                        Add<V>(de, room, dOwn, padded);
                        Add<V>(de, room, dKey, padded);
                    }
                }
            }
        }
    }
}
