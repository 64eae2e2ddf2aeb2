using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Elman;

/// <summary>
/// A gated cell with one pair of matrices: gate and candidate share W and R and differ in their bias
/// (Kusupati et al. 2018).
/// </summary>
internal readonly struct FastGrnnCell : ICell
{
    private const int A = 0, Bn = 1, Zeta = 2, Nu = 3;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "fastgrnn",
        """
        a = W x + R h⁻
        z = σ(a + bz), n = tanh(a + bn)
        h = (σ(ζ)(1−z) + σ(ν))⊙n + z⊙h⁻   with ζ and ν the same for all units (Kusupati et al. 2018)
        """,
        [
            new("a", Feeds.Input | Feeds.Output),
            new("bn", Feeds.Vector),
            new("ζ", Feeds.Scalar, Bias: 1),
            new("ν", Feeds.Scalar, Bias: -4),
        ],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V one = V.Constant(1), a = at.Block(A), z = V.Sigmoid(a), n = V.Tanh(a + at.Weight(Bn));
        var s = V.Fma(V.Sigmoid(at.Weight(Zeta)), one - z, V.Sigmoid(at.Weight(Nu)));
        at.After(H, V.Fma(z, at.Before(H), s * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), a = at.Block(A), z = V.Sigmoid(a), n = V.Tanh(a + at.Weight(Bn)), dh = at.DAfter(H);
        V zeta = V.Sigmoid(at.Weight(Zeta)), nu = V.Sigmoid(at.Weight(Nu)), s = V.Fma(zeta, one - z, nu);
        V dn = dh * s * (one - n * n), ds = dh * n;
        at.DBlock(A, V.Fma(dh * at.Before(H) - ds * zeta, z * (one - z), dn));
        at.AddDWeight(Bn, dn);
        at.AddDWeight(Zeta, ds * (one - z) * zeta * (one - zeta));
        at.AddDWeight(Nu, ds * nu * (one - nu));
        at.DBefore(H, dh * z);
    }
}
