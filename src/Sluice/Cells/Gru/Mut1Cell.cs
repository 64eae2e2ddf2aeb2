using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Gru;

/// <summary>
/// The first of three cells found by a search over ten thousand; as printed, x itself enters the candidate, so I = H
/// (Jozefowicz, Zaremba and Sutskever 2015).
/// </summary>
internal readonly struct Mut1Cell : ICell
{
    private const int Z = 0, R = 1, N = 2, X = 3;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "mut1",
        """
        z = σ(Wz x + bz)
        r = σ(Wr x + Rr h⁻ + br)
        n = tanh(Rn (r⊙h⁻) + tanh(x) + bn)
        h = z⊙n + (1−z)⊙h⁻   (Jozefowicz, Zaremba and Sutskever 2015)
        """,
        [new("z", Feeds.Input), new("r", Feeds.Input | Feeds.Output), new("n", Feeds.Operand), new("x", Feeds.Bare)],
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
        V z = V.Sigmoid(at.Block(Z)), y = V.Tanh(at.Block(X)), n = V.Tanh(at.Block(N) + y);
        at.Keep(Z, z);
        at.Keep(X, y);
        at.Keep(N, n);
        at.After(H, V.Fma(z, n - at.Before(H), at.Before(H)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), z = at.Block(Z), y = at.Block(X), n = at.Block(N), dh = at.DAfter(H);
        var dn = dh * z * (one - n * n);
        at.DBlock(Z, dh * (n - at.Before(H)) * z * (one - z));
        at.DBlock(N, dn);
        at.DBlock(X, dn * (one - y * y));
        at.DBefore(H, dh * (one - z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), r = at.Block(R), dq = at.DOperand();
        at.DBlock(R, dq * at.Before(H) * r * (one - r));
        at.AddDBefore(H, dq * r);
    }
}
