using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var i = V.Sigmoid(at.Block(I));
        var f = V.Sigmoid(at.Block(F));
        var g = V.Tanh(at.Block(G));
        var o = V.Sigmoid(at.Block(O));
        var c = at.After(C, V.Fma(f, at.Before(C), i * g));
        at.Keep(I, i);
        at.Keep(F, f);
        at.Keep(G, g);
        at.Keep(O, o);
        at.After(H, o * V.Tanh(c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), i = at.Block(I), f = at.Block(F), g = at.Block(G), o = at.Block(O);
        var tanhC = V.Tanh(at.After(C));
        var dh = at.DAfter(H);
        var dc = at.Through(C, at.DAfter(C) + dh * o * (one - tanhC * tanhC));
        at.DBlock(I, dc * g * i * (one - i));
        at.DBlock(F, dc * at.Before(C) * f * (one - f));
        at.DBlock(G, dc * i * (one - g * g));
        at.DBlock(O, dh * tanhC * o * (one - o));
        at.DBefore(H, V.Constant(0));
        at.DBefore(C, dc * f);
    }
}
