using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// HGRN: a forget gate that never falls below λ, a bound of each unit that is learned; the output is gated
/// (Qin, Yang and Zhong 2023).
/// </summary>
/// <remarks>
/// In the paper the bounds of a stack's layers are tied, so that upper layers remember longer. Here each layer learns its own,
/// λ = σ(γ), which begins between 0.12 and 0.88: other time scales for other units.
/// </remarks>
internal readonly struct HgrnCell : ICell
{
    private const int F = 0, G = 1, O = 2, Gamma = 3;
    private const int H = 0, C = 1;

    public static CellShape Shape { get; } = new(
        "hgrn",
        """
        f = λ + (1−λ)⊙σ(Wf x + bf), λ = σ(γ)
        g = tanh(Wg x + bg)
        o = σ(Wo x + bo)
        c = f⊙c⁻ + (1−f)⊙g
        h = o⊙c   (Qin, Yang and Zhong 2023)
        """,
        [new("f", Feeds.Input), new("g", Feeds.Input), new("o", Feeds.Input), new("γ", Feeds.Vector, Spread: 2)],
        ["h", "c"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V s = V.Sigmoid(at.Block(F)), g = V.Tanh(at.Block(G)), o = V.Sigmoid(at.Block(O)), bound = V.Sigmoid(at.Weight(Gamma));
        var f = V.Fma(V.Constant(1) - bound, s, bound);
        at.Keep(F, s);
        at.Keep(G, g);
        at.Keep(O, o);
        at.After(H, o * at.After(C, V.Fma(f, at.Before(C) - g, g)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), s = at.Block(F), g = at.Block(G), o = at.Block(O), bound = V.Sigmoid(at.Weight(Gamma)), dh = at.DAfter(H);
        var f = V.Fma(one - bound, s, bound);
        var dc = at.Through(C, V.Fma(dh, o, at.DAfter(C)));
        var df = dc * (at.Before(C) - g);
        at.DBlock(F, df * (one - bound) * s * (one - s));
        at.DBlock(G, dc * (one - f) * (one - g * g));
        at.DBlock(O, dh * at.After(C) * o * (one - o));
        at.AddDWeight(Gamma, df * (one - s) * bound * (one - bound));
        at.DBefore(H, V.Constant(0));
        at.DBefore(C, dc * f);
    }
}
