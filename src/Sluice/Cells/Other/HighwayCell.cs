using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>
/// The recurrent highway network with coupled carry gate and three micro-steps a time step: s₀ = h⁻,
/// gₗ = tanh(W x + Rgₗ sₗ₋₁ + bgₗ), tₗ = σ(W x + Rtₗ sₗ₋₁ + btₗ), sₗ = tₗ⊙gₗ + (1−tₗ)⊙sₗ₋₁, h = s₃, with W x in the first
/// only (Zilly et al. 2017). Transform gates begin at a bias of −2: mostly shut.
/// </summary>
internal readonly struct HighwayCell : ICell
{
    // Candidates, gates, and the s between micro-steps.
    private const int G1 = 0, T1 = 1, G2 = 2, T2 = 3, G3 = 4, T3 = 5, S1 = 6, S2 = 7;
    private const int H = 0;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "rhn",
        """
        s₁ = t₁⊙tanh(Wg x + Rg₁ h⁻ + bg₁) + (1−t₁)⊙h⁻   t₁ = σ(Wt x + Rt₁ h⁻ + bt₁)
        s₂ = t₂⊙tanh(Rg₂ s₁ + bg₂) + (1−t₂)⊙s₁   t₂ = σ(Rt₂ s₁ + bt₂)
        h  = t₃⊙tanh(Rg₃ s₂ + bg₃) + (1−t₃)⊙s₂   t₃ = σ(Rt₃ s₂ + bt₃)   (Zilly et al. 2017, depth 3)
        """,
        [
            new("g1", Both), new("t1", Both, Bias: -2),
            new("g2", Feeds.Operand), new("t2", Feeds.Operand, Bias: -2),
            new("g3", Feeds.SecondOperand), new("t3", Feeds.SecondOperand, Bias: -2),
            new("s1", Feeds.None), new("s2", Feeds.None),
        ],
        ["h"],
        Stages: 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        if (stage == 0)
        {
            var s = Highway.Step<V, L>(at, G1, T1, at.Before(H));
            at.Keep(S1, s);
            at.Operand(s);
        }
        else
        {
            var s = Highway.Step<V, L>(at, G2, T2, at.Block(S1));
            at.Keep(S2, s);
            at.SecondOperand(s);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => at.After(H, Highway.Step<V, L>(at, G3, T3, at.Block(S2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        at.DBlock(S2, Highway.Back<V, L>(at, G3, T3, at.Block(S2), at.DAfter(H)));
        at.DBefore(H, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        if (stage == 1) at.DBlock(S1, Highway.Back<V, L>(at, G2, T2, at.Block(S1), at.Block(S2) + at.DSecondOperand()));
        else at.AddDBefore(H, Highway.Back<V, L>(at, G1, T1, at.Before(H), at.Block(S1) + at.DOperand()));
    }
}

/// <summary>A micro-step: s = t⊙g + (1−t)⊙s⁻.</summary>
internal static class Highway
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Step<V, L>(L at, int candidate, int transform, V before) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V g = V.Tanh(at.Block(candidate)), t = V.Sigmoid(at.Block(transform));
        at.Keep(candidate, g);
        at.Keep(transform, t);
        return V.Fma(t, g - before, before);
    }

    /// <summary>From the gradient of s to that of s⁻, on the way past the gates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Back<V, L>(L at, int candidate, int transform, V before, V ds) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), g = at.Block(candidate), t = at.Block(transform), dg = ds * t;
        at.DBlock(candidate, dg * (one - g * g));
        at.DBlock(transform, dg * (g - before) * (one - t));
        return ds - dg;
    }
}
