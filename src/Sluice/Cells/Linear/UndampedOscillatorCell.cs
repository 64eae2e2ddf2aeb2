using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// UnICORNN: undamped oscillators that do not see each other, each with a time step of its own,
/// z = z⁻ − Δt σ(c)⊙(tanh(W x + w⊙y⁻ + b) + α y⁻), y = y⁻ + Δt σ(c)⊙z (Rusch and Mishra 2021, ICML). No matrix from state to
/// state; layers of it are stacked. w begins in 0 … 1 and c in ±0.1, as in the authors' code.
/// </summary>
internal readonly struct UndampedOscillatorCell : ICell
{
    private const int A = 0, W = 1, C = 2, Step = 3, Alpha = 4;
    private const int Y = 0, Z = 1;

    public static CellShape Shape { get; } = new(
        "unicornn",
        """
        z = z⁻ − Δt σ(c)⊙(tanh(W x + w⊙y⁻ + b) + α y⁻)
        y = y⁻ + Δt σ(c)⊙z   (Rusch and Mishra 2021, ICML)
        """,
        [
            new("a", Feeds.Input), new("w", Feeds.Vector, 0.5f, 0.5f), new("c", Feeds.Vector, 0, 0.1f),
            new("Δt", Feeds.Number, 0.19f), new("α", Feeds.Number, 30.65f),
        ],
        ["y", "z"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V y = at.Before(Y), a = V.Tanh(V.Fma(at.Weight(W), y, at.Block(A))), step = at.Weight(Step) * V.Sigmoid(at.Weight(C));
        at.Keep(A, a);
        var z = at.After(Z, at.Before(Z) - step * V.Fma(at.Weight(Alpha), y, a));
        at.After(Y, V.Fma(step, z, y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), a = at.Block(A), y = at.Before(Y), dy = at.DAfter(Y);
        V open = V.Sigmoid(at.Weight(C)), step = at.Weight(Step) * open;
        var dz = at.Through(Z, V.Fma(step, dy, at.DAfter(Z)));
        var force = step * dz;
        var dA = -(force * (one - a * a));
        at.DBlock(A, dA);
        at.AddDWeight(W, dA * y);
        at.AddDWeight(C, (dy * at.After(Z) - dz * V.Fma(at.Weight(Alpha), y, a)) * step * (one - open));
        at.DBefore(Y, V.Fma(dA, at.Weight(W), dy - force * at.Weight(Alpha)));
        at.DBefore(Z, dz);
    }
}
