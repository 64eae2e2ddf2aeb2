using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>
/// The recurrent highway network of <see cref="HighwayCell"/> with two micro-steps a time step: a third fewer recurrent
/// weights (Zilly et al. 2017).
/// </summary>
internal readonly struct HighwayTwoCell : ICell
{
    private const int G1 = 0, T1 = 1, G2 = 2, T2 = 3, S1 = 4;
    private const int H = 0;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "rhn-2",
        """
        s = t₁⊙tanh(Wg x + Rg₁ h⁻ + bg₁) + (1−t₁)⊙h⁻   t₁ = σ(Wt x + Rt₁ h⁻ + bt₁)
        h = t₂⊙tanh(Rg₂ s + bg₂) + (1−t₂)⊙s   t₂ = σ(Rt₂ s + bt₂)   (Zilly et al. 2017, depth 2)
        """,
        [
            new("g1", Both), new("t1", Both, Bias: -2),
            new("g2", Feeds.Operand), new("t2", Feeds.Operand, Bias: -2),
            new("s1", Feeds.None),
        ],
        ["h"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var s = Highway.Step<V, L>(at, G1, T1, at.Before(H));
        at.Keep(S1, s);
        at.Operand(s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => at.After(H, Highway.Step<V, L>(at, G2, T2, at.Block(S1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        at.DBlock(S1, Highway.Back<V, L>(at, G2, T2, at.Block(S1), at.DAfter(H)));
        at.DBefore(H, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => at.AddDBefore(H, Highway.Back<V, L>(at, G1, T1, at.Before(H), at.Block(S1) + at.DOperand()));
}
