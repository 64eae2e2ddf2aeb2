using Sluice.Networks;

namespace Sluice.Interop;

/// <summary>What layers of Keras are made of, by class. Those that act in training alone, such as dropout, pass on what they are given.</summary>
internal static class KerasForms
{
    /// <summary>Values out of values.</summary>
    public delegate IReadOnlyList<KerasFlow> Form(KerasScope scope, KerasFlow[] inputs, KerasFlow[] states);

    private static readonly Dictionary<string, Form> s_all = new()
    {
        ["LSTM"] = KerasRecurrent.Run,
        ["GRU"] = KerasRecurrent.Run,
        ["SimpleRNN"] = KerasRecurrent.Run,
        ["CuDNNLSTM"] = KerasRecurrent.Run,
        ["CuDNNGRU"] = KerasRecurrent.Run,
        ["Bidirectional"] = KerasRecurrent.Both,
        ["TimeDistributed"] = TimeDistributed,
        ["Embedding"] = One(Embedding),
        ["Masking"] = One(Masking),
        ["Dense"] = One(Dense),
        ["Activation"] = One((s, x) => x with { Value = KerasActivation.Run(s, x.Value, x.Rank) }),
        ["PReLU"] = One(PRelu),
        ["BatchNormalization"] = One(BatchNormalization),
        ["LayerNormalization"] = One(LayerNormalization),
        ["Rescaling"] = One((s, x) => x with { Value = s.Net.Add("Add", s.Net.Add("Mul", x.Value, Fixed(s, "scale", 1)), Fixed(s, "offset", 0)) }),
        ["Flatten"] = One((s, x) => new KerasFlow(s.Net.Reshape(x.Value, 0, -1), 2)),
        ["Reshape"] = One(Reshape),
        ["Permute"] = One(Permute),
        ["RepeatVector"] = One(RepeatVector),
        ["Concatenate"] = (s, inputs, _) => [Merged(s, inputs, (net, parts) => net.Concat(s.Integer("axis", -1), parts))],
        ["Add"] = (s, inputs, _) => [Merged(s, inputs, (net, parts) => Folded(net, "Add", parts))],
        ["Subtract"] = (s, inputs, _) => [Merged(s, inputs, (net, parts) => Folded(net, "Sub", parts))],
        ["Multiply"] = (s, inputs, _) => [Merged(s, inputs, (net, parts) => Folded(net, "Mul", parts))],
        ["Average"] = (s, inputs, _) => [Merged(s, inputs, (net, parts) => net.Add("Mul", Folded(net, "Add", parts), net.Number(1f / parts.Length)))],
        ["Maximum"] = (s, inputs, _) => [Merged(s, inputs, (net, parts) => net.Add("Max", parts))],
        ["Minimum"] = (s, inputs, _) => [Merged(s, inputs, (net, parts) => net.Add("Min", parts))],
        ["Dot"] = KerasAttention.Dot,
        ["Attention"] = KerasAttention.Run,
        ["AdditiveAttention"] = KerasAttention.Run,
        ["Conv1D"] = One((s, x) => KerasConvolution.Run(s, x, 1)),
        ["Conv2D"] = One((s, x) => KerasConvolution.Run(s, x, 2)),
        ["Conv1DTranspose"] = One((s, x) => KerasConvolution.Transposed(s, x, 1)),
        ["Conv2DTranspose"] = One((s, x) => KerasConvolution.Transposed(s, x, 2)),
        ["MaxPooling1D"] = One((s, x) => KerasConvolution.Pooled(s, x, 1, "MaxPool")),
        ["MaxPooling2D"] = One((s, x) => KerasConvolution.Pooled(s, x, 2, "MaxPool")),
        ["AveragePooling1D"] = One((s, x) => KerasConvolution.Pooled(s, x, 1, "AveragePool")),
        ["AveragePooling2D"] = One((s, x) => KerasConvolution.Pooled(s, x, 2, "AveragePool")),
        ["GlobalMaxPooling1D"] = One((s, x) => KerasConvolution.Whole(s, x, "ReduceMax")),
        ["GlobalMaxPooling2D"] = One((s, x) => KerasConvolution.Whole(s, x, "ReduceMax")),
        ["GlobalAveragePooling1D"] = One((s, x) => KerasConvolution.Whole(s, x, "ReduceMean")),
        ["GlobalAveragePooling2D"] = One((s, x) => KerasConvolution.Whole(s, x, "ReduceMean")),
        ["ZeroPadding1D"] = One(ZeroPadding),
        ["UpSampling1D"] = One(UpSampling),
    };

    private static readonly string[] s_training =
        ["Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization"];

