using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>
/// Long expressive memory: two states with learned time steps of their own, Δz = Δt σ(W₁ x + R₁ y⁻ + b₁),
/// Δy = Δt σ(W₂ x + R₂ y⁻ + b₂), z = (1−Δz)⊙z⁻ + Δz⊙tanh(Wz x + Rz y⁻ + bz), y = (1−Δy)⊙y⁻ + Δy⊙tanh(Wy x + Ry z + by)
/// (Rusch, Mishra, Erichson and Mahoney 2021).
/// </summary>
internal readonly struct LongExpressiveMemoryCell : ICell
{
    private const int SpeedZ = 0, SpeedY = 1, CandidateZ = 2, CandidateY = 3, Step = 4;
    private const int Y = 0, Z = 1;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "lem",
        """
        Δz = Δt σ(W₁ x + R₁ y⁻ + b₁)
        Δy = Δt σ(W₂ x + R₂ y⁻ + b₂)
        z = (1−Δz)⊙z⁻ + Δz⊙tanh(Wz x + Rz y⁻ + bz)
        y = (1−Δy)⊙y⁻ + Δy⊙tanh(Wy x + Ry z + by)   (Rusch, Mishra, Erichson and Mahoney 2021)
        """,
        [new("dz", Both), new("dy", Both), new("z", Both), new("y", Feeds.Input | Feeds.Operand), new("Δt", Feeds.Number, 1)],
        ["y", "z"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V s = V.Sigmoid(at.Block(SpeedZ)), g = V.Tanh(at.Block(CandidateZ)), before = at.Before(Z);
        at.Keep(SpeedZ, s);
        at.Keep(CandidateZ, g);
        at.Operand(at.After(Z, V.Fma(at.Weight(Step) * s, g - before, before)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V s = V.Sigmoid(at.Block(SpeedY)), g = V.Tanh(at.Block(CandidateY)), before = at.Before(Y);
        at.Keep(SpeedY, s);
        at.Keep(CandidateY, g);
        at.After(Y, V.Fma(at.Weight(Step) * s, g - before, before));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => at.DBefore(Y, Back<V, L>(at, SpeedY, CandidateY, at.Before(Y), at.DAfter(Y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => at.DBefore(Z, Back<V, L>(at, SpeedZ, CandidateZ, at.Before(Z), at.Through(Z, at.DAfter(Z) + at.DOperand())));

    /// <summary>From the gradient of s = (1−Δ)⊙s⁻ + Δ⊙g to that of s⁻.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Back<V, L>(L at, int speed, int candidate, V before, V gradient) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), s = at.Block(speed), g = at.Block(candidate);
        var dg = gradient * at.Weight(Step) * s;
        at.DBlock(candidate, dg * (one - g * g));
        at.DBlock(speed, dg * (g - before) * (one - s));
        return gradient - dg;
    }
}
