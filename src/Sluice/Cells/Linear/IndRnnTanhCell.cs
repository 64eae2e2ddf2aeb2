using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// Independent units: each sees only its own state, through one weight u that starts between 0 and 1; φ = tanh
/// (Li, Li, Cook, Zhu and Gao 2018). The paper bounds |u| by 2^(1/T) over T steps: here the gradients are clipped instead.
/// </summary>
internal readonly struct IndRnnTanhCell : ICell
{
    private const int A = 0, U = 1;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "indrnn-tanh",
        """
        h = φ(W x + u⊙h⁻ + b), φ = tanh   (Li, Li, Cook, Zhu and Gao 2018)
        """,
        [new("h", Feeds.Input), new("u", Feeds.Vector, Bias: 0.5f, Spread: 0.5f)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var a = V.Fma(at.Weight(U), at.Before(H), at.Block(A));
        at.After(H, V.Tanh(a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V h = at.After(H), dh = at.DAfter(H), da = dh * (V.Constant(1) - h * h);
        at.DBlock(A, da);
        at.AddDWeight(U, da * at.Before(H));
        at.DBefore(H, da * at.Weight(U));
    }
}