    private static readonly string[] s_functions = ["ReLU", "LeakyReLU", "ELU", "Softmax"];

    /// <summary>The classes that are read, models within models aside.</summary>
    public static IEnumerable<string> Names => [.. s_all.Keys, .. s_training, .. s_functions];

    /// <summary>The form of a class; null where it is not read.</summary>
    public static Form? Find(string type)
        => s_training.Contains(type) ? (s, inputs, _) => [s.One(inputs)]
            : s_functions.Contains(type) ? One((s, x) => x with { Value = KerasActivation.Run(s, x.Value, x.Rank, type, s.Entry.Config) })
            : s_all.GetValueOrDefault(type);

    private static Form One(Func<KerasScope, KerasFlow, KerasFlow> form) => (scope, inputs, _) => [form(scope, scope.One(inputs))];

    private static string Fixed(KerasScope scope, string key, double usual) => scope.Net.Number((float)scope.Number(key, usual));

    /// <summary>x W + b over the last dimension.</summary>
    private static KerasFlow Dense(KerasScope scope, KerasFlow x)
    {
        int units = scope.Integer("units", -1);
        string y = scope.Net.Add("MatMul", x.Value, scope.Weight("kernel", 0, -1, units));
        if (scope.Flag("use_bias", true)) y = scope.Net.Add("Add", y, scope.Weight("bias", 1, units));
        return x with { Value = KerasActivation.Run(scope, y, x.Rank) };
    }

    private static KerasFlow Embedding(KerasScope scope, KerasFlow x)
    {
        string table = scope.Weight("embeddings", 0, -1, scope.Integer("output_dim", -1)), symbols = scope.Net.Cast(x.Value, ElementType.Int64);
        string? mask = scope.Flag("mask_zero", false) ? scope.Net.Add("Not", scope.Net.Add("Equal", symbols, scope.Net.Whole(0))) : null;
        return new KerasFlow(scope.Net.Add("Gather", table, symbols), x.Rank + 1, mask);
    }

    /// <summary>Steps of which every feature has the value of the mask are left out, and are 0.</summary>
    private static KerasFlow Masking(KerasScope scope, KerasFlow x)
    {
        if (x.Rank != 3) throw scope.Bad($"expected an input of three dimensions, got {x.Rank}");
        var net = scope.Net;
        string differs = net.Cast(net.Add("Not", net.Add("Equal", x.Value, Fixed(scope, "mask_value", 0))), ElementType.Float);
        string any = net.Reduce("ReduceMax", differs, -1, keep: true);
        return x with { Value = net.Add("Mul", x.Value, any), Mask = net.Cast(net.Squeeze(any, -1), ElementType.Bool) };
    }

    private static KerasFlow PRelu(KerasScope scope, KerasFlow x)
    {
        int[] shared = scope.Find("shared_axes") is null ? [] : scope.Integers("shared_axes", scope.Find("shared_axes")!.Value.GetArrayLength(), 1);
        int[] shape = [.. Enumerable.Range(1, x.Rank - 1).Select(d => shared.Contains(d) ? 1 : -1)];
        return x with { Value = scope.Net.Add("PRelu", x.Value, scope.Weight("alpha", 0, shape)) };
    }

    /// <summary>γ (x − mean) / √(variance + ε) + β of the last dimension, with the moving mean and variance.</summary>
    private static KerasFlow BatchNormalization(KerasScope scope, KerasFlow x)
    {
        var net = scope.Net;
        LastAxis(scope, x, -1);
        bool scaled = scope.Flag("scale", true), centred = scope.Flag("center", true);
        int at = (scaled ? 1 : 0) + (centred ? 1 : 0);
        var (variance, shape) = scope.Take("moving_variance", at + 1, -1);
        double epsilon = scope.Number("epsilon", 1e-3);
        string y = net.Add("Sub", x.Value, scope.Weight("moving_mean", at, shape));
        y = net.Add("Mul", y, scope.Weight("rate", () => Value.From([.. variance.Select(v => (float)(1 / Math.Sqrt(v + epsilon)))], shape)));
        if (scaled) y = net.Add("Mul", y, scope.Weight("gamma", 0, shape));
        if (centred) y = net.Add("Add", y, scope.Weight("beta", scaled ? 1 : 0, shape));
        return x with { Value = y };
    }

