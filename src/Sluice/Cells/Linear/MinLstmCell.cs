using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// The LSTM without recurrent weights: two gates that share out one whole, and a positive candidate
/// (Feng, Tung, Ahmed, Bengio and Hajimirsadeghi 2024).
/// </summary>
internal readonly struct MinLstmCell : ICell
{
    private const int F = 0, I = 1, N = 2;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "minlstm",
        """
        f = σ(Wf x + bf), i = σ(Wi x + bi)
        n = g(Wn x + bn), g(v) = v + ½ for v ≥ 0 and σ(v) below
        h = f/(f+i)⊙h⁻ + i/(f+i)⊙n   (Feng, Tung, Ahmed, Bengio and Hajimirsadeghi 2024)
        """,
        [new("f", Feeds.Input, Bias: 1), new("i", Feeds.Input), new("n", Feeds.Input)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V f = V.Sigmoid(at.Block(F)), i = V.Sigmoid(at.Block(I)), n = MinGruCell.Positive(at.Block(N));
        at.Keep(F, f);
        at.Keep(I, i);
        at.Keep(N, n);
        at.After(H, V.Fma(i / (f + i), n - at.Before(H), at.Before(H)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), f = at.Block(F), i = at.Block(I), n = at.Block(N), share = i / (f + i), dh = at.DAfter(H);
        var ds = dh * (n - at.Before(H)) / (f + i);
        at.DBlock(F, -ds * share * f * (one - f));
        at.DBlock(I, ds * (one - share) * i * (one - i));
        at.DBlock(N, dh * share * MinGruCell.PositiveSlope(n));
        at.DBefore(H, dh * (one - share));
    }
}
