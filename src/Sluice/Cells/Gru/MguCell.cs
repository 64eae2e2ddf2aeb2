using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Gru;

/// <summary>
/// The minimal gated unit: one gate both forgets and resets (Zhou, Wu, Zhang and Zhou 2016).
/// </summary>
internal readonly struct MguCell : ICell
{
    private const int F = 0, N = 1, Kept = 2;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "mgu",
        """
        f = σ(Wf x + Rf h⁻ + bf)
        n = tanh(Wn x + Rn (f⊙h⁻) + bn)
        h = (1−f)⊙h⁻ + f⊙n   (Zhou, Wu, Zhang and Zhou 2016)
        """,
        [new("f", Feeds.Input | Feeds.Output), new("n", Feeds.Input | Feeds.Operand), new("kept", Feeds.None)],
        ["h"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var f = V.Sigmoid(at.Block(F));
        at.Keep(F, f);
        at.Keep(Kept, f);
        at.Operand(f * at.Before(H));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V f = at.Block(Kept), n = V.Tanh(at.Block(N)), before = at.Before(H);
        at.Keep(N, n);
        at.After(H, V.Fma(f, n - before, before));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), f = at.Block(Kept), n = at.Block(N), dh = at.DAfter(H);
        at.DBlock(N, dh * f * (one - n * n));
        at.DBlock(Kept, dh * (n - at.Before(H)));
        at.DBefore(H, dh * (one - f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), f = at.Block(F), dq = at.DOperand();
        at.DBlock(F, V.Fma(dq, at.Before(H), at.Block(Kept)) * f * (one - f));
        at.AddDBefore(H, dq * f);
    }
}
