using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>
/// A state that follows an embedding of the input, as fast as one gate lets it (Chen 2017).
/// </summary>
internal readonly struct MinimalRnnCell : ICell
{
    private const int Z = 0, U = 1, Kept = 2;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "minimalrnn",
        """
        z = tanh(Wz x + bz)
        u = σ(Ru h⁻ + Uu z + bu)
        h = u⊙h⁻ + (1−u)⊙z   (Chen 2017)
        """,
        [new("z", Feeds.Input), new("u", Feeds.Output | Feeds.Operand, Bias: 1), new("kept", Feeds.None)],
        ["h"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var z = V.Tanh(at.Block(Z));
        at.Keep(Z, z);
        at.Keep(Kept, z);
        at.Operand(z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V u = V.Sigmoid(at.Block(U)), z = at.Block(Kept);
        at.Keep(U, u);
        at.After(H, V.Fma(u, at.Before(H) - z, z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), u = at.Block(U), z = at.Block(Kept), dh = at.DAfter(H);
        at.DBlock(U, dh * (at.Before(H) - z) * u * (one - u));
        at.DBlock(Kept, dh * (one - u));
        at.DBefore(H, dh * u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), z = at.Block(Z);
        at.DBlock(Z, (at.Block(Kept) + at.DOperand()) * (one - z * z));
    }
}
