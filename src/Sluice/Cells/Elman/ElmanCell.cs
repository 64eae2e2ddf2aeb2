using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Elman;

/// <summary>The squashing function of an Elman cell.</summary>
internal interface IActivation : ICellFunction
{
    static abstract CellShape Shape { get; }
}

/// <summary>h = φ(W x + R h⁻ + b) (Elman 1990).</summary>
internal readonly struct ElmanCell<F> : ICell where F : struct, IActivation
{
    private const int H = 0;

    public static CellShape Shape => F.Shape;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var h = F.Value(at.Block(H));
        at.Keep(H, h);
        at.After(H, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        at.DBlock(H, at.DAfter(H) * F.Slope(at.Block(H)));
        at.DBefore(H, V.Constant(0));
    }
}

/// <summary>φ = tanh: squashes to −1 … 1.</summary>
internal readonly struct TanhActivation : IActivation
{
    public static string Name => "tanh";

    public static CellShape Shape { get; } = Elman.Shape("rnn", "tanh");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => V.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => V.Constant(1) - y * y;
}

/// <summary>φ = max(0, ·).</summary>
internal readonly struct ReluActivation : IActivation
{
    public static string Name => "relu";

    public static CellShape Shape { get; } = Elman.Shape("rnn-relu", "relu");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => V.Max(V.Constant(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => V.SelectLess(V.Constant(0), y, V.Constant(1), V.Constant(0));
}

/// <summary>φ(a) = a: a linear recurrence, which can be followed by hand.</summary>
internal readonly struct IdentityActivation : IActivation
{
    public static string Name => "linear";

    public static CellShape Shape { get; } = Elman.Shape("rnn-identity", "");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => V.Constant(1);
}

/// <summary>
/// φ = max(0, ·), and recurrent weights that begin as the identity: without input a unit keeps its value, and its gradient
/// (Le, Jaitly and Hinton 2015).
/// </summary>
internal readonly struct IrnnActivation : IActivation
{
    public static string Name => "relu";

    public static CellShape Shape { get; } = Elman.Shape("irnn", "relu") with
    {
        Equation = "h = relu(W x + R h⁻ + b), R = 1 at the start   (Le, Jaitly and Hinton 2015)",
        Form = RecurrentForm.Identity,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => ReluActivation.Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => ReluActivation.Slope(y);
}

internal static class Elman
{
    public static CellShape Shape(string name, string activation)
        => new(name, $"h = {activation}(W x + R h⁻ + b)   (Elman 1990)", [new Block("h", Feeds.Input | Feeds.Output)], ["h"]);
}
