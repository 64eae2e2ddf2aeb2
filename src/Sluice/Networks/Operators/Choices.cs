using System.Globalization;
using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>Types changed, one of two elements taken, and what passes its input on.</summary>
internal static class Choices
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("Identity", _ => (_, x) => [Arrays.Required(x, 0)]),
        ("Cast", CastOf),
        ("CastLike", _ => (tape, x) => [Cast(Arrays.Required(x, 0), Arrays.Required(x, 1).Type)]),
        ("Where", _ => Where),
        ("Dropout", DropoutOf),
    ];

    /// <summary>The same numbers as another type. What a type of fewer bits can not hold is rounded or cut, as C does.</summary>
    public static Value Cast(Value x, ElementType type)
    {
        if (x.Type == type) return x;
        if (type.IsFloat())
        {
            if (x.IsFloat && type is ElementType.Float or ElementType.Double) return x.As(type);
            float[] numbers = x.IsFloat || x.IsInteger ? x.ToFloats() : [.. x.Texts.Select(Number)];
            return Value.From([.. numbers.Select(v => type.Fit(v))], x.Shape).As(type);
        }

        if (type == ElementType.String)
            return new Value([.. x.ToFloats().Select(v => v.ToString(CultureInfo.InvariantCulture))], x.Shape);
        long[] integers = x.IsFloat ? [.. x.ToFloats().Select(v => type == ElementType.Bool ? v != 0 ? 1 : 0 : (long)v)]
            : x.IsInteger ? x.Integers : [.. x.Texts.Select(t => (long)Number(t))];
        return new Value([.. integers.Select(v => type.Fit(v))], x.Shape, type);
    }

    private static float Number(string text) => text.TrimStart('+', '-').ToUpperInvariant() switch
    {
        "INF" => text[0] == '-' ? float.NegativeInfinity : float.PositiveInfinity,
        _ => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value)
            ? value
            : throw new SluiceException($"expected a text that is a number, got '{text}'"),
    };

    private static Kernel CastOf(Node node)
    {
        var type = (ElementType)node.Integer("to", 1);
        if (!Enum.IsDefined(type)) throw new SluiceException($"expected a type to cast to that is known here, got number {(int)type}");
        return (_, x) => [Cast(Arrays.Required(x, 0), type)];
    }

    /// <summary>x where the condition holds, y elsewhere.</summary>
    private static Value?[] Where(Tape tape, Value?[] inputs)
    {
        Value condition = Arrays.Required(inputs, 0), x = Arrays.Required(inputs, 1), y = Arrays.Required(inputs, 2);
        int[] shape = Paired.ShapeOf(condition, x, y);
        long[] holds = Integers.Spread(condition.Integers, condition, shape);
        if (x.IsInteger)
        {
            long[] a = Integers.Spread(x.Integers, x, shape), b = Integers.Spread(y.Integers, y, shape);
            return [new Value([.. holds.Select((h, i) => h != 0 ? a[i] : b[i])], shape, x.Type)];
        }

        // By a mask of 1 and 0: c·x + (1 − c)·y would turn an infinity that is not chosen into NaN, so it is chosen and not computed.
        var result = Arrays.Lend(tape, shape);
        Value first = Moves.Expanded(tape, x, shape), second = Moves.Expanded(tape, y, shape);
        for (int i = 0; i < holds.Length; i++)
        {
            var (r, c) = (i / result.Columns, i % result.Columns);
            result[r, c] = (holds[i] != 0 ? first : second).Numbers[r, c];
        }

        Arrays.Record(tape, "Where", [first, second], result, () =>
        {
            if (result.Gradient is not { } dz) return;
            for (int i = 0; i < holds.Length; i++)
            {
                var (r, c) = (i / result.Columns, i % result.Columns);
                var chosen = holds[i] != 0 ? first : second;
                if (chosen.NeedsGradient(tape)) chosen.Gradient(tape)[r, c] += dz[r, c];
            }
        });
        return [new Value(result, shape, x.Type)];
    }

    /// <summary>Hides elements in training alone; at all other times it passes them on, and says that all are there.</summary>
    private static Kernel DropoutOf(Node node)
    {
        float attribute = node.Number("ratio", 0.5f);
        uint name = Layers.Initial.Hash(node.Out(0));
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            if (Arrays.Optional(inputs, 2)?.Integers[0] is 1) throw new SluiceException("expected training_mode false: what trains here is a tape that says so");
            float ratio = Arrays.Optional(inputs, 1)?.ToFloats()[0] ?? attribute;
            var y = tape.Training && ratio > 0 ? new Value(Layers.Dropout.Run(tape, x.Numbers, ratio, name), x.Shape, x.Type) : x;
            var mask = new long[x.Count];
            Array.Fill(mask, 1);
            return [y, new Value(mask, x.Shape, ElementType.Bool)];
        };
    }
}
