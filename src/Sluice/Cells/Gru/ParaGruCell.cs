using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Gru;

/// <summary>
/// ParaGRU: the GRU whose recurrence is one weight a unit in place of each matrix, so that a unit sees no state but its own
/// (ParaRNN, arXiv 2510.21450, 2026; written down from the GRU, with z keeping the old state as in <see cref="GruCell"/>).
/// </summary>
internal readonly struct ParaGruCell : ICell
{
    private const int R = 0, Z = 1, N = 2, Ar = 3, Az = 4, An = 5;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "paragru",
        """
        r = σ(Wr x + ar⊙h⁻ + br)
        z = σ(Wz x + az⊙h⁻ + bz)
        n = tanh(Wn x + an⊙r⊙h⁻ + bn)
        h = (1−z)⊙n + z⊙h⁻   (ParaRNN, arXiv 2510.21450, 2026)
        """,
        [
            new("r", Feeds.Input), new("z", Feeds.Input), new("n", Feeds.Input),
            new("ar", Feeds.Vector, Spread: 0.5f), new("az", Feeds.Vector, Spread: 0.5f), new("an", Feeds.Vector, Spread: 0.5f),
        ],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var h = at.Before(H);
        var r = V.Sigmoid(V.Fma(at.Weight(Ar), h, at.Block(R)));
        var z = V.Sigmoid(V.Fma(at.Weight(Az), h, at.Block(Z)));
        var n = V.Tanh(V.Fma(at.Weight(An), r * h, at.Block(N)));
        at.Keep(R, r);
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma(z, h - n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), r = at.Block(R), z = at.Block(Z), n = at.Block(N), h = at.Before(H), dh = at.DAfter(H);
        var dN = dh * (one - z) * (one - n * n);
        V dReset = at.Weight(An) * dN, dR = dReset * h * r * (one - r), dZ = dh * (h - n) * z * (one - z);
        at.DBlock(R, dR);
        at.DBlock(Z, dZ);
        at.DBlock(N, dN);
        at.AddDWeight(Ar, dR * h);
        at.AddDWeight(Az, dZ * h);
        at.AddDWeight(An, dN * r * h);
        at.DBefore(H, dh * z + dReset * r + at.Weight(Ar) * dR + at.Weight(Az) * dZ);
    }
}
