using Sluice.Autodiff;
using Part = Sluice.Networks.Operators.Arrays.Part;

namespace Sluice.Networks.Operators;

/// <summary>Elements moved to other places: transposed, cut, joined, repeated, put between others.</summary>
internal static class Moves
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("Transpose", TransposeOf),
        ("Concat", Concat),
        ("Split", Split),
        ("Slice", Slice),
        ("Expand", _ => Expand),
        ("Tile", _ => Tile),
        ("Pad", Pads.Pad),
        ("ReverseSequence", ReverseSequence),
        ("DepthToSpace", n => Blocks(n, toSpace: true)),
        ("SpaceToDepth", n => Blocks(n, toSpace: false)),
    ];

    /// <summary>The dimensions in another order.</summary>
    public static Value Transposed(Tape tape, Value x, params int[] order)
    {
        int[] shape = new int[order.Length];
        for (int d = 0; d < order.Length; d++) shape[d] = x.Shape[order[d]];
        return Arrays.Moved(tape, "Transpose", shape, [new(x, Strided.Of(x).Permuted(order), Places(x, shape), shape)]);
    }

    /// <summary>An array repeated to a shape.</summary>
    public static Value Expanded(Tape tape, Value x, int[] shape)
        => x.Shape.SequenceEqual(shape) ? x : Arrays.Moved(tape, "Expand", shape, [new(x, Strided.Broadcast(x, shape), Places(x, shape), shape)]);

    /// <summary>A part of an array along one dimension.</summary>
    public static Value Cut(Tape tape, Value x, int axis, int from, int count)
    {
        int[] shape = x.Shape.ToArray();
        shape[axis] = count;
        var all = Strided.Of(x);
        return Arrays.Moved(tape, "Slice", shape, [new(x, all.From(from * all.Steps[axis]), Places(x, shape), shape)]);
    }

    /// <summary>Arrays joined along one dimension.</summary>
    public static Value Joined(Tape tape, IReadOnlyList<Value> values, int axis)
    {
        int[] shape = values[0].Shape.ToArray();
        shape[axis] = 0;
        foreach (var value in values)
        {
            bool fits = value.Shape.Length == shape.Length;
            for (int d = 0; fits && d < shape.Length; d++) fits = d == axis || value.Shape[d] == shape[d];
            if (!fits) throw new SluiceException($"expected arrays that differ in dimension {axis} alone, got {string.Join(" and ", values)}");
            shape[axis] = Arrays.Size((long)shape[axis] + value.Shape[axis]);
        }

        var places = Places(values[0], shape);
        var parts = new List<Part>();
        nint at = 0;
        foreach (var value in values)
        {
            parts.Add(new(value, Strided.Of(value), places.From(at * places.Steps[axis]), value.Shape.ToArray()));
            at += value.Shape[axis];
        }

        return Arrays.Moved(tape, "Concat", shape, parts);
    }

    /// <summary>The places of the elements of a new array of the kind of another.</summary>
    public static Strided Places(Value kind, ReadOnlySpan<int> shape)
    {
        int columns = shape.Length == 0 ? 1 : shape[^1];
        return Strided.OfRows(shape, kind.IsFloat ? Kernels.Padding.Round(columns) : columns);
    }

    private static Kernel TransposeOf(Node node)
    {
        long[]? asked = node.Integers("perm");
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int n = x.Shape.Length;
            int[] order = asked is null ? [.. Enumerable.Range(0, n).Reverse()] : [.. asked.Select(a => Arrays.Axis(a, n))];
            if (order.Distinct().Count() != n) throw new SluiceException($"expected each dimension of {x} once, got [{string.Join(", ", order)}]");
            return [Transposed(tape, x, order)];
        };
    }

    private static Kernel Concat(Node node)
    {
        long asked = node.Integer("axis", 1);
        return (tape, inputs) => [Joined(tape, [.. inputs.Select((_, i) => Arrays.Required(inputs, i))],
            Arrays.Axis(asked, Arrays.Required(inputs, 0).Shape.Length))];
    }

    private static Kernel Split(Node node)
    {
        long asked = node.Integer("axis", 0);
        long[]? attribute = node.Integers("split");
        int outputs = node.Outputs.Count;
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int axis = Arrays.Axis(asked, x.Shape.Length), size = x.Shape[axis], each = (size + outputs - 1) / outputs;
            long[] sizes = attribute ?? Arrays.Optional(inputs, 1)?.Integers
                ?? [.. Enumerable.Range(0, outputs).Select(i => (long)Math.Min(each, size - i * each))];
            if (sizes.Sum() != size || sizes.Length != outputs || sizes.Any(s => s < 0))
                throw new SluiceException($"expected {outputs} parts of {size} together, got [{string.Join(", ", sizes)}]");
            var parts = new Value[outputs];
            for (int i = 0, from = 0; i < outputs; from += (int)sizes[i++]) parts[i] = Cut(tape, x, axis, from, (int)sizes[i]);
            return parts;
        };
    }

    /// <summary>From start to before end by a step, along any dimensions; attributes until opset 9, inputs since.</summary>
    private static Kernel Slice(Node node)
    {
        long[]? starts = node.Integers("starts"), ends = node.Integers("ends"), axes = node.Integers("axes");
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            long[] from = starts ?? Arrays.List(inputs, 1), to = ends ?? Arrays.List(inputs, 2);
            long[] along = axes ?? Arrays.Optional(inputs, 3)?.Integers ?? [.. Enumerable.Range(0, from.Length).Select(i => (long)i)];
            long[] by = Arrays.Optional(inputs, 4)?.Integers ?? [.. from.Select(_ => 1L)];
            if (from.Length != to.Length || from.Length != along.Length || from.Length != by.Length)
                throw new SluiceException($"expected as many starts as ends, axes and steps, got {from.Length}, {to.Length}, {along.Length}, {by.Length}");
            int[] shape = x.Shape.ToArray();
            var all = Strided.Of(x);
            nint offset = 0;
            var steps = all.Steps.ToArray();
            for (int i = 0; i < from.Length; i++)
            {
                int d = Arrays.Axis(along[i], shape.Length), n = x.Shape[d];
                long step = by[i] == 0 ? throw new SluiceException("expected a step other than 0, got 0") : by[i];
                long first = Math.Clamp(from[i] < 0 ? from[i] + n : from[i], 0, step > 0 ? n : n - 1);
                long end = Math.Clamp(to[i] < 0 ? to[i] + n : to[i], step > 0 ? 0 : -1, n);
                shape[d] = (int)Math.Max(0, step > 0 ? (end - first + step - 1) / step : (first - end - step - 1) / -step);
                if (shape[d] == 0) first = 0;
                offset += (nint)first * all.Steps[d];
                steps[d] = shape[d] > 1 ? all.Steps[d] * (nint)step : all.Steps[d];
            }

            return [Arrays.Moved(tape, "Slice", shape, [new(x, new(offset, steps), Places(x, shape), shape)])];
        };
    }

    private static Value?[] Expand(Tape tape, Value?[] inputs)
    {
        var x = Arrays.Required(inputs, 0);
        int[] asked = [.. Arrays.Required(inputs, 1).Integers.Select(Arrays.Size)];
        int[] shape = new int[Math.Max(asked.Length, x.Shape.Length)];
        for (int d = 0; d < shape.Length; d++)
        {
            int own = d - (shape.Length - x.Shape.Length), other = d - (shape.Length - asked.Length);
            int a = own < 0 ? 1 : x.Shape[own], b = other < 0 ? 1 : asked[other];
            shape[d] = a == 1 ? b : b == 1 || a == b ? a : throw new SluiceException($"expected {x} to repeat to {Tensor.Describe(asked)}, got {a} and {b}");
        }

        return [Expanded(tape, x, shape)];
    }

    /// <summary>The whole array repeated: [r, d, …] with steps of 0 along r, which lies in memory as [r·d, …] does.</summary>
    private static Value?[] Tile(Tape tape, Value?[] inputs)
    {
        var x = Arrays.Required(inputs, 0);
        long[] repeats = Arrays.Required(inputs, 1).Integers;
        if (repeats.Length != x.Shape.Length) throw new SluiceException($"expected {x.Shape.Length} repeats for {x}, got {repeats.Length}");
        int[] shape = new int[repeats.Length], pairs = new int[2 * repeats.Length];
        for (int d = 0; d < shape.Length; d++)
        {
            shape[d] = Arrays.Size(checked(x.Shape[d] * repeats[d]));
            (pairs[2 * d], pairs[2 * d + 1]) = (Arrays.Size(repeats[d]), x.Shape[d]);
        }

        Strided from = Strided.Of(x), to = Places(x, shape);
        var own = x;
        return [Arrays.Moved(tape, "Tile", shape, [new(x,
            new(0, [.. from.Steps.SelectMany(s => new nint[] { 0, s })]),
            new(0, [.. to.Steps.SelectMany((s, d) => new[] { s * own.Shape[d], s })]), pairs)])];
    }

    /// <summary>The first steps of each sequence in reverse, the others as they are.</summary>
    private static Kernel ReverseSequence(Node node)
    {
        int time = (int)node.Integer("time_axis", 0), batch = (int)node.Integer("batch_axis", 1);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            long[] lengths = Arrays.Required(inputs, 1).Integers;
            if (time == batch || time is not (0 or 1) || batch is not (0 or 1) || x.Shape.Length < 2 || lengths.Length != x.Shape[batch]
                || lengths.Any(n => n < 0 || n > x.Shape[time]))
                throw new SluiceException($"expected a length of at most dimension {time} for each of dimension {batch} of {x}, got {lengths.Length}");
            Strided from = Strided.Of(x), to = Places(x, x.Shape);
            var parts = new List<Part>();
            int[] rest = x.Shape[2..].ToArray();
            for (int b = 0; b < lengths.Length; b++)
            {
                int n = (int)lengths[b];
                nint start = b * from.Steps[batch], target = b * to.Steps[batch], step = from.Steps[time];
                nint[] inner = [.. from.Steps.Skip(2)], own = [.. to.Steps.Skip(2)];
                if (n > 0) parts.Add(new(x, new(start + (n - 1) * step, [-step, .. inner]), new(target, [to.Steps[time], .. own]), [n, .. rest]));
                int left = x.Shape[time] - n;
                if (left > 0)
                    parts.Add(new(x, new(start + n * step, [step, .. inner]), new(target + n * to.Steps[time], [to.Steps[time], .. own]),
                        [left, .. rest]));
            }

            return [parts.Count == 0 ? x : Arrays.Moved(tape, "ReverseSequence", x.Shape, parts)];
        };
    }

    /// <summary>Channels spread over blocks of space, or the reverse.</summary>
    private static Kernel Blocks(Node node, bool toSpace)
    {
        int b = (int)node.Integer("blocksize", 1);
        bool columnsFirst = node.Text("mode", "DCR") == "CRD";
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            if (x.Shape.Length != 4 || b < 1) throw new SluiceException($"expected [N, C, H, W] and a block of 1 or more, got {x} and {b}");
            int n = x.Shape[0], c = x.Shape[1], h = x.Shape[2], w = x.Shape[3];
            if (!toSpace)
            {
                var cut = Arrays.Reshaped(tape, x, n, c, h / b, b, w / b, b);
                return [Arrays.Reshaped(tape, Transposed(tape, cut, 0, 3, 5, 1, 2, 4), n, c * b * b, h / b, w / b)];
            }

            var blocks = columnsFirst ? Arrays.Reshaped(tape, x, n, c / (b * b), b, b, h, w) : Arrays.Reshaped(tape, x, n, b, b, c / (b * b), h, w);
            int[] order = columnsFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
            return [Arrays.Reshaped(tape, Transposed(tape, blocks, order), n, c / (b * b), h * b, w * b)];
        };
    }
}
