using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// Full gate recurrence, FGR of the search-space study: the gates also see all gates of the step before, through nine more
/// matrices; the gates are states (Greff et al. 2015; Hochreiter and Schmidhuber 1997).
/// </summary>
internal readonly struct LstmFullGatesCell : ICell
{
    private const int I = 0, F = 1, G = 2, O = 3, Pi = 4, Pf = 5, Po = 6;
    private const int H = 0, StateI = 1, StateF = 2, StateO = 3, C = 4;
    private const Feeds Both = Feeds.Input | Feeds.Output, All = Both | Feeds.SecondState | Feeds.ThirdState | Feeds.FourthState;

    public static CellShape Shape { get; } = new(
        "lstm-full-gates",
        """
        i = σ(Wi x + Ri h⁻ + Rii i⁻ + Rfi f⁻ + Roi o⁻ + pi⊙c⁻ + bi)
        f = σ(Wf x + Rf h⁻ + Rif i⁻ + Rff f⁻ + Rof o⁻ + pf⊙c⁻ + bf)
        g = tanh(Wg x + Rg h⁻ + bg)
        c = f⊙c⁻ + i⊙g
        o = σ(Wo x + Ro h⁻ + Rio i⁻ + Rfo f⁻ + Roo o⁻ + po⊙c + bo)
        h = o⊙tanh(c)   (FGR of Greff et al. 2015)
        """,
        [
            new("i", All), new("f", All, Bias: 1), new("g", Both), new("o", All),
            new("pi", Feeds.Vector), new("pf", Feeds.Vector), new("po", Feeds.Vector),
        ],
        ["h", "i", "f", "o", "c"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var before = at.Before(C);
        var i = at.After(StateI, V.Sigmoid(V.Fma(at.Weight(Pi), before, at.Block(I))));
        var f = at.After(StateF, V.Sigmoid(V.Fma(at.Weight(Pf), before, at.Block(F))));
        var g = V.Tanh(at.Block(G));
        var c = at.After(C, V.Fma(f, before, i * g));
        var o = at.After(StateO, V.Sigmoid(V.Fma(at.Weight(Po), c, at.Block(O))));
        at.Keep(G, g);
        at.After(H, o * V.Tanh(c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), zero = V.Constant(0), i = at.After(StateI), f = at.After(StateF), g = at.Block(G), o = at.After(StateO);
        V before = at.Before(C), after = at.After(C), tanhC = V.Tanh(after), dh = at.DAfter(H);
        var dO = at.Through(StateO, V.Fma(dh, tanhC, at.DAfter(StateO))) * o * (one - o);
        var dc = at.Through(C, at.DAfter(C) + dh * o * (one - tanhC * tanhC) + at.Weight(Po) * dO);
        var dI = at.Through(StateI, V.Fma(dc, g, at.DAfter(StateI))) * i * (one - i);
        var dF = at.Through(StateF, V.Fma(dc, before, at.DAfter(StateF))) * f * (one - f);
        at.DBlock(I, dI);
        at.DBlock(F, dF);
        at.DBlock(G, dc * i * (one - g * g));
        at.DBlock(O, dO);
        at.AddDWeight(Pi, dI * before);
        at.AddDWeight(Pf, dF * before);
        at.AddDWeight(Po, dO * after);
        at.DBefore(H, zero);
        at.DBefore(StateI, zero);
        at.DBefore(StateF, zero);
        at.DBefore(StateO, zero);
        at.DBefore(C, dc * f + at.Weight(Pi) * dI + at.Weight(Pf) * dF);
    }
}
