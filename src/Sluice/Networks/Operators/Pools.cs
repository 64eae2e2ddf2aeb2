using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>The largest or the mean of what a window sees, in each channel for itself.</summary>
internal static unsafe class Pools
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("MaxPool", n => Pool(n, largest: true)),
        ("AveragePool", n => Pool(n, largest: false)),
        ("GlobalMaxPool", _ => (tape, inputs) => Whole(tape, Arrays.Required(inputs, 0), largest: true)),
        ("GlobalAveragePool", _ => (tape, inputs) => Whole(tape, Arrays.Required(inputs, 0), largest: false)),
    ];

    private static Kernel Pool(Node node, bool largest)
    {
        int[] kernel = [.. (node.Integers("kernel_shape") ?? throw new SluiceException("expected a kernel_shape, got none")).Select(Arrays.Size)];
        bool up = node.Integer("ceil_mode", 0) != 0, withPads = node.Integer("count_include_pad", 0) != 0;
        if (node.Outputs.Count > 1 && node.Outputs[1] != "") throw new SluiceException("expected one output: the places of the largest are not given");
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int[] space = x.Shape.Length == kernel.Length + 2 ? x.Shape[2..].ToArray()
                : throw new SluiceException($"expected an array [N, C, …] of {kernel.Length} dimensions of space, got {x}");
            var by = WindowSteps.Of(node, space, kernel);
            int[] output = by.Output(space, kernel, up);
            var y = Run(tape, Choices.Cast(x, ElementType.Float), Window.Over(space, kernel, by, output), largest,
                withPads ? Padded(space, kernel, by, output) : null);
            return [Choices.Cast(y[0]!, x.Type)];
        };
    }

    private static Value?[] Whole(Tape tape, Value x, bool largest)
    {
        int[] space = x.Shape[2..].ToArray(), ones = [.. space.Select(_ => 1)], none = new int[space.Length];
        return Run(tape, x, Window.Over(space, space, new(ones, ones, none, none), ones), largest, null);
    }

    /// <summary>How many elements each window covers, with the pads around the array, which a window that goes beyond them does not count.</summary>
    private static int[] Padded(int[] space, int[] kernel, WindowSteps by, int[] output)
    {
        int[] around = [.. space.Select((s, d) => s + by.Before[d] + by.After[d])], none = new int[space.Length];
        var wide = Window.Over(around, kernel, by with { Before = none, After = none }, output);
        return [.. Enumerable.Range(0, wide.Positions).Select(p => Enumerable.Range(0, wide.Elements).Count(k => wide[p, k] >= 0))];
    }

    private static Value?[] Run(Tape tape, Value x, Window window, bool largest, int[]? counts)
    {
        int[] shape = [x.Shape[0], x.Shape[1], .. window.Output];
        Tensor a = x.Numbers, y = Arrays.Lend(tape, shape);
        int channels = x.Shape[0] * x.Shape[1], rows = y.Rows / Math.Max(1, channels);
        var chosen = largest ? new int[channels * window.Positions] : [];
        for (int c = 0; c < channels; c++)
        {
            float* channel = a.Pointer + c * window.Channel;
            for (int p = 0; p < window.Positions; p++)
            {
                float result = largest ? float.NegativeInfinity : 0;
                int seen = 0, best = -1;
                for (int k = 0; k < window.Elements; k++)
                {
                    int place = window[p, k];
                    if (place < 0) continue;
                    seen++;
                    if (!largest) result += channel[place];
                    else if (best < 0 || channel[place] > result) (result, best) = (channel[place], place);
                }

                if (largest) chosen[c * window.Positions + p] = best;
                y[c * rows + p / y.Columns, p % y.Columns] = largest ? result : result / (counts is null ? Math.Max(1, seen) : counts[p]);
            }
        }

        Arrays.Record(tape, largest ? "MaxPool" : "AveragePool", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient(tape)) return;
            var dx = x.Gradient(tape);
            for (int c = 0; c < channels; c++)
            {
                float* channel = dx.Pointer + c * window.Channel;
                for (int p = 0; p < window.Positions; p++)
                {
                    float passed = dy[c * rows + p / y.Columns, p % y.Columns];
                    if (largest)
                    {
                        if (chosen[c * window.Positions + p] is var best && best >= 0) channel[best] += passed;
                        continue;
                    }

                    int seen = 0;
                    for (int k = 0; k < window.Elements; k++) if (window[p, k] >= 0) seen++;
                    for (int k = 0; k < window.Elements; k++)
                        if (window[p, k] is var place && place >= 0) channel[place] += passed / (counts is null ? seen : counts[p]);
                }
            }
        });
        return [new Value(y, shape, x.Type)];
    }
}
