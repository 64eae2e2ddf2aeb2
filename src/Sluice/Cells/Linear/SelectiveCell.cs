using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// The selective scan at the core of Mamba in its smallest form: the step Δ, what is written, B, and what is read, C, all
/// depend on x; I = H (Gu and Dao 2023, arXiv 2312.00752).
/// </summary>
/// <remarks>
/// A unit has one state with a B and a C of its own; in Mamba it has 16, whose B and C all units share, and Δ comes through a
/// narrow product. The convolution before and the gate after belong to its block and not to the recurrence. Δ begins between 0.001
/// and 0.1 where W x is small (as recalled; the paper's range may differ), −A = e^a at 1.
/// </remarks>
internal readonly struct SelectiveCell : ICell
{
    private const int Delta = 0, B = 1, C = 2, X = 3, T = 4, A = 5, D = 6;
    private const int H = 0, S = 1;

    public static CellShape Shape { get; } = new(
        "selective",
        """
        Δ = softplus(WΔ x + bΔ + t)
        s = exp(−Δ⊙e^a)⊙s⁻ + Δ⊙(WB x + bB)⊙x
        h = (WC x + bC)⊙s + D⊙x   (Gu and Dao 2023, one state a unit)
        """,
        [
            new("Δ", Feeds.Input), new("B", Feeds.Input), new("C", Feeds.Input), new("x", Feeds.Bare),
            new("t", Feeds.Vector, -4.58f, 2.33f), new("a", Feeds.Vector), new("D", Feeds.Vector, 1),
        ],
        ["h", "s"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V step = V.Softplus(at.Block(Delta) + at.Weight(T)), x = at.Block(X);
        var s = at.After(S, V.Fma(V.Exp(-(step * V.Exp(at.Weight(A)))), at.Before(S), step * at.Block(B) * x));
        at.After(H, V.Fma(at.Block(C), s, at.Weight(D) * x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V sum = at.Block(Delta) + at.Weight(T), step = V.Softplus(sum), rate = V.Exp(at.Weight(A)), kept = V.Exp(-(step * rate));
        V b = at.Block(B), c = at.Block(C), x = at.Block(X), dh = at.DAfter(H);
        var ds = at.Through(S, V.Fma(dh, c, at.DAfter(S)));
        var dKept = ds * at.Before(S) * kept * rate;
        var dSum = (ds * b * x - dKept) * V.Sigmoid(sum);
        at.DBlock(Delta, dSum);
        at.DBlock(B, ds * step * x);
        at.DBlock(C, dh * at.After(S));
        at.DBlock(X, V.Fma(dh, at.Weight(D), ds * step * b));
        at.AddDWeight(T, dSum);
        at.AddDWeight(A, -(dKept * step));
        at.AddDWeight(D, dh * x);
        at.DBefore(H, V.Constant(0));
        at.DBefore(S, ds * kept);
    }
}
