using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// ParaLSTM: the LSTM with coupled gates and peepholes whose recurrence is one weight a unit in place of each matrix, which
/// lets Newton's method solve all steps at once on a GPU (ParaRNN, arXiv 2510.21450, 2026). The time loop here takes them in turn.
/// </summary>
internal readonly struct ParaLstmCell : ICell
{
    private const int F = 0, G = 1, O = 2, Af = 3, Ag = 4, Ao = 5, Pf = 6, Po = 7;
    private const int H = 0, C = 1;

    public static CellShape Shape { get; } = new(
        "paralstm",
        """
        f = σ(Wf x + af⊙h⁻ + pf⊙c⁻ + bf)
        g = tanh(Wg x + ag⊙h⁻ + bg)
        c = f⊙c⁻ + (1−f)⊙g
        o = σ(Wo x + ao⊙h⁻ + po⊙c + bo)
        h = o⊙tanh(c)   (ParaRNN, arXiv 2510.21450, 2026)
        """,
        [
            new("f", Feeds.Input, Bias: 1), new("g", Feeds.Input), new("o", Feeds.Input),
            new("af", Feeds.Vector, Spread: 0.5f), new("ag", Feeds.Vector, Spread: 0.5f), new("ao", Feeds.Vector, Spread: 0.5f),
            new("pf", Feeds.Vector), new("po", Feeds.Vector),
        ],
        ["h", "c"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V h = at.Before(H), before = at.Before(C);
        var f = V.Sigmoid(V.Fma(at.Weight(Pf), before, V.Fma(at.Weight(Af), h, at.Block(F))));
        var g = V.Tanh(V.Fma(at.Weight(Ag), h, at.Block(G)));
        var c = at.After(C, V.Fma(f, before - g, g));
        var o = V.Sigmoid(V.Fma(at.Weight(Po), c, V.Fma(at.Weight(Ao), h, at.Block(O))));
        at.Keep(F, f);
        at.Keep(G, g);
        at.Keep(O, o);
        at.After(H, o * V.Tanh(c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), f = at.Block(F), g = at.Block(G), o = at.Block(O);
        V h = at.Before(H), before = at.Before(C), after = at.After(C), tanhC = V.Tanh(after), dh = at.DAfter(H);
        var dO = dh * tanhC * o * (one - o);
        var dc = at.Through(C, at.DAfter(C) + dh * o * (one - tanhC * tanhC) + at.Weight(Po) * dO);
        V dF = dc * (before - g) * f * (one - f), dG = dc * (one - f) * (one - g * g);
        at.DBlock(F, dF);
        at.DBlock(G, dG);
        at.DBlock(O, dO);
        at.AddDWeight(Af, dF * h);
        at.AddDWeight(Ag, dG * h);
        at.AddDWeight(Ao, dO * h);
        at.AddDWeight(Pf, dF * before);
        at.AddDWeight(Po, dO * after);
        at.DBefore(H, at.Weight(Af) * dF + at.Weight(Ag) * dG + at.Weight(Ao) * dO);
        at.DBefore(C, V.Fma(at.Weight(Pf), dF, dc * f));
    }
}
