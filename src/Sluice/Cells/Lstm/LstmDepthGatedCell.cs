using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// The depth-gated LSTM: the cell state of the layer below enters that of this one through a gate of its own, d
/// (Yao, Cohn, Vylomova, Duh and Dyer 2015). With d shut it is the LSTM.
/// </summary>
internal readonly struct LstmDepthGatedCell<T> : ICell where T : struct, IDepthGated
{
    private const int I = 0, F = 1, G = 2, O = 3, D = 4, B = 5, Wc = 6, Wl = 7;
    private const int H = 0, C = 1;

    public static CellShape Shape => T.Shape;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V i = V.Sigmoid(at.Block(I)), f = V.Sigmoid(at.Block(F)), g = V.Tanh(at.Block(G)), o = V.Sigmoid(at.Block(O));
        V before = at.Before(C), below = at.Block(B);
        var a = V.Fma(at.Weight(Wc), before, at.Block(D));
        var d = V.Sigmoid(T.IsLowest ? a : V.Fma(at.Weight(Wl), below, a));
        var c = at.After(C, V.Fma(d, below, V.Fma(f, before, i * g)));
        at.Keep(I, i);
        at.Keep(F, f);
        at.Keep(G, g);
        at.Keep(O, o);
        at.Keep(D, d);
        at.After(H, o * V.Tanh(c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), i = at.Block(I), f = at.Block(F), g = at.Block(G), o = at.Block(O), d = at.Block(D);
        V before = at.Before(C), below = at.Block(B), tanhC = V.Tanh(at.After(C)), dh = at.DAfter(H);
        var dc = at.Through(C, at.DAfter(C) + dh * o * (one - tanhC * tanhC));
        var dD = dc * below * d * (one - d);
        at.DBlock(I, dc * g * i * (one - i));
        at.DBlock(F, dc * before * f * (one - f));
        at.DBlock(G, dc * i * (one - g * g));
        at.DBlock(O, dh * tanhC * o * (one - o));
        at.DBlock(D, dD);
        at.AddDWeight(Wc, dD * before);
        if (!T.IsLowest) at.AddDWeight(Wl, dD * below);
        at.DBlock(B, T.IsLowest ? dc * d : V.Fma(at.Weight(Wl), dD, dc * d));
        at.DBefore(H, V.Constant(0));
        at.DBefore(C, V.Fma(at.Weight(Wc), dD, dc * f));
    }
}

/// <summary>Which layer of a stack it is for.</summary>
internal interface IDepthGated
{
    static abstract CellShape Shape { get; }

    static abstract bool IsLowest { get; }
}

/// <summary>A layer above another: the cell state below enters as it is.</summary>
internal readonly struct DepthGated : IDepthGated
{
    public static bool IsLowest => false;

    public static CellShape Shape { get; } = Of(
        "lstm-depth-gated", "d = σ(Wd x + wc⊙c⁻ + wl⊙c↓ + bd)", new Block("c↓", Feeds.Below), [new("wc", Feeds.Vector), new("wl", Feeds.Vector)]) with
    { Lowest = "lstm-depth-gated-lowest" };

    internal static CellShape Of(string name, string gate, Block below, Block[] weights)
    {
        const Feeds Both = Feeds.Input | Feeds.Output;
        return new(
            name,
            $"""
            i = σ(Wi x + Ri h⁻ + bi)
            f = σ(Wf x + Rf h⁻ + bf)
            g = tanh(Wg x + Rg h⁻ + bg)
            o = σ(Wo x + Ro h⁻ + bo)
            {gate}
            c = d⊙c↓ + f⊙c⁻ + i⊙g
            h = o⊙tanh(c)   (Yao, Cohn, Vylomova, Duh and Dyer 2015; c↓: the cell state of the layer below)
            """,
            [new("i", Both), new("f", Both, Bias: 1), new("g", Both), new("o", Both), new("d", Feeds.Input), below, .. weights],
            ["h", "c"]);
    }
}

/// <summary>The lowest layer: a product with the input stands for the cell state below.</summary>
internal readonly struct LowestDepthGated : IDepthGated
{
    public static bool IsLowest => true;

    public static CellShape Shape { get; } = DepthGated.Of(
        "lstm-depth-gated-lowest", "d = σ(Wd x + wc⊙c⁻ + bd), c↓ = Wb x + bb", new Block("c↓", Feeds.Input), [new("wc", Feeds.Vector)]);
}
