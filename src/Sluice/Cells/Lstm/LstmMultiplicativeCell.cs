using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// The multiplicative LSTM: the input chooses what the recurrent weights act on, m = (Wm x)⊙(Rm h⁻), and the gates see m
/// where the LSTM's see h⁻ (Krause, Lu, Murray and Renals 2016).
/// </summary>
internal readonly struct LstmMultiplicativeCell : ICell
{
    private const int MX = 4, MR = 5;
    private const Feeds Both = Feeds.Input | Feeds.Operand;

    public static CellShape Shape { get; } = new(
        "lstm-multiplicative",
        """
        m = (Wm x + bm)⊙(Rm h⁻ + bm′)
        i = σ(Wi x + Ri m + bi)
        f = σ(Wf x + Rf m + bf)
        g = tanh(Wg x + Rg m + bg)
        o = σ(Wo x + Ro m + bo)
        c = f⊙c⁻ + i⊙g
        h = o⊙tanh(c)   (Krause, Lu, Murray and Renals 2016)
        """,
        [new("i", Both), new("f", Both, Bias: 1), new("g", Both), new("o", Both), new("m", Feeds.Input), new("m'", Feeds.Output)],
        ["h", "c"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => at.Operand(at.Block(MX) * at.Block(MR));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => LstmCell.Forward<V, L>(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => LstmCell.Backward<V, L>(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V mx = at.Block(MX), mr = at.Block(MR), dm = at.DOperand();
        at.DBlock(MX, dm * mr);
        at.DBlock(MR, dm * mx);
    }
}
