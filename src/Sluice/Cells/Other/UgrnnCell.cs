using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>The update gate RNN: one gate between the old state and a candidate (Collins, Sohl-Dickstein and Sussillo 2016).</summary>
internal readonly struct UgrnnCell : ICell
{
    private const int C = 0, G = 1;
    private const int H = 0;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "ugrnn",
        """
        n = tanh(Wn x + Rn h⁻ + bn)
        z = σ(Wz x + Rz h⁻ + bz)
        h = z⊙h⁻ + (1−z)⊙n   (Collins, Sohl-Dickstein and Sussillo 2016)
        """,
        [new("n", Both), new("z", Both, Bias: 1)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V n = V.Tanh(at.Block(C)), z = V.Sigmoid(at.Block(G));
        at.Keep(C, n);
        at.Keep(G, z);
        at.After(H, V.Fma(z, at.Before(H) - n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), n = at.Block(C), z = at.Block(G), dh = at.DAfter(H);
        at.DBlock(C, dh * (one - z) * (one - n * n));
        at.DBlock(G, dh * (at.Before(H) - n) * z * (one - z));
        at.DBefore(H, dh * z);
    }
}
