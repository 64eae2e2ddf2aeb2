using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>
/// Attention by products of matrices, softmax(q kᵀ · scale + mask) v for each head: <c>Attention</c> of ONNX (opset 23), and what ONNX Runtime's
/// optimiser makes of such nodes, <c>MultiHeadAttention</c> and <c>Attention</c> of <c>com.microsoft</c>.
/// </summary>
internal static class Attentions
{
    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string Microsoft = "com.microsoft";

    // What a mask adds in the place of −∞, of which two would be no number.
    private const float Hidden = float.MinValue / 4;

    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
        [("Attention", n => n.Domain == Microsoft ? Fused(n) : Plain(n)), ("MultiHeadAttention", ByHeads)];

    /// <summary>q, k, v, a mask, and keys and values before; the answer, keys and values with those before, and the scores.</summary>
    private static Kernel Plain(Node node)
    {
        int queries = (int)node.Integer("q_num_heads", 0), keys = (int)node.Integer("kv_num_heads", 0);
        bool isCausal = node.Integer("is_causal", 0) != 0;
        float softcap = node.Number("softcap", 0), scale = node.Number("scale", 0);
        long mode = node.Integer("qk_matmul_output_mode", 0);
        if (node.Out(3) != "" && (softcap != 0 || mode is not (0 or 3)))
            throw new SluiceException($"expected qk_matmul_output_mode 0 or 3 without softcap for the fourth output, got mode {mode}");
        return (tape, inputs) =>
        {
            if (Arrays.Optional(inputs, 6) is not null) throw new SluiceException("expected no lengths of keys, which are not read here");
            Value first = Arrays.Required(inputs, 0), q = Heads(tape, first, queries, "q_num_heads"),
                k = Heads(tape, Arrays.Required(inputs, 1), keys, "kv_num_heads"), v = Heads(tape, Arrays.Required(inputs, 2), keys, "kv_num_heads");
            int past = 0;
            (k, v, past) = Behind(tape, k, v, Arrays.Optional(inputs, 4), Arrays.Optional(inputs, 5));
            Value?[] masks = [Arrays.Optional(inputs, 3) is { } mask ? Added(tape, mask, Hidden) : null, isCausal ? Causal(q, k, past) : null];
            var (y, scores, shares) = Run(tape, q, k, v, scale, softcap, masks);
            return [first.Shape.Length == 3 ? Side(tape, y) : y, k, v, mode == 3 ? shares : scores];
        };
    }

    /// <summary>The same of ONNX Runtime: biases of q, k and v, which keys count, and numbers to be added to the scores.</summary>
    private static Kernel ByHeads(Node node)
    {
        int heads = (int)node.Integer("num_heads", 0);
        bool isCausal = node.Integer("unidirectional", 0) != 0;
        float filter = node.Number("mask_filter_value", -10000), scale = node.Number("scale", 0);
        return (tape, inputs) =>
        {
            var q = Arrays.Required(inputs, 0);
            if (q.Shape.Length != 3 || Arrays.Optional(inputs, 1) is not { } k || Arrays.Optional(inputs, 2) is not { } v)
                throw new SluiceException($"expected q [B, L, H], k and v apart, got q {q}; packed ones are not read here");
            if (Arrays.Optional(inputs, 8) is not null || Arrays.Optional(inputs, 9) is not null) throw Cached();
            if (Arrays.Optional(inputs, 3) is { } bias)
            {
                if (k.Shape.Length != 3 || v.Shape.Length != 3 || bias.Count != q.Shape[2] + k.Shape[2] + v.Shape[2])
                    throw new SluiceException($"expected a bias for q, k and v of three dimensions, got {bias} beside {q}, {k} and {v}");
                (q, k, v) = (Biased(tape, q, bias, 0), Biased(tape, k, bias, q.Shape[2]), Biased(tape, v, bias, q.Shape[2] + k.Shape[2]));
            }

            int past = 0;
            (q, k, v) = (Heads(tape, q, heads, "num_heads"), Heads(tape, k, heads, "num_heads"), Heads(tape, v, heads, "num_heads"));
            (k, v, past) = Behind(tape, k, v, Arrays.Optional(inputs, 6), Arrays.Optional(inputs, 7));
            Value?[] masks =
                [Padding(tape, Arrays.Optional(inputs, 4), k, filter), Arrays.Optional(inputs, 5), isCausal ? Causal(q, k, past) : null];
            var (y, scores, _) = Run(tape, q, k, v, scale, 0, masks);
            return [Side(tape, y), k, v, scores];
        };
    }

