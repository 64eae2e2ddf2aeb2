using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Elman;

/// <summary>
/// The network whose output, not its hidden layer, is fed back: h = tanh(W x + R y⁻ + bh), y = tanh(V h + by)
/// (Jordan 1986). The hidden layer is an operand of the same step; y is the only state.
/// </summary>
internal readonly struct JordanCell : ICell
{
    private const int Hidden = 0, Output = 1;
    private const int Y = 0;

    public static CellShape Shape { get; } = new(
        "jordan",
        """
        h = tanh(W x + R y⁻ + bh)
        y = tanh(V h + by)   (Jordan 1986)
        """,
        [new("h", Feeds.Input | Feeds.Output), new("y", Feeds.Operand)],
        ["y"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var h = V.Tanh(at.Block(Hidden));
        at.Keep(Hidden, h);
        at.Operand(h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var y = V.Tanh(at.Block(Output));
        at.Keep(Output, y);
        at.After(Y, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        var y = at.Block(Output);
        at.DBlock(Output, at.DAfter(Y) * (V.Constant(1) - y * y));
        at.DBefore(Y, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        var h = at.Block(Hidden);
        at.DBlock(Hidden, at.DOperand() * (V.Constant(1) - h * h));
    }
}
