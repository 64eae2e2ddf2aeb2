using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>Shapes as numbers, and the same elements in another shape.</summary>
internal static class Shapes
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("Constant", Constant),
        ("ConstantOfShape", Filled),
        ("Shape", ShapeOf),
        ("Size", _ => (_, x) => [new Value([Arrays.Required(x, 0).Count], [])]),
        ("Reshape", Reshape),
        ("Flatten", Flatten),
        ("Squeeze", Squeeze),
        ("Unsqueeze", Unsqueeze),
        ("Range", _ => Range),
        ("EyeLike", Eye),
    ];

    private static Kernel Constant(Node node)
    {
        Value value = node.Attributes.Count == 0 ? throw new SluiceException("expected a value, got none") : node.Attributes.First().Value switch
        {
            Value given => given,
            float number => Value.From([number]),
            long number => new Value([number], []),
            string text => new Value([text], []),
            float[] numbers => Value.From(numbers, numbers.Length),
            long[] numbers => new Value(numbers, [numbers.Length]),
            string[] texts => new Value(texts, [texts.Length]),
            var other => throw new SluiceException($"expected a value, got {other.GetType().Name}"),
        };
        return (_, _) => [value];
    }

    private static Kernel Filled(Node node)
    {
        var value = node.Attributes.TryGetValue("value", out object? given) ? (Value)given : Value.From([0f]);
        return (tape, inputs) =>
        {
            int[] shape = [.. Arrays.Required(inputs, 0).Integers.Select(Arrays.Size)];
            return [Moves.Expanded(tape, Arrays.Reshaped(tape, value), shape)];
        };
    }

    private static Kernel ShapeOf(Node node)
    {
        long start = node.Integer("start", 0), end = node.Integer("end", long.MaxValue);
        return (_, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int n = x.Shape.Length;
            int from = (int)Math.Clamp(start < 0 ? start + n : start, 0, n), to = (int)Math.Clamp(end < 0 ? end + n : end, 0, n);
            var sizes = new long[Math.Max(0, to - from)];
            for (int d = 0; d < sizes.Length; d++) sizes[d] = x.Shape[from + d];
            return [new Value(sizes, [sizes.Length])];
        };
    }

    /// <summary>Another shape: 0 keeps a dimension, −1 is what is left over.</summary>
    private static Kernel Reshape(Node node)
    {
        bool zeroes = node.Integer("allowzero", 0) != 0;
        long[]? fixedShape = node.Integers("shape");
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            long[] asked = fixedShape ?? Arrays.Required(inputs, 1).Integers;
            var shape = new int[asked.Length];
            long known = 1;
            int open = -1;
            for (int d = 0; d < shape.Length; d++)
            {
                if (asked[d] == -1)
                {
                    if (open >= 0) throw new SluiceException($"expected at most one -1, got [{string.Join(", ", asked)}]");
                    open = d;
                    continue;
                }

                shape[d] = asked[d] == 0 && !zeroes
                    ? d < x.Shape.Length ? x.Shape[d] : throw new SluiceException($"expected a dimension {d} to keep, got {x}")
                    : Arrays.Size(asked[d]);
                known *= shape[d];
            }

            if (open >= 0)
            {
                if (known == 0 || x.Count % known != 0)
                    throw new SluiceException($"expected a shape of the {x.Count} elements of {x}, got [{string.Join(", ", asked)}]");
                shape[open] = Arrays.Size(x.Count / known);
            }

            return [Arrays.Reshaped(tape, x, shape)];
        };
    }

    private static Kernel Flatten(Node node)
    {
        long asked = node.Integer("axis", 1);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int axis = asked == x.Shape.Length ? x.Shape.Length : Arrays.Axis(asked, x.Shape.Length);
            return [Arrays.Reshaped(tape, x, Arrays.Count(x.Shape[..axis]), Arrays.Count(x.Shape[axis..]))];
        };
    }

    private static Kernel Squeeze(Node node)
    {
        long[]? attribute = node.Integers("axes");
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            long[] axes = attribute ?? Arrays.List(inputs, 1);
            var gone = axes.Select(a => Arrays.Axis(a, x.Shape.Length)).ToHashSet();
            var shape = new List<int>();
            for (int d = 0; d < x.Shape.Length; d++)
            {
                bool leaves = axes.Length == 0 ? x.Shape[d] == 1 : gone.Contains(d);
                if (leaves && x.Shape[d] != 1) throw new SluiceException($"expected dimension {d} to be 1, got {x}");
                if (!leaves) shape.Add(x.Shape[d]);
            }

            return [Arrays.Reshaped(tape, x, shape.ToArray())];
        };
    }

    private static Kernel Unsqueeze(Node node)
    {
        long[]? attribute = node.Integers("axes");
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            long[] axes = attribute ?? Arrays.Required(inputs, 1).Integers;
            int n = x.Shape.Length + axes.Length;
            var added = axes.Select(a => Arrays.Axis(a, n)).ToHashSet();
            if (added.Count != axes.Length) throw new SluiceException($"expected each axis once, got [{string.Join(", ", axes)}]");
            var shape = new int[n];
            for (int d = 0, own = 0; d < n; d++) shape[d] = added.Contains(d) ? 1 : x.Shape[own++];
            return [Arrays.Reshaped(tape, x, shape)];
        };
    }

    /// <summary>start, start + delta, … before limit.</summary>
    private static Value?[] Range(Tape tape, Value?[] inputs)
    {
        Value start = Arrays.Required(inputs, 0), limit = Arrays.Required(inputs, 1), delta = Arrays.Required(inputs, 2);
        double from = start.ToFloats()[0], step = delta.ToFloats()[0], to = limit.ToFloats()[0];
        if (start.IsInteger) (from, step, to) = (start.Integers[0], delta.Integers[0], limit.Integers[0]);
        double length = Math.Ceiling((to - from) / step);
        if (double.IsNaN(length) || length > int.MaxValue) throw new SluiceException($"expected a range that ends, got {from} to {to} by {step}");
        int count = (int)Math.Max(0, length);
        if (!start.IsInteger) return [Value.From([.. Enumerable.Range(0, count).Select(i => (float)(from + i * step))], count)];
        long first = start.Integers[0], by = delta.Integers[0];
        return [new Value([.. Enumerable.Range(0, count).Select(i => first + i * by)], [count], start.Type)];
    }

    private static Kernel Eye(Node node)
    {
        long k = node.Integer("k", 0), asked = node.Integer("dtype", 0);
        return (_, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int rows = x.Shape[0], columns = x.Shape[1];
            var numbers = new float[Arrays.Count(x.Shape)];
            for (int r = 0; r < rows; r++) if (r + k >= 0 && r + k < columns) numbers[r * columns + r + k] = 1;
            return [Choices.Cast(Value.From(numbers, rows, columns), asked == 0 ? x.Type : (ElementType)asked)];
        };
    }
}
