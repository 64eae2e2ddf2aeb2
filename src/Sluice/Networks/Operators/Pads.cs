using Sluice.Autodiff;
using Part = Sluice.Networks.Operators.Arrays.Part;

namespace Sluice.Networks.Operators;

/// <summary>Arrays with something put around them.</summary>
internal static class Pads
{
    /// <summary>A constant, the edge, what the edge mirrors, or the other end; negative amounts cut. Attributes until opset 10.</summary>
    public static Kernel Pad(Node node)
    {
        string mode = node.Text("mode", "constant");
        long[]? attribute = node.Integers("pads") ?? node.Integers("paddings");
        float filled = node.Number("value", 0);
        if (mode is not ("constant" or "edge" or "reflect" or "wrap"))
            throw new SluiceException($"expected the mode constant, edge, reflect or wrap, got '{mode}'");
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            long[] given = attribute ?? Arrays.Required(inputs, 1).Integers;
            int n = x.Shape.Length;
            int[] axes = Arrays.Optional(inputs, 3) is { } listed ? [.. listed.Integers.Select(a => Arrays.Axis(a, n))] : [.. Enumerable.Range(0, n)];
            if (given.Length != 2 * axes.Length) throw new SluiceException($"expected {2 * axes.Length} amounts for {x}, got {given.Length}");
            var y = x;
            for (int i = 0; i < axes.Length; i++)
            {
                int before = checked((int)given[i]), after = checked((int)given[i + axes.Length]);
                if (before != 0 || after != 0) y = Along(tape, y, axes[i], before, after, mode);
            }

            return [mode == "constant" ? Fill(tape, x, y, axes, given, Arrays.Optional(inputs, 2), filled) : y];
        };
    }

    /// <summary>One dimension made longer or shorter; where a constant is to come there is 0.</summary>
    private static Value Along(Tape tape, Value x, int axis, int before, int after, string mode)
    {
        int size = x.Shape[axis], longer = Arrays.Size((long)size + before + after);
        int[] shape = x.Shape.ToArray();
        shape[axis] = longer;
        Strided from = Strided.Of(x), to = Moves.Places(x, shape);
        var parts = new List<Part>();
        int[] slice = x.Shape.ToArray();
        if (mode == "constant")
        {
            int first = Math.Max(0, -before), count = Math.Max(0, Math.Min(size, longer - before) - first);
            slice[axis] = count;
            parts.Add(new(x, from.From(first * from.Steps[axis]), to.From(Math.Max(0, before) * to.Steps[axis]), slice));
            return Arrays.Moved(tape, "Pad", shape, parts);
        }

        // One part for each run of neighbours: forward within x, backward in a mirror, standing still at an edge.
        for (int first = 0, count; first < longer; first += count)
        {
            int at = Source(first - before, size, mode), step = first + 1 < longer ? Source(first + 1 - before, size, mode) - at : 0;
            if (step is not (-1 or 0 or 1)) step = 1;
            count = 1;
            while (first + count < longer && Source(first + count - before, size, mode) == at + step * count) count++;
            slice[axis] = count;
            nint[] steps = [.. from.Steps];
            steps[axis] *= step;
            parts.Add(new(x, new(from.Offset + at * from.Steps[axis], steps), to.From(first * to.Steps[axis]), [.. slice]));
        }

        return parts.Count == 0 ? x : Arrays.Moved(tape, "Pad", shape, parts);
    }

    private static int Source(int place, int size, string mode)
    {
        if (size == 0) throw new SluiceException("expected something to repeat at the edge, got a dimension of 0");
        if (mode == "edge") return Math.Clamp(place, 0, size - 1);
        if (mode == "wrap") return (place % size + size) % size;
        if (size == 1) return 0;
        int period = 2 * (size - 1), at = (place % period + period) % period;
        return at < size ? at : period - at;
    }

    /// <summary>Adds the constant, where it is not 0, to all places that x does not fill.</summary>
    private static Value Fill(Tape tape, Value x, Value y, int[] axes, long[] given, Value? constant, float attribute)
    {
        float value = constant is null ? attribute : constant.IsFloat || constant.IsInteger ? constant.ToFloats()[0] : 0;
        if (value == 0 || ReferenceEquals(x, y)) return y;
        var ones = Value.From([.. Enumerable.Repeat(1f, Arrays.Count(x.Shape))], x.Shape);
        for (int i = 0; i < axes.Length; i++)
            ones = Along(tape, ones, axes[i], (int)given[i], (int)given[i + axes.Length], "constant");
        float[] mask = ones.ToFloats();
        for (int i = 0; i < mask.Length; i++) mask[i] = mask[i] == 0 ? value : 0;
        if (y.IsInteger) return new Value([.. y.Integers.Select((v, i) => v + (long)mask[i])], y.Shape, y.Type);
        return Paired.Run<Addition>(tape, y, Value.From(mask, y.Shape));
    }
}
