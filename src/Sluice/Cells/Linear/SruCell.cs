using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// The simple recurrent unit: gates see the state through one weight a unit, and the input passes by; I = H
/// (Lei, Zhang, Wang, Dai and Artzi 2018).
/// </summary>
internal readonly struct SruCell : ICell
{
    private const int F = 0, R = 1, G = 2, X = 3, Vf = 4, Vr = 5;
    private const int H = 0, C = 1;

    public static CellShape Shape { get; } = new(
        "sru",
        """
        f = σ(Wf x + vf⊙c⁻ + bf)
        r = σ(Wr x + vr⊙c⁻ + br)
        c = f⊙c⁻ + (1−f)⊙(W x)
        h = r⊙c + (1−r)⊙x   (Lei, Zhang, Wang, Dai and Artzi 2018, with a bias in W x + b)
        """,
        [
            new("f", Feeds.Input, Bias: 1),
            new("r", Feeds.Input),
            new("g", Feeds.Input),
            new("x", Feeds.Bare),
            new("vf", Feeds.Vector, Spread: 0.5f),
            new("vr", Feeds.Vector, Spread: 0.5f),
        ],
        ["h", "c"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V before = at.Before(C), g = at.Block(G), x = at.Block(X);
        V f = V.Sigmoid(V.Fma(at.Weight(Vf), before, at.Block(F))), r = V.Sigmoid(V.Fma(at.Weight(Vr), before, at.Block(R)));
        var c = at.After(C, V.Fma(f, before - g, g));
        at.Keep(F, f);
        at.Keep(R, r);
        at.After(H, V.Fma(r, c - x, x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), before = at.Before(C), f = at.Block(F), r = at.Block(R), g = at.Block(G), dh = at.DAfter(H);
        var dc = at.Through(C, V.Fma(dh, r, at.DAfter(C)));
        V dF = dc * (before - g) * f * (one - f), dR = dh * (at.After(C) - at.Block(X)) * r * (one - r);
        at.DBlock(F, dF);
        at.DBlock(R, dR);
        at.DBlock(G, dc * (one - f));
        at.DBlock(X, dh * (one - r));
        at.AddDWeight(Vf, dF * before);
        at.AddDWeight(Vr, dR * before);
        at.DBefore(H, V.Constant(0));
        at.DBefore(C, V.Fma(dc, f, V.Fma(at.Weight(Vf), dF, at.Weight(Vr) * dR)));
    }
}
