using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>The recurrent additive network: the state is a sum of inputs, weighed by gates alone (Lee, Levy and Zettlemoyer 2017).</summary>
internal readonly struct RanCell : ICell
{
    private const int I = 0, F = 1, X = 2;
    private const int H = 0, C = 1;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "ran",
        """
        i = σ(Wi x + Ri h⁻ + bi)
        f = σ(Wf x + Rf h⁻ + bf)
        c = i⊙(W x + b) + f⊙c⁻
        h = tanh(c)   (Lee, Levy and Zettlemoyer 2017)
        """,
        [new("i", Both), new("f", Both, Bias: 1), new("g", Feeds.Input)],
        ["h", "c"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V i = V.Sigmoid(at.Block(I)), f = V.Sigmoid(at.Block(F));
        at.Keep(I, i);
        at.Keep(F, f);
        at.After(H, V.Tanh(at.After(C, V.Fma(f, at.Before(C), i * at.Block(X)))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), i = at.Block(I), f = at.Block(F), h = V.Tanh(at.After(C));
        var dc = at.Through(C, V.Fma(at.DAfter(H), one - h * h, at.DAfter(C)));
        at.DBlock(I, dc * at.Block(X) * i * (one - i));
        at.DBlock(F, dc * at.Before(C) * f * (one - f));
        at.DBlock(X, dc * i);
        at.DBefore(H, V.Constant(0));
        at.DBefore(C, dc * f);
    }
}
