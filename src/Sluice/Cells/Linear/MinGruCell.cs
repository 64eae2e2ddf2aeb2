using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// The GRU without recurrent weights: gate and candidate see the input only, so the state is a weighed sum over time
/// (Feng, Tung, Ahmed, Bengio and Hajimirsadeghi 2024).
/// </summary>
internal readonly struct MinGruCell : ICell
{
    private const int Z = 0, N = 1;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "mingru",
        """
        z = σ(Wz x + bz)
        n = g(Wn x + bn), g(v) = v + ½ for v ≥ 0 and σ(v) below
        h = (1−z)⊙h⁻ + z⊙n   (Feng, Tung, Ahmed, Bengio and Hajimirsadeghi 2024)
        """,
        [new("z", Feeds.Input), new("n", Feeds.Input)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V z = V.Sigmoid(at.Block(Z)), n = Positive(at.Block(N));
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma(z, n - at.Before(H), at.Before(H)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), z = at.Block(Z), n = at.Block(N), dh = at.DAfter(H);
        at.DBlock(Z, dh * (n - at.Before(H)) * z * (one - z));
        at.DBlock(N, dh * z * PositiveSlope(n));
        at.DBefore(H, dh * (one - z));
    }

    /// <summary>g(v): positive, and without an end upwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Positive<V>(V v) where V : struct, IVector<V>
        => V.SelectLess(v, V.Constant(0), V.Sigmoid(v), v + V.Constant(0.5));

    /// <summary>Its slope where its value is y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V PositiveSlope<V>(V y) where V : struct, IVector<V>
        => V.SelectLess(y, V.Constant(0.5), y * (V.Constant(1) - y), V.Constant(1));
}