    private static KerasFlow LayerNormalization(KerasScope scope, KerasFlow x)
    {
        LastAxis(scope, x, -1);
        bool scaled = scope.Flag("scale", true), centred = scope.Flag("center", true);
        if (!scaled && !centred) throw scope.Bad("without scale and centre it is not read");
        string gamma, beta = "";
        if (scaled)
        {
            gamma = scope.Weight("gamma", 0, -1);
        }
        else
        {
            int size = scope.Take("beta", 0, -1).Shape[0];
            gamma = scope.Weight("ones", () => Value.From([.. Enumerable.Repeat(1f, size)], size));
        }

        if (centred) beta = scope.Weight("beta", scaled ? 1 : 0, -1);
        string[] inputs = centred ? [x.Value, gamma, beta] : [x.Value, gamma];
        return x with { Value = scope.Net.Add("LayerNormalization", inputs, 1, ("axis", -1L), ("epsilon", (float)scope.Number("epsilon", 1e-3)))[0] };
    }

    private static void LastAxis(KerasScope scope, KerasFlow x, int usual)
    {
        int[] axes = scope.Integers("axis", 1, usual);
        if (axes[0] != -1 && axes[0] != x.Rank - 1) throw scope.Bad($"normalisation along dimension {axes[0]} is not read; expected the last");
    }

    private static KerasFlow Reshape(KerasScope scope, KerasFlow x)
    {
        int[] shape = [.. (scope.Find("target_shape") ?? throw scope.Bad("it does not say its shape")).EnumerateArray().Select(s => s.GetInt32())];
        return new KerasFlow(scope.Net.Reshape(x.Value, [0, .. shape.Select(s => (long)s)]), shape.Length + 1);
    }

    private static KerasFlow Permute(KerasScope scope, KerasFlow x)
        => new(scope.Net.Transpose(x.Value, [0, .. scope.Integers("dims", x.Rank - 1, 0).Select(d => (long)d)]), x.Rank);

    private static KerasFlow RepeatVector(KerasScope scope, KerasFlow x)
        => new(scope.Net.Add("Tile", scope.Net.Unsqueeze(x.Value, 1), scope.Net.Integers(1, scope.Integer("n", 1), 1)), 3);

    private static KerasFlow ZeroPadding(KerasScope scope, KerasFlow x)
    {
        int[] both = scope.Integers("padding", 2, 1);
        return new KerasFlow(scope.Net.Add("Pad", x.Value, scope.Net.Integers(0, both[0], 0, 0, both[1], 0)), 3);
    }

    private static KerasFlow UpSampling(KerasScope scope, KerasFlow x)
    {
        var net = scope.Net;
        int size = scope.Integers("size", 1, 2)[0];
        string tiled = net.Add("Tile", net.Unsqueeze(x.Value, 2), net.Integers(1, 1, size, 1));
        return new KerasFlow(net.Add("Reshape", tiled, net.Concat(0, net.Dimension(x.Value, 0), net.Integers(-1), net.Dimension(x.Value, 2))), 3);
    }

    /// <summary>A layer at each step: at once where it looks at the last dimension alone, otherwise over all steps as a batch.</summary>
    private static IReadOnlyList<KerasFlow> TimeDistributed(KerasScope scope, KerasFlow[] inputs, KerasFlow[] states)
    {
        var net = scope.Net;
        var x = scope.One(inputs);
        var inner = scope.Inner(scope.Find("layer") ?? throw scope.Bad("it does not say what it wraps"), "layer");
        if (inner.Entry.Class is "Dense" or "Activation" or "LayerNormalization" || s_training.Contains(inner.Entry.Class)) return inner.Run([x], []);
        string shape = net.Add("Shape", x.Value), rest = net.Add("Slice", shape, net.Integers(2), net.Integers(int.MaxValue));
        string flat = net.Concat(0, net.Integers(-1), rest);
        var y = inner.Run([new KerasFlow(net.Add("Reshape", x.Value, flat), x.Rank - 1)], [])[0];
        string whole = net.Concat(
            0, net.Add("Slice", shape, net.Integers(0), net.Integers(2)),
            net.Add("Slice", net.Add("Shape", y.Value), net.Integers(1), net.Integers(int.MaxValue)));
        return [new KerasFlow(net.Add("Reshape", y.Value, whole), y.Rank + 1, x.Mask)];
    }

    private static string Folded(NetworkBuilder net, string operation, string[] parts)
        => parts.Aggregate((sum, part) => net.Add(operation, sum, part));

    private static KerasFlow Merged(KerasScope scope, KerasFlow[] inputs, Func<NetworkBuilder, string[], string> merge)
    {
        if (inputs.Length < 2) throw scope.Bad($"expected two inputs or more, got {inputs.Length}");
        string[] masks = [.. inputs.Select(i => i.Mask).OfType<string>()];
        string? mask = masks.Length == inputs.Length ? Folded(scope.Net, "And", masks) : null;
        return new KerasFlow(merge(scope.Net, [.. inputs.Select(i => i.Value)]), inputs.Max(i => i.Rank), mask);
    }
}
