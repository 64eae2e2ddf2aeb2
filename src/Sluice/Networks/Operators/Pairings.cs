using Sluice.Vectors;

namespace Sluice.Networks.Operators;

internal readonly struct Addition : IPairing
{
    public static V Of<V>(V a, V b) where V : struct, IVector<V> => a + b;

    public static V First<V>(V a, V b, V y) where V : struct, IVector<V> => V.Constant(1);

    public static V Second<V>(V a, V b, V y) where V : struct, IVector<V> => V.Constant(1);
}

internal readonly struct Subtraction : IPairing
{
    public static V Of<V>(V a, V b) where V : struct, IVector<V> => a - b;

    public static V First<V>(V a, V b, V y) where V : struct, IVector<V> => V.Constant(1);

    public static V Second<V>(V a, V b, V y) where V : struct, IVector<V> => V.Constant(-1);
}

internal readonly struct Multiplication : IPairing
{
    public static V Of<V>(V a, V b) where V : struct, IVector<V> => a * b;

    public static V First<V>(V a, V b, V y) where V : struct, IVector<V> => b;

    public static V Second<V>(V a, V b, V y) where V : struct, IVector<V> => a;
}

internal readonly struct Division : IPairing
{
    public static V Of<V>(V a, V b) where V : struct, IVector<V> => a / b;

    public static V First<V>(V a, V b, V y) where V : struct, IVector<V> => V.Constant(1) / b;

    public static V Second<V>(V a, V b, V y) where V : struct, IVector<V> => -y / b;
}

internal readonly struct Larger : IPairing
{
    public static V Of<V>(V a, V b) where V : struct, IVector<V> => V.Max(a, b);

    public static V First<V>(V a, V b, V y) where V : struct, IVector<V> => V.SelectLess(a, b, V.Constant(0), V.Constant(1));

    public static V Second<V>(V a, V b, V y) where V : struct, IVector<V> => V.SelectLess(a, b, V.Constant(1), V.Constant(0));
}

internal readonly struct Smaller : IPairing
{
    public static V Of<V>(V a, V b) where V : struct, IVector<V> => V.Min(a, b);

    public static V First<V>(V a, V b, V y) where V : struct, IVector<V> => V.SelectLess(b, a, V.Constant(0), V.Constant(1));

    public static V Second<V>(V a, V b, V y) where V : struct, IVector<V> => V.SelectLess(b, a, V.Constant(1), V.Constant(0));
}

/// <summary>a where it is positive, b·a elsewhere.</summary>
internal readonly struct SlopedRelu : IPairing
{
    public static V Of<V>(V a, V b) where V : struct, IVector<V> => V.SelectLess(a, V.Constant(0), b * a, a);

    public static V First<V>(V a, V b, V y) where V : struct, IVector<V> => V.SelectLess(a, V.Constant(0), b, V.Constant(1));

    public static V Second<V>(V a, V b, V y) where V : struct, IVector<V> => V.SelectLess(a, V.Constant(0), a, V.Constant(0));
}