    /// <summary>x W + b cut into q, k and v, then the same.</summary>
    private static Kernel Fused(Node node)
    {
        int heads = (int)node.Integer("num_heads", 0);
        bool isCausal = node.Integer("unidirectional", 0) != 0;
        float filter = node.Number("mask_filter_value", -10000), scale = node.Number("scale", 0);
        if (node.Integer("do_rotary", 0) != 0) throw new SluiceException("expected do_rotary 0: rotary embeddings are not read here");
        if (node.Integer("past_present_share_buffer", 0) != 0 || node.Out(1) != "") throw Cached();
        long[]? sizes = node.Integers("qkv_hidden_sizes");
        var kept = new KeptProduct();
        return (tape, inputs) =>
        {
            Value x = Arrays.Required(inputs, 0), w = Arrays.Required(inputs, 1);
            if (x.Shape.Length != 3 || w.Shape.Length != 2 || x.Shape[2] != w.Shape[0])
                throw new SluiceException($"expected x [B, L, I] and weights [I, 3 H], got {x} and {w}");
            if (Arrays.Optional(inputs, 4) is not null || Arrays.Optional(inputs, 6) is not null) throw Cached();
            var all = Products.Plain(tape, x, w, kept.Of(w), transposed: false);
            if (Arrays.Optional(inputs, 2) is { } bias) all = Paired.Run<Addition>(tape, all, bias);
            int[] own = sizes is null ? [.. Enumerable.Repeat(w.Shape[1] / 3, 3)] : [.. sizes.Select(Arrays.Size)];
            if (own.Length != 3 || own.Sum() != w.Shape[1])
                throw new SluiceException($"expected qkv_hidden_sizes of {w.Shape[1]} together, got [{string.Join(", ", own)}]");
            Value Part(int i) => Heads(tape, Moves.Cut(tape, all, 2, own[..i].Sum(), own[i]), heads, "num_heads");
            Value q = Part(0), k = Part(1), v = Part(2);
            Value?[] masks = [Padding(tape, Arrays.Optional(inputs, 3), k, filter), Arrays.Optional(inputs, 5), isCausal ? Causal(q, k, 0) : null];
            return [Side(tape, Run(tape, q, k, v, scale, 0, masks).Y)];
        };
    }

    /// <summary>The answer [B, H, L, E] for q [B, H, L, D], k [B, G, S, D] and v [B, G, S, E]: each head of k and v is that of H / G of q.</summary>
    private static (Value Y, Value Scores, Value Shares) Run(
        Tape tape, Value q, Value k, Value v, float scale, float softcap, IEnumerable<Value?> masks)
    {
        if (k.Shape[1] == 0 || q.Shape[1] % k.Shape[1] != 0 || v.Shape[1] != k.Shape[1] || k.Shape[3] != q.Shape[3] || v.Shape[2] != k.Shape[2])
            throw new SluiceException($"expected q [B, H, L, D], k [B, G, S, D] and v [B, G, S, E] with H a multiple of G, got {q}, {k} and {v}");
        (k, v) = (Repeated(tape, k, q.Shape[1]), Repeated(tape, v, q.Shape[1]));
        float factor = scale == 0 ? 1 / MathF.Sqrt(q.Shape[3]) : scale;
        var raw = Products.Batches(tape, Paired.Run<Multiplication>(tape, q, Value.From([factor])), Moves.Transposed(tape, k, 0, 1, 3, 2));
        var scores = raw;
        if (softcap > 0)
        {
            scores = Elementwise.Of<TanhOf>(tape, Paired.Run<Multiplication>(tape, scores, Value.From([1 / softcap])), 0, 0);
            scores = Paired.Run<Multiplication>(tape, scores, Value.From([softcap]));
        }

        foreach (var mask in masks.OfType<Value>()) scores = Paired.Run<Addition>(tape, scores, mask);
        var shares = Softmaxes.Rows(tape, scores, logarithm: false);
        return (Products.Batches(tape, shares, v), raw, shares);
    }

