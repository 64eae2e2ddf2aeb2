using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Elman;

/// <summary>
/// The structurally constrained network: beside the hidden units, context units that change slowly, each a running mean of a
/// projection of the input; α = 0.95 (Mikolov et al. 2014). The output is h; s has as many units as h.
/// </summary>
internal readonly struct ScrnCell : ICell
{
    private const int Context = 0, A = 1, Alpha = 2;
    private const int H = 0, S = 1;

    public static CellShape Shape { get; } = new(
        "scrn",
        """
        s = (1−α) (B x + bs) + α s⁻
        h = σ(P s + A x + R h⁻ + b)   (Mikolov, Joulin, Chopra, Mathieu and Ranzato 2014)
        """,
        [
            new("s", Feeds.Input),
            new("h", Feeds.Input | Feeds.Output | Feeds.Operand),
            new("α", Feeds.Number, 0.95f),
        ],
        ["h", "s"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V alpha = at.Weight(Alpha), x = at.Block(Context);
        at.Operand(at.After(S, V.Fma(alpha, at.Before(S) - x, x)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var h = V.Sigmoid(at.Block(A));
        at.Keep(A, h);
        at.After(H, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), h = at.Block(A);
        at.DBlock(A, at.DAfter(H) * h * (one - h));
        at.DBefore(H, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), alpha = at.Weight(Alpha), ds = at.Through(S, at.DAfter(S) + at.DOperand());
        at.DBlock(Context, ds * (one - alpha));
        at.DBefore(S, ds * alpha);
    }
}
