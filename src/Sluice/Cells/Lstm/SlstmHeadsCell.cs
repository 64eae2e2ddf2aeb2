using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// The scalar LSTM of xLSTM in heads: units see the output of their own head alone, so that R is block-diagonal; the first
/// step takes m = ĩ, so that n is never 0 after it (Beck et al. 2024, and the code of xLSTM).
/// </summary>
/// <remarks>
/// The cell's number is that of the heads; each has ⌈H / heads⌉ units, the last one what is left. R is kept as a whole matrix whose other
/// blocks stay 0. The normalisation over each head that follows in the published block is no part of the recurrence.
/// </remarks>
internal readonly struct SlstmHeadsCell : ICell
{
    private const int I = 0, F = 1, G = 2, O = 3, Number = 4;
    private const int H = 0, C = 1, N = 2, M = 3;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "slstm-heads",
        """
        ĩ = Wi x + Ri h⁻ + bi, f̃ = ln σ(Wf x + Rf h⁻ + bf), R block-diagonal
        m = max(ĩ, f̃ + m⁻), m = ĩ where n⁻ = 0
        i = exp(ĩ − m), f = exp(f̃ + m⁻ − m)
        g = tanh(Wg x + Rg h⁻ + bg)
        o = σ(Wo x + Ro h⁻ + bo)
        c = f⊙c⁻ + i⊙g
        n = f⊙n⁻ + i
        h = o⊙c/n   (Beck et al. 2024, with heads)
        """,
        [new("i", Both), new("f", Both, Bias: 3), new("g", Both), new("o", Both), new("heads", Feeds.Number, 4)],
        ["h", "c", "n", "m"])
    { Heads = Number };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V a = at.Block(I), kept = Kept(at.Block(F), at.Before(M), at.Before(N), a), m = at.After(M, V.Max(a, kept));
        V i = V.Exp(a - m), f = V.Exp(kept - m), g = V.Tanh(at.Block(G)), o = V.Sigmoid(at.Block(O));
        var c = at.After(C, V.Fma(f, at.Before(C), i * g));
        var n = at.After(N, V.Fma(f, at.Before(N), i));
        at.Keep(G, g);
        at.Keep(O, o);
        at.After(H, o * c / n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), zero = V.Constant(0), a = at.Block(I), b = at.Block(F), g = at.Block(G), o = at.Block(O);
        V m = at.After(M), c = at.After(C), n = at.After(N), before = at.Before(N), kept = Kept(b, at.Before(M), before, a);
        V i = V.Exp(a - m), f = V.Exp(kept - m), dh = at.DAfter(H);
        V dc = at.Through(C, V.Fma(dh, o / n, at.DAfter(C))), dn = at.Through(N, at.DAfter(N) - dh * o * c / (n * n));
        at.DBlock(O, dh * c / n * o * (one - o));
        at.DBlock(G, dc * i * (one - g * g));
        V dI = (dc * g + dn) * i, dF = V.Fma(dc, at.Before(C), dn * before) * f;
        var dm = at.Through(M, at.DAfter(M) - dI - dF);
        V toInput = V.SelectLess(kept, a, dm, zero), dKept = dF + (dm - toInput), passed = V.SelectLess(zero, before, dKept, zero);
        at.DBlock(I, dI + toInput + (dKept - passed));
        at.DBlock(F, passed * V.Sigmoid(-b));
        at.DBefore(H, zero);
        at.DBefore(C, dc * f);
        at.DBefore(N, dn * f);
        at.DBefore(M, passed);
    }

    /// <summary>f̃ + m⁻; ĩ where nothing has been stored yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Kept<V>(V b, V m, V n, V a) where V : struct, IVector<V> => V.SelectLess(V.Constant(0), n, m - V.Softplus(-b), a);
}
