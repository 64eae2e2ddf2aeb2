using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Activated;

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidOf : ICellFunction
{
    public static string Name => "sigmoid";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => V.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => y * (V.Constant(1) - y);
}

/// <summary>x / 5 + 1/2 within 0 … 1: hard_sigmoid of ONNX and of Keras 2.</summary>
internal readonly struct HardSigmoidOf : ICellFunction
{
    public static string Name => "hard-sigmoid";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => Hard.Value(x, 0.2f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => Hard.Slope(y, 0.2f);
}

/// <summary>x / 6 + 1/2 within 0 … 1: hard_sigmoid of PyTorch and of Keras 3.</summary>
internal readonly struct SlowHardSigmoidOf : ICellFunction
{
    public static string Name => "hard-sigmoid-sixth";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => Hard.Value(x, 1f / 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => Hard.Slope(y, 1f / 6);
}

/// <summary>x where it is above 0, and x / 5 below: leaky_relu of Keras.</summary>
internal readonly struct LeakyReluOf : ICellFunction
{
    public static string Name => "leaky-relu";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => V.Max(x, V.Constant(0.2f) * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => V.SelectLess(V.Constant(0), y, V.Constant(1), V.Constant(0.2f));
}

/// <summary>x where it is above 0, and eˣ − 1 below.</summary>
internal readonly struct EluOf : ICellFunction
{
    public static string Name => "elu";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V>
        => V.SelectLess(V.Constant(0), x, x, V.Exp(V.Min(V.Constant(0), x)) - V.Constant(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => V.SelectLess(V.Constant(0), y, V.Constant(1), y + V.Constant(1));
}

/// <summary>x / (1 + |x|).</summary>
internal readonly struct SoftsignOf : ICellFunction
{
    public static string Name => "softsign";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => x / (V.Constant(1) + V.Abs(x));

    // 1 / (1 + |x|) is 1 − |y|.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => (V.Constant(1) - V.Abs(y)) * (V.Constant(1) - V.Abs(y));
}

/// <summary>ln (1 + eˣ).</summary>
internal readonly struct SoftplusOf : ICellFunction
{
    public static string Name => "softplus";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => V.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => V.Constant(1) - V.Exp(-y);
}

file static class Hard
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x, float rise) where V : struct, IVector<V>
        => V.Max(V.Constant(0), V.Min(V.Constant(1), V.Fma(V.Constant(rise), x, V.Constant(0.5))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y, float rise) where V : struct, IVector<V>
        => V.SelectLess(V.Constant(0), y, V.SelectLess(y, V.Constant(1), V.Constant(rise), V.Constant(0)), V.Constant(0));
}
