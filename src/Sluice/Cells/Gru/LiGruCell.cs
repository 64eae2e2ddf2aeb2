using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Gru;

/// <summary>
/// The light GRU: no reset gate, and a rectified candidate. The paper normalises W x over the batch; here it is not
/// (Ravanelli, Brakel, Omologo and Bengio 2018). <c>ligru+layernorm</c> keeps it from growing.
/// </summary>
internal readonly struct LiGruCell : ICell
{
    private const int Z = 0, N = 1;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "ligru",
        """
        z = σ(Wz x + Rz h⁻ + bz)
        n = max(0, Wn x + Rn h⁻ + bn)
        h = z⊙h⁻ + (1−z)⊙n   (Ravanelli, Brakel, Omologo and Bengio 2018)
        """,
        [new("z", Feeds.Input | Feeds.Output), new("n", Feeds.Input | Feeds.Output)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V z = V.Sigmoid(at.Block(Z)), n = V.Max(V.Constant(0), at.Block(N));
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma(z, at.Before(H) - n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), zero = V.Constant(0), z = at.Block(Z), n = at.Block(N), dh = at.DAfter(H);
        at.DBlock(Z, dh * (at.Before(H) - n) * z * (one - z));
        at.DBlock(N, V.SelectLess(zero, n, dh * (one - z), zero));
        at.DBefore(H, dh * z);
    }
}
