using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Gru;

/// <summary>
/// The gated recurrent unit with reset before the product, as published:
/// r = σ(Wr x + Rr h⁻ + br), z = σ(Wz x + Rz h⁻ + bz), n = tanh(Wn x + Rn (r⊙h⁻) + bn),
/// h = (1−z)⊙n + z⊙h⁻ (Cho et al. 2014, arXiv version 3). The operand r⊙h⁻ needs a first stage.
/// </summary>
internal readonly struct GruBeforeCell : ICell
{
    private const int R = 0, Z = 1, N = 2;
    private const int H = 0;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "gru-before",
        """
        r = σ(Wr x + Rr h⁻ + br)
        z = σ(Wz x + Rz h⁻ + bz)
        n = tanh(Wn x + Rn (r⊙h⁻) + bn)
        h = (1−z)⊙n + z⊙h⁻   (Cho et al. 2014, reset before the product)
        """,
        [new("r", Both), new("z", Both), new("n", Feeds.Input | Feeds.Operand)],
        ["h"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var r = V.Sigmoid(at.Block(R));
        at.Keep(R, r);
        at.Operand(r * at.Before(H));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var z = V.Sigmoid(at.Block(Z));
        var n = V.Tanh(at.Block(N));
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma(z, at.Before(H) - n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), z = at.Block(Z), n = at.Block(N);
        var dh = at.DAfter(H);
        at.DBlock(Z, dh * (at.Before(H) - n) * z * (one - z));
        at.DBlock(N, dh * (one - z) * (one - n * n));
        at.DBefore(H, dh * z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), r = at.Block(R), dq = at.DOperand();
        at.DBlock(R, dq * at.Before(H) * r * (one - r));
        at.AddDBefore(H, dq * r);
    }
}
