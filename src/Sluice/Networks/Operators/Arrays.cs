using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>Makes new values of the kind of others, and moves elements between them with their gradients.</summary>
internal static unsafe class Arrays
{
    /// <summary>The elements of an array of this shape.</summary>
    /// <exception cref="SluiceException">More than can be counted, or a negative dimension.</exception>
    public static int Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int n in shape)
        {
            count = n < 0 || count * Math.Max(n, 1) > int.MaxValue ? -1 : count * n;
            if (count < 0) throw new SluiceException($"expected an array of 0 to {int.MaxValue} elements, got {Tensor.Describe(shape)}");
        }

        return (int)count;
    }

    /// <summary>Memory for floating-point numbers of a shape; a single number is a row of 1.</summary>
    public static Tensor Lend(Tape tape, ReadOnlySpan<int> shape, bool clear = false)
    {
        Count(shape);
        return tape.Lend(clear, shape.Length == 0 ? [1] : shape.ToArray());
    }

    /// <summary>The dimension that an axis names; negative ones count from the end.</summary>
    public static int Axis(long axis, int dimensions) => axis >= -dimensions && axis < dimensions
        ? (int)(axis < 0 ? axis + dimensions : axis)
        : throw new SluiceException($"expected an axis from {-dimensions} to {dimensions - 1}, got {axis}");

    /// <summary>A dimension, which must not be larger than an array can be.</summary>
    public static int Size(long size) => size is >= 0 and <= int.MaxValue
        ? (int)size
        : throw new SluiceException($"expected a dimension of 0 to {int.MaxValue}, got {size}");

    /// <summary>The whole numbers of an input that gives sizes or axes.</summary>
    public static long[] List(Value?[] inputs, int at) => inputs.Length > at && inputs[at] is { } value ? value.Integers : [];

    public static Value Required(Value?[] inputs, int at) => inputs.Length > at && inputs[at] is { } value
        ? value
        : throw new SluiceException($"expected an input {at + 1}, got none");

    public static Value? Optional(Value?[] inputs, int at) => inputs.Length > at ? inputs[at] : null;

    /// <summary>An array of another shape whose elements come from parts of others.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="name">The operator.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="parts">From where to where; what no part fills is 0, or "".</param>
    public static Value Moved(Tape tape, string name, ReadOnlySpan<int> shape, IReadOnlyList<Part> parts)
    {
        var kind = parts.Count > 0 ? parts[0].Source : throw new SluiceException("expected an array, got none");
        if (parts.FirstOrDefault(p => p.Source.Type != kind.Type && !(p.Source.IsFloat && kind.IsFloat)).Source is { } other)
            throw new SluiceException($"expected arrays of one type, got {kind} and {other}");
        long filled = parts.Sum(p => p.Shape.Aggregate(1L, (product, n) => product * n));
        int count = Count(shape);
        if (kind.IsInteger)
        {
            var integers = new long[count];
            foreach (var part in parts) Strided.Copy(integers, part.To, part.Source.Integers, part.From, part.Shape);
            return new Value(integers, shape, kind.Type);
        }

        if (!kind.IsFloat)
        {
            var texts = new string[count];
            Array.Fill(texts, "");
            foreach (var part in parts) Strided.Copy(texts, part.To, part.Source.Texts, part.From, part.Shape);
            return new Value(texts, shape);
        }

        var y = Lend(tape, shape, filled < count);
        foreach (var part in parts) Strided.Copy(y.Pointer, part.To, part.Source.Numbers.Pointer, part.From, part.Shape, false);
        var sources = parts.Select(p => p.Source).Distinct().ToArray();
        Record(tape, name, sources, y, () =>
        {
            if (y.Gradient is not { } dy) return;
            foreach (var part in parts)
                if (part.Source.NeedsGradient(tape))
                    Strided.Copy(part.Source.Gradient(tape).Pointer, part.From, dy.Pointer, part.To, part.Shape, true);
        });
        GC.KeepAlive(sources);
        return new Value(y, shape, kind.Type);
    }

    /// <summary>The same elements in another shape, in their order.</summary>
    public static Value Reshaped(Tape tape, Value x, params ReadOnlySpan<int> shape)
    {
        if (Count(shape) != x.Count) throw new SluiceException($"expected a shape of {x.Count} elements for {x}, got {Tensor.Describe(shape)}");
        if (x.IsInteger) return new Value(x.Integers, shape, x.Type);
        if (!x.IsFloat) return new Value(x.Texts, shape);
        var numbers = x.Numbers;
        int columns = shape.Length == 0 ? 1 : shape[^1];
        Tensor y;
        if (columns == numbers.Columns && columns > 0)
        {
            y = numbers.View(0, shape.Length == 0 ? [1] : shape.ToArray());
            if (x.Weight is not null) y = new Tensor([.. y.Shape], y.Buffer, (nint)(y.Pointer - y.Buffer.Pointer)) { NeedsGradient = tape.Recording };
        }
        else
        {
            y = Lend(tape, shape);
            Refill(y, numbers, false);
        }

        Record(tape, "Reshape", [x], y, () =>
        {
            if (y.Gradient is { } dy && x.NeedsGradient(tape)) Refill(x.Gradient(tape), dy, true);
        });
        return new Value(y, shape, x.Type);
    }

    /// <summary>Records an operation of values; the tape is told of their tensors.</summary>
    public static void Record(Tape tape, string name, IEnumerable<Value> inputs, Tensor output, Action backward)
    {
        if (!tape.Recording && !tape.Listing) return;
        var given = inputs.Where(i => i.IsFloat).ToArray();
        tape.Record(new Operation(name, [.. given.Where(i => i.Weight is null).Select(i => i.Numbers)], [output], backward)
        {
            Parameters = [.. given.Select(i => i.Weight).OfType<Parameter>()],
            Layer = given.Select(i => i.Weight?.Name).FirstOrDefault(n => n is not null) ?? "",
        });
    }

    /// <summary>Moves elements, in their order, between rows of different lengths.</summary>
    private static void Refill(Tensor target, Tensor source, bool add)
    {
        int column = 0, row = 0;
        for (int r = 0; r < source.Rows; r++)
        {
            float* from = source.Pointer + (nint)r * source.Stride;
            for (int c = 0; c < source.Columns;)
            {
                int n = Math.Min(source.Columns - c, target.Columns - column);
                float* to = target.Pointer + (nint)row * target.Stride + column;
                if (add) for (int i = 0; i < n; i++) to[i] += from[c + i];
                else new ReadOnlySpan<float>(from + c, n).CopyTo(new Span<float>(to, n));
                c += n;
                column += n;
                if (column == target.Columns) (row, column) = (row + 1, 0);
            }
        }
    }

    /// <summary>Elements that go from places of one array to places of another.</summary>
    public readonly record struct Part(Value Source, Strided From, Strided To, int[] Shape);
}
