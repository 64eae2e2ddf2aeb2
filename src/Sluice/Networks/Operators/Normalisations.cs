using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>Arrays brought to mean 0 and deviation 1, put together from sums, products and roots, so that gradients come by themselves.</summary>
internal static class Normalisations
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("BatchNormalization", BatchNormalization),
        ("LayerNormalization", LayerNormalization),
        ("InstanceNormalization", n => Over(n, 2)),
        ("GroupNormalization", GroupNormalization),
        ("MeanVarianceNormalization", MeanVariance),
        ("LpNormalization", LpNormalization),
    ];

    /// <summary>(x − running mean) / √(running variance + ε) · scale + bias, a number of each for a channel, as after training.</summary>
    private static Kernel BatchNormalization(Node node)
    {
        float epsilon = node.Number("epsilon", 1e-5f);
        if (node.Integer("training_mode", 0) != 0) throw new SluiceException("expected training_mode 0: running means are not changed here");
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int[] shape = [x.Shape.Length > 1 ? x.Shape[1] : 1, .. Enumerable.Repeat(1, Math.Max(0, x.Shape.Length - 2))];
            Value Channels(int at) => Arrays.Reshaped(tape, Arrays.Required(inputs, at), shape);
            var deviation = Root(tape, Channels(4), epsilon);
            var factor = Paired.Run<Division>(tape, Channels(1), deviation);
            var centred = Paired.Run<Subtraction>(tape, x, Channels(3));
            return [Paired.Run<Addition>(tape, Paired.Run<Multiplication>(tape, centred, factor), Channels(2))];
        };
    }

    private static Kernel LayerNormalization(Node node)
    {
        float epsilon = node.Number("epsilon", 1e-5f);
        long asked = node.Integer("axis", -1);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int from = Arrays.Axis(asked, x.Shape.Length);
            int[] axes = [.. Enumerable.Range(from, x.Shape.Length - from)];
            var (y, mean, deviation) = Normalised(tape, x, axes, epsilon);
            y = Paired.Run<Multiplication>(tape, y, Arrays.Required(inputs, 1));
            if (Arrays.Optional(inputs, 2) is { } bias) y = Paired.Run<Addition>(tape, y, bias);
            return [y, mean, Elementwise.Of<Reciprocal>(tape, deviation, 0, 0)];
        };
    }

    /// <summary>Over the dimensions from one on, with a scale and a bias for each channel.</summary>
    private static Kernel Over(Node node, int from)
    {
        float epsilon = node.Number("epsilon", 1e-5f);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int[] shape = [x.Shape[1], .. Enumerable.Repeat(1, x.Shape.Length - 2)];
            var (y, _, _) = Normalised(tape, x, [.. Enumerable.Range(from, x.Shape.Length - from)], epsilon);
            y = Paired.Run<Multiplication>(tape, y, Arrays.Reshaped(tape, Arrays.Required(inputs, 1), shape));
            return [Paired.Run<Addition>(tape, y, Arrays.Reshaped(tape, Arrays.Required(inputs, 2), shape))];
        };
    }

    /// <summary>Over groups of channels. The scale and the bias are for a channel since opset 21, for a group before.</summary>
    private static Kernel GroupNormalization(Node node)
    {
        float epsilon = node.Number("epsilon", 1e-5f);
        int groups = (int)node.Integer("num_groups", 1);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int channels = x.Shape[1], n = x.Shape.Length;
            if (groups < 1 || channels % groups != 0) throw new SluiceException($"expected groups that divide {channels} channels, got {groups}");
            int[] split = [x.Shape[0], groups, channels / groups, .. x.Shape[2..]];
            var (y, _, _) = Normalised(tape, Arrays.Reshaped(tape, x, split), [.. Enumerable.Range(2, n - 1)], epsilon);
            Value Spread(int at)
            {
                var given = Arrays.Required(inputs, at);
                int[] shape = given.Shape[0] == channels ? [groups, channels / groups] : [groups, 1];
                return Arrays.Reshaped(tape, given, [.. shape, .. Enumerable.Repeat(1, n - 2)]);
            }

            y = Paired.Run<Addition>(tape, Paired.Run<Multiplication>(tape, y, Spread(1)), Spread(2));
            return [Arrays.Reshaped(tape, y, x.Shape)];
        };
    }

    private static Kernel MeanVariance(Node node)
    {
        long[] axes = node.Integers("axes") ?? [0, 2, 3];
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            return [Normalised(tape, x, [.. axes.Select(a => Arrays.Axis(a, x.Shape.Length))], 1e-9f).Y];
        };
    }

    private static Kernel LpNormalization(Node node)
    {
        long asked = node.Integer("axis", -1), p = node.Integer("p", 2);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int[] axes = [Arrays.Axis(asked, x.Shape.Length)];
            var length = p == 1
                ? Reductions.Sum(tape, Elementwise.Of<Abs>(tape, x, 0, 0), axes)
                : Root(tape, Reductions.Sum(tape, Paired.Run<Multiplication>(tape, x, x), axes), 0);
            return [Paired.Run<Division>(tape, x, length)];
        };
    }

    /// <summary>(x − mean) / √(variance + ε) over some dimensions.</summary>
    private static (Value Y, Value Mean, Value Deviation) Normalised(Tape tape, Value x, int[] axes, float epsilon)
    {
        var mean = Reductions.Mean(tape, x, axes);
        var centred = Paired.Run<Subtraction>(tape, x, mean);
        var deviation = Root(tape, Reductions.Mean(tape, Paired.Run<Multiplication>(tape, centred, centred), axes), epsilon);
        return (Paired.Run<Division>(tape, centred, deviation), mean, deviation);
    }

    private static Value Root(Tape tape, Value x, float epsilon)
        => Elementwise.Of<Sqrt>(tape, epsilon == 0 ? x : Paired.Run<Addition>(tape, x, Value.From([epsilon])), 0, 0);
}
