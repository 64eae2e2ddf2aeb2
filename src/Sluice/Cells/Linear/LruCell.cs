using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// The linear recurrent unit: each unit is a complex number s + i z that turns and shrinks: λ⊙(s⁻ + i z⁻) + γ⊙(B x + b), and
/// what is read is the real part of C (s + i z), plus D x + d (Orvieto et al. 2023, arXiv 2303.06349).
/// </summary>
/// <remarks>
/// |λ| = exp(−e^ν) as published; the angle φ of λ is given by cos φ = tanh ω and sin φ = 1/cosh ω, between 0 and π, in place of
/// φ = e^θ: the other half would only turn the other way, and no sine is needed. γ = √(1−|λ|²) is not learned apart; D is a
/// matrix, so that I need not be H. |λ| begins between 0.9 and 0.999 (as recalled; the paper's range may differ).
/// </remarks>
internal readonly struct LruCell : ICell
{
    private const int Bs = 0, Bz = 1, C = 2, Nu = 3, Omega = 4;
    private const int Y = 0, S = 1, Z = 2;

    public static CellShape Shape { get; } = new(
        "lru",
        """
        α = exp(−e^ν)⊙tanh(ω), β = exp(−e^ν)/cosh(ω), γ = √(1−exp(−2e^ν))
        s = α⊙s⁻ − β⊙z⁻ + γ⊙(Ws x + bs)
        z = β⊙s⁻ + α⊙z⁻ + γ⊙(Wz x + bz)
        y = Cs s + Cz z + D x + d   (Orvieto et al. 2023)
        """,
        [
            new("s", Feeds.Input), new("z", Feeds.Input), new("y", Feeds.Input | Feeds.Operand | Feeds.SecondOperand),
            // e^ν from 0.001 to 0.105; angles from 0.1 to 2.4.
            new("ν", Feeds.Vector, -4.58f, 2.33f), new("ω", Feeds.Vector, 1, 2),
        ],
        ["y", "s", "z"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V k = Rate(at.Weight(Nu)), size = V.Exp(-k), alpha = size * V.Tanh(at.Weight(Omega)), beta = size * Sine(at.Weight(Omega));
        V gamma = RgLruCell.TakenUp(k), s = at.Before(S), z = at.Before(Z);
        at.Operand(at.After(S, V.Fma(alpha, s, gamma * at.Block(Bs)) - beta * z));
        at.SecondOperand(at.After(Z, V.Fma(alpha, z, V.Fma(beta, s, gamma * at.Block(Bz)))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V> => at.After(Y, at.Block(C));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        at.DBlock(C, at.DAfter(Y));
        at.DBefore(Y, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V k = Rate(at.Weight(Nu)), size = V.Exp(-k), cosine = V.Tanh(at.Weight(Omega)), sine = Sine(at.Weight(Omega));
        V alpha = size * cosine, beta = size * sine, gamma = RgLruCell.TakenUp(k), s = at.Before(S), z = at.Before(Z);
        V ds = at.Through(S, at.DAfter(S) + at.DOperand()), dz = at.Through(Z, at.DAfter(Z) + at.DSecondOperand());
        V dAlpha = V.Fma(ds, s, dz * z), dBeta = dz * s - ds * z, dGamma = V.Fma(ds, at.Block(Bs), dz * at.Block(Bz));
        at.DBlock(Bs, ds * gamma);
        at.DBlock(Bz, dz * gamma);
        at.AddDWeight(Nu, k * (dGamma * size * size / gamma - alpha * dAlpha - beta * dBeta));
        at.AddDWeight(Omega, beta * (sine * dAlpha - cosine * dBeta));
        at.DBefore(S, V.Fma(alpha, ds, beta * dz));
        at.DBefore(Z, alpha * dz - beta * ds);
    }

    /// <summary>e^ν, which is −ln |λ|; never 0, where √(1−|λ|²) has no slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rate<V>(V nu) where V : struct, IVector<V> => V.Max(V.Constant(1e-30), V.Exp(nu));

    /// <summary>1/cosh ω.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sine<V>(V omega) where V : struct, IVector<V>
    {
        var e = V.Exp(-V.Abs(omega));
        return (e + e) / V.Fma(e, e, V.Constant(1));
    }
}
