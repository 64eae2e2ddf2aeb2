using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Gru;

/// <summary>
/// The third of three cells found by a search over ten thousand: the update gate sees tanh(h⁻)
/// (Jozefowicz, Zaremba and Sutskever 2015).
/// </summary>
internal readonly struct Mut3Cell : ICell
{
    private const int Z = 0, R = 1, N = 2;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "mut3",
        """
        z = σ(Wz x + Rz tanh(h⁻) + bz)
        r = σ(Wr x + Rr h⁻ + br)
        n = tanh(Wn x + Rn (r⊙h⁻) + bn)
        h = z⊙n + (1−z)⊙h⁻   (Jozefowicz, Zaremba and Sutskever 2015)
        """,
        [
            new("z", Feeds.Input | Feeds.SecondOperand),
            new("r", Feeds.Input | Feeds.Output),
            new("n", Feeds.Input | Feeds.Operand),
        ],
        ["h"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var r = V.Sigmoid(at.Block(R));
        at.Keep(R, r);
        at.Operand(r * at.Before(H));
        at.SecondOperand(V.Tanh(at.Before(H)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V z = V.Sigmoid(at.Block(Z)), n = V.Tanh(at.Block(N));
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma(z, n - at.Before(H), at.Before(H)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), z = at.Block(Z), n = at.Block(N), dh = at.DAfter(H);
        at.DBlock(Z, dh * (n - at.Before(H)) * z * (one - z));
        at.DBlock(N, dh * z * (one - n * n));
        at.DBefore(H, dh * (one - z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), r = at.Block(R), dq = at.DOperand(), y = V.Tanh(at.Before(H));
        at.DBlock(R, dq * at.Before(H) * r * (one - r));
        at.AddDBefore(H, V.Fma(dq, r, at.DSecondOperand() * (one - y * y)));
    }
}
