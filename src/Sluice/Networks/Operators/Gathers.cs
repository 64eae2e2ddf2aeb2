using Sluice.Autodiff;
using Part = Sluice.Networks.Operators.Arrays.Part;

namespace Sluice.Networks.Operators;

/// <summary>Elements by their numbers: taken, put, found.</summary>
internal static class Gathers
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("Gather", Gather),
        ("GatherElements", GatherElements),
        ("GatherND", GatherNd),
        ("ScatterElements", ScatterElements),
        ("Scatter", ScatterElements),
        ("ScatterND", ScatterNd),
        ("OneHot", OneHot),
        ("NonZero", _ => NonZero),
        ("Trilu", Triangle),
    ];

    /// <summary>The slices of a dimension that the indices name: an embedding's rows.</summary>
    private static Kernel Gather(Node node)
    {
        long asked = node.Integer("axis", 0);
        return (tape, inputs) =>
        {
            Value x = Arrays.Required(inputs, 0), indices = Arrays.Required(inputs, 1);
            int axis = Arrays.Axis(asked, x.Shape.Length), size = x.Shape[axis];
            int[] shape = [.. x.Shape[..axis], .. indices.Shape, .. x.Shape[(axis + 1)..]];
            int[] slice = [.. x.Shape[..axis], .. x.Shape[(axis + 1)..]];
            Strided from = Strided.Of(x), to = Moves.Places(x, shape);
            nint[] steps = [.. from.Steps[..axis], .. from.Steps[(axis + 1)..]];
            nint[] targets = [.. to.Steps[..axis], .. to.Steps[(axis + indices.Shape.Length)..]];
            var at = new int[indices.Shape.Length];
            var parts = new List<Part>(indices.Integers.Length);
            foreach (long index in indices.Integers)
            {
                nint target = 0;
                for (int d = 0; d < at.Length; d++) target += at[d] * to.Steps[axis + d];
                parts.Add(new(x, new(Index(index, size) * from.Steps[axis], steps), new(target, targets), slice));
                for (int d = at.Length - 1; d >= 0 && ++at[d] == indices.Shape[d]; d--) at[d] = 0;
            }

            if (parts.Count == 0) parts.Add(new(x, new(0, steps), new(0, targets), [.. slice.Select(_ => 0), 0]));
            return [Arrays.Moved(tape, "Gather", shape, parts)];
        };
    }

    private static Kernel GatherElements(Node node)
    {
        long asked = node.Integer("axis", 0);
        return (tape, inputs) =>
        {
            Value x = Arrays.Required(inputs, 0), indices = Arrays.Required(inputs, 1);
            int axis = Arrays.Axis(asked, x.Shape.Length);
            var (from, to) = (Strided.Of(x), Moves.Places(x, indices.Shape));
            return [Arrays.Moved(tape, "GatherElements", indices.Shape, Elements(x, indices, axis, from, to))];
        };
    }

    /// <summary>The parts of single elements: the place of each index in one array, and with the index along an axis in the other.</summary>
    private static List<Part> Elements(Value x, Value indices, int axis, Strided by, Strided plain)
    {
        var at = new int[indices.Shape.Length];
        var parts = new List<Part>(indices.Integers.Length);
        foreach (long index in indices.Integers)
        {
            nint first = 0, second = 0;
            for (int d = 0; d < at.Length; d++)
            {
                first += (d == axis ? Index(index, x.Shape[axis]) : at[d]) * by.Steps[d];
                second += at[d] * plain.Steps[d];
            }

            parts.Add(new(x, new(first, []), new(second, []), []));
            for (int d = at.Length - 1; d >= 0 && ++at[d] == indices.Shape[d]; d--) at[d] = 0;
        }

        return parts;
    }

    private static Kernel GatherNd(Node node)
    {
        int shared = (int)node.Integer("batch_dims", 0);
        return (tape, inputs) =>
        {
            Value x = Arrays.Required(inputs, 0), indices = Arrays.Required(inputs, 1);
            int depth = indices.Shape[^1];
            int[] shape = [.. indices.Shape[..^1], .. x.Shape[(shared + depth)..]];
            int[] slice = x.Shape[(shared + depth)..].ToArray();
            var (from, to) = (Strided.Of(x), Moves.Places(x, shape));
            var parts = new List<Part>();
            foreach (var (at, index) in Rows(indices))
            {
                nint source = 0, target = 0;
                for (int d = 0; d < shared; d++) source += at[d] * from.Steps[d];
                for (int d = 0; d < depth; d++) source += Index(index[d], x.Shape[shared + d]) * from.Steps[shared + d];
                for (int d = 0; d < at.Length; d++) target += at[d] * to.Steps[d];
                parts.Add(new(x, new(source, from.Steps[(shared + depth)..]), new(target, to.Steps[at.Length..]), slice));
            }

            return [Arrays.Moved(tape, "GatherND", shape, parts)];
        };
    }

    private static Kernel ScatterElements(Node node)
    {
        long asked = node.Integer("axis", 0);
        RefuseReduction(node);
        return (tape, inputs) =>
        {
            Value x = Arrays.Required(inputs, 0), indices = Arrays.Required(inputs, 1), updates = Arrays.Required(inputs, 2);
            int axis = Arrays.Axis(asked, x.Shape.Length);
            var parts = Elements(x, indices, axis, Moves.Places(x, x.Shape), Strided.Of(updates));
            return [Scattered(tape, x, parts.Select(p => p with { Source = updates, From = p.To, To = p.From }))];
        };
    }

    private static Kernel ScatterNd(Node node)
    {
        RefuseReduction(node);
        return (tape, inputs) =>
        {
            Value x = Arrays.Required(inputs, 0), indices = Arrays.Required(inputs, 1), updates = Arrays.Required(inputs, 2);
            int depth = indices.Shape[^1];
            int[] slice = x.Shape[depth..].ToArray();
            var (to, from) = (Moves.Places(x, x.Shape), Strided.Of(updates));
            var parts = new List<Part>();
            foreach (var (at, index) in Rows(indices))
            {
                nint source = 0, target = 0;
                for (int d = 0; d < at.Length; d++) source += at[d] * from.Steps[d];
                for (int d = 0; d < depth; d++) target += Index(index[d], x.Shape[d]) * to.Steps[d];
                parts.Add(new(updates, new(source, from.Steps[at.Length..]), new(target, to.Steps[depth..]), slice));
            }

            return [Scattered(tape, x, parts)];
        };
    }

    /// <summary>x with parts of other elements in place of its own.</summary>
    private static Value Scattered(Tape tape, Value x, IEnumerable<Part> updates)
    {
        if (x.NeedsGradient(tape)) throw new SluiceException("an array with elements put into it has no gradient here");
        var places = Moves.Places(x, x.Shape);
        return Arrays.Moved(tape, "Scatter", x.Shape, [new Part(x, Strided.Of(x), places, x.Shape.ToArray()), .. updates]);
    }

    private static void RefuseReduction(Node node)
    {
        if (node.Text("reduction", "none") is not "none" and var other) throw new SluiceException($"expected the reduction none, got '{other}'");
    }

    private static IEnumerable<(int[] At, long[] Index)> Rows(Value indices)
    {
        int depth = indices.Shape[^1], dimensions = indices.Shape.Length - 1;
        var at = new int[dimensions];
        int[] sizes = indices.Shape[..^1].ToArray();
        for (int i = 0; i < (depth == 0 ? 0 : indices.Integers.Length / depth); i++)
        {
            yield return (at, indices.Integers[(i * depth)..((i + 1) * depth)]);
            for (int d = dimensions - 1; d >= 0 && ++at[d] == sizes[d]; d--) at[d] = 0;
        }
    }

    /// <summary>One value at the index along a new dimension, another elsewhere.</summary>
    private static Kernel OneHot(Node node)
    {
        long asked = node.Integer("axis", -1);
        return (_, inputs) =>
        {
            Value indices = Arrays.Required(inputs, 0), values = Arrays.Required(inputs, 2);
            int depth = Arrays.Size((long)Arrays.Required(inputs, 1).ToFloats()[0]), axis = Arrays.Axis(asked, indices.Shape.Length + 1);
            int[] shape = [.. indices.Shape[..axis], depth, .. indices.Shape[axis..]];
            int inner = Arrays.Count(indices.Shape[axis..]);
            float[] pair = values.ToFloats(), places = indices.ToFloats(), y = new float[Arrays.Count(shape)];
            Array.Fill(y, pair[0]);
            for (int i = 0; i < places.Length; i++)
            {
                long index = (long)places[i] < 0 ? (long)places[i] + depth : (long)places[i];
                if (index >= 0 && index < depth) y[((i / inner) * depth + index) * inner + i % inner] = pair[1];
            }

            return [Choices.Cast(Value.From(y, shape), values.Type)];
        };
    }

    private static Value?[] NonZero(Tape tape, Value?[] inputs)
    {
        var x = Arrays.Required(inputs, 0);
        float[] values = x.ToFloats();
        int[] places = [.. Enumerable.Range(0, values.Length).Where(i => values[i] != 0)];
        int dimensions = x.Shape.Length;
        var y = new long[dimensions * places.Length];
        for (int i = 0; i < places.Length; i++)
            for (int d = dimensions - 1, rest = places[i]; d >= 0; rest /= x.Shape[d--]) y[d * places.Length + i] = rest % x.Shape[d];
        return [new Value(y, [dimensions, places.Length])];
    }

    /// <summary>The upper or the lower triangle, 0 elsewhere.</summary>
    private static Kernel Triangle(Node node)
    {
        bool upper = node.Integer("upper", 1) != 0;
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            long k = Arrays.Optional(inputs, 1)?.Integers[0] ?? 0;
            var mask = new float[x.Shape[^2] * x.Shape[^1]];
            for (int i = 0; i < mask.Length; i++)
            {
                long distance = i % x.Shape[^1] - i / x.Shape[^1] - k;
                mask[i] = (upper ? distance >= 0 : distance <= 0) ? 1 : 0;
            }

            if (x.IsInteger) return [new Value([.. x.Integers.Select((v, i) => v * (long)mask[i % mask.Length])], x.Shape, x.Type)];
            return [Paired.Run<Multiplication>(tape, x, Value.From(mask, x.Shape[^2], x.Shape[^1]))];
        };
    }

    private static int Index(long index, int size) => index >= -size && index < size
        ? (int)(index < 0 ? index + size : index)
        : throw new SluiceException($"expected an index from {-size} to {size - 1}, got {index}");
}
