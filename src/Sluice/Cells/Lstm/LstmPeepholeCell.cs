using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// The LSTM whose gates see the cell state through one weight a unit: i and f the old one, o the new one
/// (Gers and Schmidhuber 2000).
/// </summary>
internal readonly struct LstmPeepholeCell : ICell
{
    private const int I = 0, F = 1, G = 2, O = 3, Pi = 4, Pf = 5, Po = 6;
    private const int H = 0, C = 1;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "lstm-peephole",
        """
        i = σ(Wi x + Ri h⁻ + pi⊙c⁻ + bi)
        f = σ(Wf x + Rf h⁻ + pf⊙c⁻ + bf)
        g = tanh(Wg x + Rg h⁻ + bg)
        c = f⊙c⁻ + i⊙g
        o = σ(Wo x + Ro h⁻ + po⊙c + bo)
        h = o⊙tanh(c)   (Gers and Schmidhuber 2000)
        """,
        [
            new("i", Both), new("f", Both, Bias: 1), new("g", Both), new("o", Both),
            new("pi", Feeds.Vector), new("pf", Feeds.Vector), new("po", Feeds.Vector),
        ],
        ["h", "c"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var before = at.Before(C);
        var i = V.Sigmoid(V.Fma(at.Weight(Pi), before, at.Block(I)));
        var f = V.Sigmoid(V.Fma(at.Weight(Pf), before, at.Block(F)));
        var g = V.Tanh(at.Block(G));
        var c = at.After(C, V.Fma(f, before, i * g));
        var o = V.Sigmoid(V.Fma(at.Weight(Po), c, at.Block(O)));
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
        V before = at.Before(C), after = at.After(C), tanhC = V.Tanh(after), dh = at.DAfter(H);
        var dO = dh * tanhC * o * (one - o);
        var dc = at.Through(C, at.DAfter(C) + dh * o * (one - tanhC * tanhC) + at.Weight(Po) * dO);
        var dI = dc * g * i * (one - i);
        var dF = dc * before * f * (one - f);
        at.DBlock(I, dI);
        at.DBlock(F, dF);
        at.DBlock(G, dc * i * (one - g * g));
        at.DBlock(O, dO);
        at.AddDWeight(Pi, dI * before);
        at.AddDWeight(Pf, dF * before);
        at.AddDWeight(Po, dO * after);
        at.DBefore(H, V.Constant(0));
        at.DBefore(C, dc * f + at.Weight(Pi) * dI + at.Weight(Pf) * dF);
    }
}
