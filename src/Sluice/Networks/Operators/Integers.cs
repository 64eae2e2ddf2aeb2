using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>Comparisons, logic and other operators whose results are whole numbers: nothing passes a gradient.</summary>
internal static class Integers
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("Equal", _ => Equality),
        ("Less", _ => Compare((a, b) => a < b, (a, b) => a < b)),
        ("LessOrEqual", _ => Compare((a, b) => a <= b, (a, b) => a <= b)),
        ("Greater", _ => Compare((a, b) => a > b, (a, b) => a > b)),
        ("GreaterOrEqual", _ => Compare((a, b) => a >= b, (a, b) => a >= b)),
        ("And", _ => Logic((a, b) => a & b)),
        ("Or", _ => Logic((a, b) => a | b)),
        ("Xor", _ => Logic((a, b) => a ^ b)),
        ("Not", _ => (_, x) => [new Value([.. Arrays.Required(x, 0).Integers.Select(v => 1 - v)], x[0]!.Shape, ElementType.Bool)]),
        ("Mod", Modulo),
        ("IsNaN", _ => Test(float.IsNaN)),
        ("IsInf", n => InfinityOf(n.Integer("detect_negative", 1) != 0, n.Integer("detect_positive", 1) != 0)),
    ];

    /// <summary>f of each pair, the smaller array repeated.</summary>
    public static Value Paired(Value a, Value b, Func<long, long, long> f, ElementType? type = null)
    {
        int[] shape = Operators.Paired.ShapeOf(a, b);
        long[] left = Spread(a.Integers, a, shape), right = Spread(b.Integers, b, shape);
        var kind = type ?? a.Type;
        var y = new long[left.Length];
        for (int i = 0; i < y.Length; i++) y[i] = kind.Fit(f(left[i], right[i]));
        return new Value(y, shape, kind);
    }

    /// <summary>The elements of an array repeated to a shape.</summary>
    public static T[] Spread<T>(T[] source, Value value, int[] shape)
    {
        if (value.Shape.SequenceEqual(shape)) return source;
        var dense = Strided.OfRows(shape, shape.Length == 0 ? 1 : shape[^1]);
        var y = new T[Arrays.Count(shape)];
        Strided.Copy(y, dense, source, DenseBroadcast(value, shape), shape);
        return y;
    }

    private static Strided DenseBroadcast(Value value, int[] shape)
    {
        var steps = new nint[shape.Length];
        nint step = 1;
        for (int d = value.Shape.Length - 1, at = shape.Length - 1; d >= 0; d--, at--)
        {
            steps[at] = value.Shape[d] == 1 ? 0 : step;
            step *= value.Shape[d];
        }

        return new(0, steps);
    }

    private static Value?[] Equality(Tape tape, Value?[] inputs)
    {
        Value a = Arrays.Required(inputs, 0), b = Arrays.Required(inputs, 1);
        if (a.IsFloat || a.IsInteger) return Compare((x, y) => x == y, (x, y) => x == y)(tape, inputs);
        int[] shape = Operators.Paired.ShapeOf(a, b);
        string[] left = Spread(a.Texts, a, shape), right = Spread(b.Texts, b, shape);
        return [new Value([.. left.Zip(right, (x, y) => x == y ? 1L : 0)], shape, ElementType.Bool)];
    }

    private static Kernel Compare(Func<float, float, bool> floats, Func<long, long, bool> integers) => (_, inputs) =>
    {
        Value a = Arrays.Required(inputs, 0), b = Arrays.Required(inputs, 1);
        if (a.IsInteger && b.IsInteger) return [Paired(a, b, (x, y) => integers(x, y) ? 1 : 0, ElementType.Bool)];
        int[] shape = Operators.Paired.ShapeOf(a, b);
        float[] left = Spread(a.ToFloats(), a, shape), right = Spread(b.ToFloats(), b, shape);
        var y = new long[left.Length];
        for (int i = 0; i < y.Length; i++) y[i] = floats(left[i], right[i]) ? 1 : 0;
        return [new Value(y, shape, ElementType.Bool)];
    };

    private static Kernel Logic(Func<long, long, long> f)
        => (_, inputs) => [Paired(Arrays.Required(inputs, 0), Arrays.Required(inputs, 1), f, ElementType.Bool)];

    /// <summary>The remainder: with the divisor's sign, or with the dividend's where fmod is 1.</summary>
    private static Kernel Modulo(Node node)
    {
        bool likeC = node.Integer("fmod", 0) != 0;
        return (tape, inputs) =>
        {
            Value a = Arrays.Required(inputs, 0), b = Arrays.Required(inputs, 1);
            if (a.IsInteger) return [Paired(a, b, (x, y) => Remainder(x, y, likeC))];
            if (!likeC) throw new SluiceException("Mod of floating-point numbers expects fmod = 1, got 0");
            int[] shape = Operators.Paired.ShapeOf(a, b);
            float[] left = Spread(a.ToFloats(), a, shape), right = Spread(b.ToFloats(), b, shape);
            return [Value.From([.. left.Zip(right, (x, y) => a.Type.Fit(x % y))], shape).As(a.Type)];
        };
    }

    private static long Remainder(long x, long y, bool likeC)
    {
        if (y == 0) throw new SluiceException("expected a divisor other than 0, got 0");
        if (y == -1) return 0;
        long rest = x % y;
        return likeC || rest == 0 || rest < 0 == y < 0 ? rest : rest + y;
    }

    private static Kernel Test(Func<float, bool> holds) => (_, inputs) =>
    {
        var x = Arrays.Required(inputs, 0);
        return [new Value([.. x.ToFloats().Select(v => holds(v) ? 1L : 0)], x.Shape, ElementType.Bool)];
    };

    private static Kernel InfinityOf(bool negative, bool positive)
        => Test(v => (negative && float.IsNegativeInfinity(v)) || (positive && float.IsPositiveInfinity(v)));
}
