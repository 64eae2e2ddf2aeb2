using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Cells;

/// <summary>
/// i = σ(Wi x + Ri h⁻ + bi), f = σ(Wf x + Rf h⁻ + bf), g = tanh(Wg x + Rg h⁻ + bg), o = σ(Wo x + Ro h⁻ + bo),
/// c = f⊙c⁻ + i⊙g, h = o⊙tanh(c) (Hochreiter and Schmidhuber 1997; forget gate: Gers, Schmidhuber and Cummins 2000).
/// The forget gate's bias starts at 1 (Jozefowicz, Zaremba and Sutskever 2015).
/// </summary>
internal readonly struct LstmCell : ICell
{
    private const int I = 0, F = 1, G = 2, O = 3;
    private const int H = 0, C = 1;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "lstm",
        """
        i = σ(Wi x + Ri h⁻ + bi)
        f = σ(Wf x + Rf h⁻ + bf)
        g = tanh(Wg x + Rg h⁻ + bg)
        o = σ(Wo x + Ro h⁻ + bo)
        c = f⊙c⁻ + i⊙g
        h = o⊙tanh(c)   (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000)
        """,
        [new("i", Both), new("f", Both, Bias: 1), new("g", Both), new("o", Both)],
        ["h", "c"]);

    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V> => ForwardFrom<V, L>(at, 0);

    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V> => BackwardFrom<V, L>(at, 0);

    /// <summary>The step with gates in the blocks from <paramref name="first"/> on, for cells that only feed them differently.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ForwardFrom<V, L>(L at, int first) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var i = V.Sigmoid(at.Block(first + I));
        var f = V.Sigmoid(at.Block(first + F));
        var g = V.Tanh(at.Block(first + G));
        var o = V.Sigmoid(at.Block(first + O));
        var c = at.After(C, V.Fma(f, at.Before(C), i * g));
        at.Keep(first + I, i);
        at.Keep(first + F, f);
        at.Keep(first + G, g);
        at.Keep(first + O, o);
        at.After(H, o * V.Tanh(c));
    }

    /// <summary>The derivative of <see cref="ForwardFrom"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void BackwardFrom<V, L>(L at, int first) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), i = at.Block(first + I), f = at.Block(first + F), g = at.Block(first + G), o = at.Block(first + O);
        var tanhC = V.Tanh(at.After(C));
        var dh = at.DAfter(H);
        var dc = at.Through(C, at.DAfter(C) + dh * o * (one - tanhC * tanhC));
        at.DBlock(first + I, dc * g * i * (one - i));
        at.DBlock(first + F, dc * at.Before(C) * f * (one - f));
        at.DBlock(first + G, dc * i * (one - g * g));
        at.DBlock(first + O, dh * tanhC * o * (one - o));
        at.DBefore(H, V.Constant(0));
        at.DBefore(C, dc * f);
    }
}
