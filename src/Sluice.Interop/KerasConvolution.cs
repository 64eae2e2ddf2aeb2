using Sluice.Networks;

namespace Sluice.Interop;

/// <summary>Convolutions and pooling over [batch, space..., channels], which ONNX wants with the channels before the space.</summary>
internal static class KerasConvolution
{
    /// <summary>Conv1D and Conv2D: kernel [space..., channels, filters].</summary>
    public static KerasFlow Run(KerasScope scope, KerasFlow x, int space)
    {
        var net = scope.Net;
        Check(scope, x, space);
        int filters = scope.Integer("filters", 0), groups = scope.Integer("groups", 1);
        int[] size = scope.Integers("kernel_size", space, 1), dilation = scope.Integers("dilation_rate", space, 1);
        string kernel = scope.Weight("kernel for channels first", () => Turned(scope.Take("kernel", 0, [.. size, -1, filters]), space));
        string[] inputs = [First(net, x.Value, space), kernel, scope.Flag("use_bias", true) ? scope.Weight("bias", 1, filters) : ""];
        List<(string, object)> attributes =
        [
            ("kernel_shape", Longs(size)), ("strides", Longs(scope.Integers("strides", space, 1))), ("dilations", Longs(dilation)),
            ("group", (long)groups),
        ];
        if (scope.Text("padding") == "causal" && space == 1) attributes.Add(("pads", new[] { (size[0] - 1L) * dilation[0], 0L }));
        else attributes.Add(("auto_pad", Padding(scope)));
        string y = Last(net, net.Add("Conv", inputs, 1, [.. attributes])[0], space);
        return new KerasFlow(KerasActivation.Run(scope, y, x.Rank), x.Rank);
    }

    /// <summary>Conv1DTranspose and Conv2DTranspose: kernel [space..., filters, channels].</summary>
    public static KerasFlow Transposed(KerasScope scope, KerasFlow x, int space)
    {
        var net = scope.Net;
        Check(scope, x, space);
        if (scope.Find("output_padding") is not null) throw scope.Bad("output_padding is not read");
        int filters = scope.Integer("filters", 0);
        int[] size = scope.Integers("kernel_size", space, 1);
        string kernel = scope.Weight("kernel for channels first", () => Turned(scope.Take("kernel", 0, [.. size, filters, -1]), space));
        string[] inputs = [First(net, x.Value, space), kernel, scope.Flag("use_bias", true) ? scope.Weight("bias", 1, filters) : ""];
        string y = net.Add(
            "ConvTranspose", inputs, 1, ("kernel_shape", Longs(size)), ("strides", Longs(scope.Integers("strides", space, 1))),
            ("dilations", Longs(scope.Integers("dilation_rate", space, 1))), ("auto_pad", Padding(scope)))[0];
        return new KerasFlow(KerasActivation.Run(scope, Last(net, y, space), x.Rank), x.Rank);
    }

    /// <summary>The largest or the mean of each window.</summary>
    public static KerasFlow Pooled(KerasScope scope, KerasFlow x, int space, string operation)
    {
        Check(scope, x, space);
        int[] size = scope.Integers("pool_size", space, 2), strides = scope.Find("strides") is null ? size : scope.Integers("strides", space, 2);
        string y = scope.Net.Add(
            operation, [First(scope.Net, x.Value, space)], 1, ("kernel_shape", Longs(size)), ("strides", Longs(strides)),
            ("auto_pad", Padding(scope)))[0];
        return new KerasFlow(Last(scope.Net, y, space), x.Rank);
    }

    /// <summary>The largest or the mean over all space; a mean counts the steps of the mask alone.</summary>
    public static KerasFlow Whole(KerasScope scope, KerasFlow x, string operation)
    {
        var net = scope.Net;
        Check(scope, x, x.Rank - 2);
        bool keep = scope.Flag("keepdims", false);
        if (operation == "ReduceMean" && x.Mask is not null)
        {
            string weights = net.Unsqueeze(net.Cast(x.Mask, ElementType.Float), -1);
            string sum = net.Reduce("ReduceSum", net.Add("Mul", x.Value, weights), 1, keep);
            return new KerasFlow(net.Add("Div", sum, net.Reduce("ReduceSum", weights, 1, keep)), keep ? 3 : 2);
        }

        long[] axes = [.. Enumerable.Range(1, x.Rank - 2).Select(d => (long)d)];
        return new KerasFlow(net.Add(operation, [x.Value, net.Integers(axes)], 1, ("keepdims", keep ? 1L : 0L))[0], keep ? x.Rank : 2);
    }

    private static void Check(KerasScope scope, KerasFlow x, int space)
    {
        if (x.Rank != space + 2) throw scope.Bad($"expected an input of {space + 2} dimensions, got {x.Rank}");
        if (scope.Text("data_format") == "channels_first") throw scope.Bad("channels before the space (channels_first) are not read");
    }

    private static string Padding(KerasScope scope) => scope.Text("padding") switch
    {
        null or "valid" => "VALID",
        "same" => "SAME_UPPER",
        var other => throw scope.Bad($"padding '{other}' is not read"),
    };

    private static long[] Longs(int[] values) => [.. values.Select(v => (long)v)];

    private static string First(NetworkBuilder net, string x, int space)
        => net.Transpose(x, [0, space + 1, .. Enumerable.Range(1, space).Select(d => (long)d)]);

    private static string Last(NetworkBuilder net, string x, int space)
        => net.Transpose(x, [0, .. Enumerable.Range(2, space).Select(d => (long)d), 1]);

    /// <summary>[space..., a, b] as [b, a, space...].</summary>
    private static Value Turned((float[] Numbers, int[] Shape) kernel, int space)
    {
        int[] shape = kernel.Shape;
        int a = shape[^2], b = shape[^1], places = shape[..space].Aggregate(1, (p, s) => p * s);
        float[] turned = new float[kernel.Numbers.Length];
        for (int p = 0; p < places; p++)
            for (int i = 0; i < a; i++)
                for (int j = 0; j < b; j++) turned[(j * a + i) * places + p] = kernel.Numbers[(p * a + i) * b + j];
        return Value.From(turned, [b, a, .. shape[..space]]);
    }
}
