using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// The scalar LSTM of xLSTM: an input gate eᵃ without a limit, a normaliser n beside the cell state, and a stabiliser m
/// that keeps the exponentials small without changing what comes out (Beck et al. 2024).
/// </summary>
internal readonly struct SlstmCell : ICell
{
    private const int I = 0, F = 1, G = 2, O = 3;
    private const int H = 0, C = 1, N = 2, M = 3;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "slstm",
        """
        ĩ = Wi x + Ri h⁻ + bi, f̃ = ln σ(Wf x + Rf h⁻ + bf), m = max(ĩ, f̃ + m⁻)
        i = exp(ĩ − m), f = exp(f̃ + m⁻ − m)
        g = tanh(Wg x + Rg h⁻ + bg)
        o = σ(Wo x + Ro h⁻ + bo)
        c = f⊙c⁻ + i⊙g
        n = f⊙n⁻ + i
        h = o⊙c/n   (Beck et al. 2024)
        """,
        [new("i", Both), new("f", Both, Bias: 3), new("g", Both), new("o", Both)],
        ["h", "c", "n", "m"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V a = at.Block(I), forget = -V.Softplus(-at.Block(F)) + at.Before(M), m = at.After(M, V.Max(a, forget));
        V i = V.Exp(a - m), f = V.Exp(forget - m), g = V.Tanh(at.Block(G)), o = V.Sigmoid(at.Block(O));
        var c = at.After(C, V.Fma(f, at.Before(C), i * g));
        var n = at.After(N, V.Fma(f, at.Before(N), i));
        at.Keep(G, g);
        at.Keep(O, o);
        at.After(H, o * c / n);
    }

    // With the stabiliser taken as a constant: c and n carry the same factor exp(−m), which cancels in h. What is left of
    // the states c, n and m themselves needs its derivative, and that is part of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), zero = V.Constant(0), a = at.Block(I), b = at.Block(F), g = at.Block(G), o = at.Block(O);
        V m = at.After(M), c = at.After(C), n = at.After(N);
        V forget = at.Before(M) - V.Softplus(-b), i = V.Exp(a - m), f = V.Exp(forget - m);
        var dh = at.DAfter(H);
        V dc = at.Through(C, V.Fma(dh, o / n, at.DAfter(C))), dn = at.Through(N, at.DAfter(N) - dh * o * c / (n * n));
        at.DBlock(O, dh * c / n * o * (one - o));
        at.DBlock(G, dc * i * (one - g * g));
        V dI = (dc * g + dn) * i, dF = V.Fma(dc, at.Before(C), dn * at.Before(N)) * f;
        var dm = at.Through(M, at.DAfter(M) - dI - dF);
        V toInput = V.SelectLess(forget, a, dm, zero), dForget = dF + (dm - toInput);
        at.DBlock(I, dI + toInput);
        at.DBlock(F, dForget * V.Sigmoid(-b));
        at.DBefore(H, zero);
        at.DBefore(C, dc * f);
        at.DBefore(N, dn * f);
        at.DBefore(M, dForget);
    }
}
