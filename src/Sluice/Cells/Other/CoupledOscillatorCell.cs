using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>
/// The coupled oscillatory network: each unit is a damped pendulum with place y and speed z that the others and the input
/// drive, z = z⁻ + Δt (tanh(W x + Ry y⁻ + Rz z⁻ + b) − γ y⁻ − ε z⁻), y = y⁻ + Δt z (Rusch and Mishra 2021). Its gradient
/// neither grows nor vanishes with the number of steps where Δt is small; Δt, γ and ε are numbers in the cell's name.
/// </summary>
internal readonly struct CoupledOscillatorCell : ICell
{
    private const int A = 0, Step = 1, Gamma = 2, Epsilon = 3;
    private const int Y = 0, Z = 1;

    public static CellShape Shape { get; } = new(
        "cornn",
        """
        z = z⁻ + Δt (tanh(W x + Ry y⁻ + Rz z⁻ + b) − γ y⁻ − ε z⁻)
        y = y⁻ + Δt z   (Rusch and Mishra 2021)
        """,
        [
            new("a", Feeds.Input | Feeds.Output | Feeds.SecondState),
            new("Δt", Feeds.Number, 0.042f), new("γ", Feeds.Number, 2.7f), new("ε", Feeds.Number, 4.7f),
        ],
        ["y", "z"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V a = V.Tanh(at.Block(A)), dt = at.Weight(Step), y = at.Before(Y), z = at.Before(Z);
        at.Keep(A, a);
        z = at.After(Z, V.Fma(dt, a - at.Weight(Gamma) * y - at.Weight(Epsilon) * z, z));
        at.After(Y, V.Fma(dt, z, y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V a = at.Block(A), dt = at.Weight(Step), dy = at.DAfter(Y);
        var dz = at.Through(Z, V.Fma(dt, dy, at.DAfter(Z)));
        var force = dt * dz;
        at.DBlock(A, force * (V.Constant(1) - a * a));
        at.DBefore(Y, dy - force * at.Weight(Gamma));
        at.DBefore(Z, dz - force * at.Weight(Epsilon));
    }
}
