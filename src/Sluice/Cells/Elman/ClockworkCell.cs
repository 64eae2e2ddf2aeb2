using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Elman;

/// <summary>
/// The clockwork RNN: an Elman cell whose units come in modules, each with a period; in a step only those work whose period
/// divides the number of steps taken, the others keep their state (Koutník, Greff, Gomez and Schmidhuber 2014).
/// <c>clockwork:8,2</c> has 8 modules with periods 1, 2, 4, …; without numbers 4 modules and a ratio of 2. The state n
/// counts the steps.
/// </summary>
internal readonly struct ClockworkCell : ICell
{
    private const int A = 0, Modules = 1, Ratio = 2;
    private const int H = 0, N = 1;

    public static CellShape Shape { get; } = new(
        "clockwork",
        """
        h_m = tanh(W_m x + Σ R_mk h⁻_k + b_m)   over the modules k as slow as m or slower, where n⁻ mod T_m = 0
        h_m = h⁻_m   in other steps; T_m = r^m
        n = n⁻ + 1   (Koutník, Greff, Gomez and Schmidhuber 2014)
        """,
        [new("h", Feeds.Input | Feeds.Output), new("modules", Feeds.Number, 4), new("ratio", Feeds.Number, 2)],
        ["h", "n"])
    { Clock = new(Counter: N, Modules, Ratio) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var h = V.Tanh(at.Block(A));
        at.Keep(A, h);
        at.After(H, h);
        at.After(N, at.Before(N) + V.Constant(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        var h = at.Block(A);
        at.DBlock(A, at.DAfter(H) * (V.Constant(1) - h * h));
        at.DBefore(H, V.Constant(0));
        at.DBefore(N, at.DAfter(N));
    }
}