    private static SluiceException Cached() => new("expected no cache of keys and values that the node writes into, got one");

    /// <summary>[B, L, H · D] as [B, H, L, D]; four dimensions stay as they are.</summary>
    private static Value Heads(Tape tape, Value x, int heads, string attribute)
    {
        if (x.Shape.Length == 4) return x;
        if (x.Shape.Length != 3 || heads < 1 || x.Shape[2] % heads != 0)
            throw new SluiceException($"expected an array of three dimensions, the last a multiple of '{attribute}', {heads}, or of four, got {x}");
        return Moves.Transposed(tape, Arrays.Reshaped(tape, x, x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads), 0, 2, 1, 3);
    }

    /// <summary>[B, H, L, D] as [B, L, H · D].</summary>
    private static Value Side(Tape tape, Value y)
        => Arrays.Reshaped(tape, Moves.Transposed(tape, y, 0, 2, 1, 3), y.Shape[0], y.Shape[2], y.Shape[1] * y.Shape[3]);

    private static Value Biased(Tape tape, Value x, Value bias, int from)
        => Paired.Run<Addition>(tape, x, Moves.Cut(tape, Arrays.Reshaped(tape, bias, (int)bias.Count), 0, from, x.Shape[2]));

    /// <summary>Keys and values behind those of before, and how many these are.</summary>
    private static (Value Keys, Value Values, int Past) Behind(Tape tape, Value k, Value v, Value? pastKeys, Value? pastValues)
    {
        if (pastKeys is null != pastValues is null) throw new SluiceException("expected keys and values of before, got one of the two");
        return pastKeys is null ? (k, v, 0)
            : (Moves.Joined(tape, [pastKeys, k], 2), Moves.Joined(tape, [pastValues!, v], 2), pastKeys.Shape.Length == 4 ? pastKeys.Shape[2] : 0);
    }

    private static Value Repeated(Tape tape, Value x, int heads)
    {
        int[] shape = x.Shape.ToArray();
        if (shape[1] == heads) return x;
        var each = Moves.Expanded(
            tape, Arrays.Reshaped(tape, x, shape[0], shape[1], 1, shape[2], shape[3]), [shape[0], shape[1], heads / shape[1], shape[2], shape[3]]);
        return Arrays.Reshaped(tape, each, shape[0], heads, shape[2], shape[3]);
    }

    /// <summary>What a mask adds to scores: itself where it is numbers, and where it is truth values a number for each that is false.</summary>
    private static Value Added(Tape tape, Value mask, float otherwise)
        => mask.IsFloat ? mask : Value.From([.. mask.Integers.Select(m => m != 0 ? 0 : otherwise)], mask.Shape);

    /// <summary>Which keys count: for each batch how many of the first, or for each key whether it does.</summary>
    private static Value? Padding(Tape tape, Value? mask, Value k, float otherwise)
    {
        if (mask is null) return null;
        int batch = k.Shape[0], keys = k.Shape[2];
        if (mask.Shape.SequenceEqual([batch, keys])) return Arrays.Reshaped(tape, Added(tape, mask, otherwise), batch, 1, 1, keys);
        if (!mask.Shape.SequenceEqual([batch])) throw new SluiceException($"expected a mask of keys [{batch}] or [{batch}, {keys}], got {mask}");
        return Value.From([.. mask.Integers.SelectMany(n => Enumerable.Range(0, keys).Select(j => j < n ? 0 : otherwise))], batch, 1, 1, keys);
    }

    /// <summary>Hides the keys that come after a query, before which some were already.</summary>
    private static Value Causal(Value q, Value k, int past)
    {
        int queries = q.Shape[2], keys = k.Shape[2];
        var mask = new float[queries * keys];
        for (int i = 0; i < queries; i++) for (int j = past + i + 1; j < keys; j++) mask[i * keys + j] = Hidden;
        return Value.From(mask, queries, keys);
    }
}
