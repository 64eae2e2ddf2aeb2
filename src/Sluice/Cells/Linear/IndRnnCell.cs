using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// Independent units: each sees only its own state, through one weight u that starts between 0 and 1; φ = max(0, ·)
/// (Li, Li, Cook, Zhu and Gao 2018). The paper bounds |u| by 2^(1/T) over T steps: here the gradients are clipped instead.
/// </summary>
internal readonly struct IndRnnCell : ICell
{
    private const int A = 0, U = 1;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "indrnn",
        """
        h = φ(W x + u⊙h⁻ + b), φ = max(0, ·)   (Li, Li, Cook, Zhu and Gao 2018)
        """,
        [new("h", Feeds.Input), new("u", Feeds.Vector, Bias: 0.5f, Spread: 0.5f)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var a = V.Fma(at.Weight(U), at.Before(H), at.Block(A));
        at.After(H, V.Max(V.Constant(0), a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V h = at.After(H), dh = at.DAfter(H), da = V.SelectLess(V.Constant(0), h, dh, V.Constant(0));
        at.DBlock(A, da);
        at.AddDWeight(U, da * at.Before(H));
        at.DBefore(H, da * at.Weight(U));
    }
}
