using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Elman;

/// <summary>
/// An Elman cell with a weighed path past it: two more weights in all make its training stable
/// (Kusupati et al. 2018).
/// </summary>
internal readonly struct FastRnnCell : ICell
{
    private const int N = 0, Alpha = 1, Beta = 2;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "fastrnn",
        """
        n = tanh(W x + R h⁻ + b)
        h = σ(α) n + σ(β) h⁻   with α and β the same for all units (Kusupati et al. 2018)
        """,
        [new("n", Feeds.Input | Feeds.Output), new("α", Feeds.Scalar, Bias: -3), new("β", Feeds.Scalar, Bias: 3)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var n = V.Tanh(at.Block(N));
        at.Keep(N, n);
        at.After(H, V.Fma(V.Sigmoid(at.Weight(Alpha)), n, V.Sigmoid(at.Weight(Beta)) * at.Before(H)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), n = at.Block(N), a = V.Sigmoid(at.Weight(Alpha)), b = V.Sigmoid(at.Weight(Beta)), dh = at.DAfter(H);
        at.DBlock(N, dh * a * (one - n * n));
        at.AddDWeight(Alpha, dh * n * a * (one - a));
        at.AddDWeight(Beta, dh * at.Before(H) * b * (one - b));
        at.DBefore(H, dh * b);
    }
}
