using Sluice.Vectors;

namespace Sluice.Networks.Operators;

// One function each, the formula beside its derivative; the names are those of ONNX's operators.
internal readonly struct Abs : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Abs(x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => Functions.Sign(x);
}

internal readonly struct Neg : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => -x;

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.Constant(-1);
}

internal readonly struct Exp : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Exp(x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => y;
}

internal readonly struct Log : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Log(x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.Constant(1) / x;
}

internal readonly struct Sqrt : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Sqrt(x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.Constant(0.5) / y;
}

internal readonly struct Reciprocal : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Constant(1) / x;

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => -(y * y);
}

internal readonly struct TanhOf : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Tanh(x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.Constant(1) - y * y;
}

internal readonly struct Sigmoid : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Sigmoid(x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => y * (V.Constant(1) - y);
}

internal readonly struct Softplus : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Softplus(x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.Sigmoid(x);
}

/// <summary>x where it is positive, a·x elsewhere; a = 0 is Relu.</summary>
internal readonly struct LeakyRelu : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.SelectLess(x, V.Constant(0), a * x, x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.SelectLess(V.Constant(0), x, V.Constant(1), a);
}

/// <summary>b·x where x is positive, b·a·(eˣ − 1) elsewhere: Elu with b = 1, Selu with both.</summary>
internal readonly struct Selu : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V>
        => b * V.SelectLess(x, V.Constant(0), a * (V.Exp(V.Min(x, V.Constant(0))) - V.Constant(1)), x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.SelectLess(x, V.Constant(0), y + a * b, b);
}

/// <summary>max(0, x) + min(0, a·(e^(x/a) − 1)).</summary>
internal readonly struct Celu : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V>
        => V.SelectLess(x, V.Constant(0), a * (V.Exp(V.Min(x, V.Constant(0)) / a) - V.Constant(1)), x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
        => V.SelectLess(x, V.Constant(0), V.Exp(V.Min(x, V.Constant(0)) / a), V.Constant(1));
}

/// <summary>x where it is above a, 0 elsewhere.</summary>
internal readonly struct ThresholdedRelu : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.SelectLess(a, x, x, V.Constant(0));

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.SelectLess(a, x, V.Constant(1), V.Constant(0));
}

/// <summary>max(0, min(1, a·x + b)).</summary>
internal readonly struct HardSigmoid : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Max(V.Constant(0), V.Min(V.Constant(1), a * x + b));

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
        => V.SelectLess(V.Constant(0), y, V.SelectLess(y, V.Constant(1), a, V.Constant(0)), V.Constant(0));
}

/// <summary>x · HardSigmoid(x).</summary>
internal readonly struct HardSwish : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => x * HardSigmoid.Of(x, a, b);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
    {
        var gate = HardSigmoid.Of(x, a, b);
        return gate + x * HardSigmoid.Slope(x, gate, a, b);
    }
}

internal readonly struct Softsign : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => x / (V.Constant(1) + V.Abs(x));

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
    {
        var reciprocal = V.Constant(1) / (V.Constant(1) + V.Abs(x));
        return reciprocal * reciprocal;
    }
}

/// <summary>x · sigmoid(a·x).</summary>
internal readonly struct Swish : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => x * V.Sigmoid(a * x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
    {
        var gate = V.Sigmoid(a * x);
        return gate + a * x * gate * (V.Constant(1) - gate);
    }
}

/// <summary>x · tanh(ln(1 + eˣ)).</summary>
internal readonly struct Mish : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => x * V.Tanh(V.Softplus(x));

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
    {
        var gate = V.Tanh(V.Softplus(x));
        return gate + x * (V.Constant(1) - gate * gate) * V.Sigmoid(x);
    }
}

/// <summary>x · Φ(x) by tanh: ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
internal readonly struct GeluByTanh : IFunction
{
    private const double Scale = 0.7978845608028654, Cubic = 0.044715;

    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Constant(0.5) * x * (V.Constant(1) + V.Tanh(Inner(x)));

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
    {
        var t = V.Tanh(Inner(x));
        var inner = V.Constant(Scale) * (V.Constant(1) + V.Constant(3 * Cubic) * x * x);
        return V.Constant(0.5) * (V.Constant(1) + t) + V.Constant(0.5) * x * (V.Constant(1) - t * t) * inner;
    }

    private static V Inner<V>(V x) where V : struct, IVector<V> => V.Constant(Scale) * (x + V.Constant(Cubic) * x * x * x);
}

/// <summary>The error function: 1 − (a₁t + … + a₅t⁵) e^(−x²), t = 1 / (1 + p|x|), to 1.5e−7 (Abramowitz and Stegun 1964, 7.1.26).</summary>
internal readonly struct Erf : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V>
    {
        V t = V.Constant(1) / (V.Constant(1) + V.Constant(0.3275911) * V.Abs(x)), sum = V.Constant(1.061405429);
        foreach (double term in (ReadOnlySpan<double>)[-1.453152027, 1.421413741, -0.284496736, 0.254829592]) sum = sum * t + V.Constant(term);
        return Functions.Sign(x) * (V.Constant(1) - sum * t * V.Exp(-(x * x)));
    }

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.Constant(2 / Math.Sqrt(Math.PI)) * V.Exp(-(x * x));
}

/// <summary>x · Φ(x) = ½ x (1 + erf(x/√2)).</summary>
internal readonly struct Gelu : IFunction
{
    private static readonly double s_halfRoot = Math.Sqrt(0.5);

    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V>
        => V.Constant(0.5) * x * (V.Constant(1) + Erf.Of(V.Constant(s_halfRoot) * x, a, b));

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
        => V.Constant(0.5) * (V.Constant(1) + Erf.Of(V.Constant(s_halfRoot) * x, a, b))
            + x * V.Constant(1 / Math.Sqrt(2 * Math.PI)) * V.Exp(V.Constant(-0.5) * x * x);
}

/// <summary>x between a and b.</summary>
internal readonly struct Clip : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => V.Min(b, V.Max(a, x));

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>
        => V.SelectLess(x, a, V.Constant(0), V.SelectLess(b, x, V.Constant(0), V.Constant(1)));
}

internal readonly struct SignOf : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V> => Functions.Sign(x);

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.Constant(0);
}

/// <summary>x towards 0 by b where it is further from 0 than a; 0 elsewhere.</summary>
internal readonly struct Shrink : IFunction
{
    public static V Of<V>(V x, V a, V b) where V : struct, IVector<V>
        => V.SelectLess(x, -a, x + b, V.SelectLess(a, x, x - b, V.Constant(0)));

    public static V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V> => V.SelectLess(a, V.Abs(x), V.Constant(1), V.Constant(0));
}

/// <summary>What several functions need.</summary>
internal static class Functions
{
    /// <summary>−1, 0 or 1.</summary>
    public static V Sign<V>(V x) where V : struct, IVector<V>
        => V.SelectLess(x, V.Constant(0), V.Constant(-1), V.SelectLess(V.Constant(0), x, V.Constant(1), V.Constant(0)));
}
