using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Gru;

/// <summary>
/// The gated recurrent unit with reset after the product, as PyTorch, Keras and cuDNN compute it:
/// r = σ(Wr x + Rr h⁻ + br), z = σ(Wz x + Rz h⁻ + bz), n = tanh(Wn x + bn + r⊙(Rn h⁻ + bn′)),
/// h = (1−z)⊙n + z⊙h⁻ (Cho et al. 2014, arXiv version 1).
/// </summary>
internal readonly struct GruCell : ICell
{
    private const int R = 0, Z = 1, N = 2, Product = 3;
    private const int H = 0;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "gru",
        """
        r = σ(Wr x + Rr h⁻ + br)
        z = σ(Wz x + Rz h⁻ + bz)
        n = tanh(Wn x + bn + r⊙(Rn h⁻ + bn′))
        h = (1−z)⊙n + z⊙h⁻   (Cho et al. 2014, reset after the product)
        """,
        [new("r", Both), new("z", Both), new("n", Feeds.Input), new("n'", Feeds.Output)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var r = V.Sigmoid(at.Block(R));
        var z = V.Sigmoid(at.Block(Z));
        var n = V.Tanh(V.Fma(r, at.Block(Product), at.Block(N)));
        at.Keep(R, r);
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma(z, at.Before(H) - n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), r = at.Block(R), z = at.Block(Z), n = at.Block(N), product = at.Block(Product);
        var dh = at.DAfter(H);
        var dn = dh * (one - z) * (one - n * n);
        at.DBlock(R, dn * product * r * (one - r));
        at.DBlock(Z, dh * (at.Before(H) - n) * z * (one - z));
        at.DBlock(N, dn);
        at.DBlock(Product, dn * r);
        at.DBefore(H, dh * z);
    }
}
