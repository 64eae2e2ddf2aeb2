using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Networks.Operators;

/// <summary>Functions of each element, and of pairs of elements.</summary>
internal static unsafe class Elementwise
{
    private const float SeluAlpha = 1.67326319217681884765625f, SeluGamma = 1.05070102214813232421875f;

    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("Abs", _ => One<Abs>(0, 0, long.Abs)),
        ("Neg", _ => One<Neg>(0, 0, v => -v)),
        ("Sign", _ => One<SignOf>(0, 0, v => long.Sign(v))),
        ("Exp", _ => One<Exp>()),
        ("Log", _ => One<Log>()),
        ("Sqrt", _ => One<Sqrt>()),
        ("Reciprocal", _ => One<Reciprocal>()),
        ("Tanh", _ => One<TanhOf>()),
        ("Sigmoid", _ => One<Sigmoid>()),
        ("Softplus", _ => One<Softplus>()),
        ("Softsign", _ => One<Softsign>()),
        ("Erf", _ => One<Erf>()),
        ("Mish", _ => One<Mish>()),
        ("Relu", _ => One<LeakyRelu>(0, 0, v => Math.Max(v, 0))),
        ("LeakyRelu", n => One<LeakyRelu>(n.Number("alpha", 0.01f))),
        ("Elu", n => One<Selu>(n.Number("alpha", 1), 1)),
        ("Selu", n => One<Selu>(n.Number("alpha", SeluAlpha), n.Number("gamma", SeluGamma))),
        ("Celu", n => One<Celu>(n.Number("alpha", 1))),
        ("ThresholdedRelu", n => One<ThresholdedRelu>(n.Number("alpha", 1))),
        ("HardSigmoid", n => One<HardSigmoid>(n.Number("alpha", 0.2f), n.Number("beta", 0.5f))),
        ("HardSwish", _ => One<HardSwish>(1f / 6, 0.5f)),
        ("Swish", n => One<Swish>(n.Number("alpha", 1))),
        ("Gelu", n => n.Text("approximate", "none") == "tanh" ? One<GeluByTanh>() : One<Gelu>()),
        ("Shrink", n => One<Shrink>(n.Number("lambd", 0.5f), n.Number("bias", 0))),
        ("Sin", _ => Slow(MathF.Sin, MathF.Cos)),
        ("Cos", _ => Slow(MathF.Cos, x => -MathF.Sin(x))),
        ("Tan", _ => Slow(MathF.Tan, x => 1 / (MathF.Cos(x) * MathF.Cos(x)))),
        ("Atan", _ => Slow(MathF.Atan, x => 1 / (1 + x * x))),
        ("Asin", _ => Slow(MathF.Asin, x => 1 / MathF.Sqrt(1 - x * x))),
        ("Acos", _ => Slow(MathF.Acos, x => -1 / MathF.Sqrt(1 - x * x))),
        ("Sinh", _ => Slow(MathF.Sinh, MathF.Cosh)),
        ("Cosh", _ => Slow(MathF.Cosh, MathF.Sinh)),
        ("Asinh", _ => Slow(MathF.Asinh, x => 1 / MathF.Sqrt(x * x + 1))),
        ("Acosh", _ => Slow(MathF.Acosh, x => 1 / MathF.Sqrt(x * x - 1))),
        ("Atanh", _ => Slow(MathF.Atanh, x => 1 / (1 - x * x))),
        ("Floor", _ => Slow(MathF.Floor, _ => 0)),
        ("Ceil", _ => Slow(MathF.Ceiling, _ => 0)),
        ("Round", _ => Slow(x => MathF.Round(x, MidpointRounding.ToEven), _ => 0)),
        ("Clip", ClipOf),
        ("Add", _ => Two<Addition>((a, b) => a + b)),
        ("Sub", _ => Two<Subtraction>((a, b) => a - b)),
        ("Mul", _ => Two<Multiplication>((a, b) => a * b)),
        ("Div", _ => Two<Division>(Quotient)),
        ("PRelu", SlopedReluOf),
        ("Pow", _ => Power),
        ("Max", _ => Many<Larger>(Math.Max)),
        ("Min", _ => Many<Smaller>(Math.Min)),
        ("Sum", _ => Many<Addition>(null)),
        ("Mean", _ => (tape, inputs) => [Share(tape, Many<Addition>(null)(tape, inputs)[0]!, inputs.Length)]),
    ];

    /// <summary>y = f(x) with the constants a and b.</summary>
    public static Value Of<F>(Tape tape, Value x, float a, float b) where F : struct, IFunction
    {
        var (numbers, y) = (x.Numbers, Arrays.Lend(tape, x.Shape));
        tape.Run(new Job<F>(numbers, y, a, b), (long)y.Rows * y.Stride);
        Arrays.Record(tape, typeof(F).Name, [x], y, () =>
        {
            if (y.Gradient is { } dy && x.NeedsGradient(tape))
                tape.Run(new Gradient<F>(numbers, y, dy, x.Gradient(tape), a, b), (long)y.Rows * y.Stride);
        });
        return new Value(y, x.Shape, x.Type);
    }

    private static Kernel One<F>(float a = 0, float b = 0, Func<long, long>? integers = null) where F : struct, IFunction => (tape, inputs) =>
    {
        var x = Arrays.Required(inputs, 0);
        return x.IsInteger && integers is not null
            ? [new Value([.. x.Integers.Select(v => x.Type.Fit(integers(v)))], x.Shape, x.Type)]
            : [Of<F>(tape, x, a, b)];
    };

    private static Kernel Two<F>(Func<long, long, long>? integers) where F : struct, IPairing => (tape, inputs) =>
    {
        Value a = Arrays.Required(inputs, 0), b = Arrays.Required(inputs, 1);
        return a.IsInteger && b.IsInteger && integers is not null ? [Integers.Paired(a, b, integers)] : [Paired.Run<F>(tape, a, b)];
    };

    /// <summary>The slopes are those of the channels, the second dimension, until opset 6.</summary>
    private static Kernel SlopedReluOf(Node node) => node.Opset >= 7 ? Two<SlopedRelu>(null) : (tape, inputs) =>
    {
        Value x = Arrays.Required(inputs, 0), slopes = Arrays.Required(inputs, 1);
        if (slopes.Count > 1) slopes = Arrays.Reshaped(tape, slopes, [(int)slopes.Count, .. Enumerable.Repeat(1, x.Shape.Length - 2)]);
        return [Paired.Run<SlopedRelu>(tape, x, slopes)];
    };

    private static Kernel Many<F>(Func<long, long, long>? integers) where F : struct, IPairing => (tape, inputs) =>
    {
        var y = Arrays.Required(inputs, 0);
        for (int i = 1; i < inputs.Length; i++) y = Two<F>(integers)(tape, [y, inputs[i]])[0]!;
        return [y];
    };

    private static Value Share(Tape tape, Value sum, int count) => Paired.Run<Multiplication>(tape, sum, Single(1f / count));

    private static Value Single(float value) => Value.From([value]);

    private static long Quotient(long a, long b) => b == 0 ? throw new SluiceException("expected a divisor other than 0, got 0")
        : b == -1 ? unchecked(-a) : a / b;

    /// <summary>aᵇ; squares and roots by products, since they are what nets have.</summary>
    private static Value?[] Power(Tape tape, Value?[] inputs)
    {
        Value a = Arrays.Required(inputs, 0), b = Arrays.Required(inputs, 1);
        if (a.IsInteger && b.IsInteger) return [Integers.Paired(a, b, (x, y) => (long)Math.Pow(x, y))];
        if (a.IsInteger) return [Choices.Cast(Power(tape, [Choices.Cast(a, ElementType.Float), b])[0]!, a.Type)];
        if (b.Count == 1 && a.IsFloat)
        {
            float exponent = b.ToFloats()[0];
            if (exponent == 2) return [Paired.Run<Multiplication>(tape, a, a)];
            if (exponent == 0.5f) return [Of<Sqrt>(tape, a, 0, 0)];
            if (exponent == -1) return [Of<Reciprocal>(tape, a, 0, 0)];
            return [SlowOf(tape, a, x => MathF.Pow(x, exponent), x => exponent * MathF.Pow(x, exponent - 1))];
        }

        int[] shape = Paired.ShapeOf(a, b);
        if (a.NeedsGradient(tape) || b.NeedsGradient(tape)) throw new SluiceException("Pow of an array of exponents has no gradient here");
        var y = Arrays.Lend(tape, shape);
        Value left = Expanded(tape, a, shape), right = Expanded(tape, Choices.Cast(b, ElementType.Float), shape);
        for (int r = 0; r < y.Rows; r++)
            for (int c = 0; c < y.Columns; c++) y[r, c] = MathF.Pow(left.Numbers[r, c], right.Numbers[r, c]);
        return [new Value(y, shape, a.Type)];
    }

    private static Value Expanded(Tape tape, Value x, int[] shape) => Moves.Expanded(tape, x, shape);

    /// <summary>x between two limits: attributes until opset 10, inputs since; each may be left out.</summary>
    private static Kernel ClipOf(Node node)
    {
        float low = node.Number("min", float.NegativeInfinity), high = node.Number("max", float.PositiveInfinity);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            if (x.IsInteger)
            {
                long least = Arrays.Optional(inputs, 1)?.Integers[0] ?? long.MinValue,
                    most = Arrays.Optional(inputs, 2)?.Integers[0] ?? long.MaxValue;
                return [new Value([.. x.Integers.Select(v => Math.Min(most, Math.Max(least, v)))], x.Shape, x.Type)];
            }

            float a = Arrays.Optional(inputs, 1)?.ToFloats()[0] ?? low, b = Arrays.Optional(inputs, 2)?.ToFloats()[0] ?? high;
            return [Of<Clip>(tape, x, a, b)];
        };
    }

    /// <summary>A function that the vectors do not have, number by number.</summary>
    private static Kernel Slow(Func<float, float> f, Func<float, float> slope)
        => (tape, inputs) => [SlowOf(tape, Arrays.Required(inputs, 0), f, slope)];

    private static Value SlowOf(Tape tape, Value x, Func<float, float> f, Func<float, float> slope)
    {
        var (numbers, y) = (x.Numbers, Arrays.Lend(tape, x.Shape));
        for (int r = 0; r < y.Rows; r++)
            for (int c = 0; c < y.Columns; c++) y[r, c] = f(numbers[r, c]);
        Arrays.Record(tape, "Function", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient(tape)) return;
            var dx = x.Gradient(tape);
            for (int r = 0; r < y.Rows; r++)
                for (int c = 0; c < y.Columns; c++) dx[r, c] += dy[r, c] * slope(numbers[r, c]);
        });
        return new Value(y, x.Shape, x.Type);
    }

    private sealed class Job<F>(Tensor x, Tensor y, float a, float b) : IKernel where F : struct, IFunction
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Autodiff.Elementwise.Range(y, part, parts);
            V one = V.Broadcast(a), two = V.Broadcast(b);
            for (nint i = from; i < to; i += V.Count) V.Store(y.Pointer + i, F.Of(V.Load(x.Pointer + i), one, two));
        }
    }

    private sealed class Gradient<F>(Tensor x, Tensor y, Tensor dy, Tensor dx, float a, float b) : IKernel where F : struct, IFunction
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Autodiff.Elementwise.Range(y, part, parts);
            V one = V.Broadcast(a), two = V.Broadcast(b);
            for (nint i = from; i < to; i += V.Count)
            {
                var slope = F.Slope(V.Load(x.Pointer + i), V.Load(y.Pointer + i), one, two);
                V.Store(dx.Pointer + i, V.Load(dx.Pointer + i) + slope * V.Load(dy.Pointer + i));
            }
        }
    }
}
