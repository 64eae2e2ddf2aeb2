using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// Just another network: an LSTM with the forget gate only; β makes it take up less than it forgets
/// (van der Westhuizen and Lasenby 2018).
/// </summary>
internal readonly struct JanetCell : ICell
{
    private const int F = 0, G = 1, Beta = 2;
    private const int H = 0;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "janet",
        """
        s = Wf x + Rf h⁻ + bf
        g = tanh(Wg x + Rg h⁻ + bg)
        h = σ(s)⊙h⁻ + (1 − σ(s − β))⊙g   (van der Westhuizen and Lasenby 2018)
        """,
        [new("f", Both, Bias: 1), new("g", Both), new("β", Feeds.Number, 1)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V s = at.Block(F), g = V.Tanh(at.Block(G));
        at.Keep(G, g);
        at.After(H, V.Fma(V.Sigmoid(s), at.Before(H), V.Sigmoid(at.Weight(Beta) - s) * g));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), s = at.Block(F), g = at.Block(G), f = V.Sigmoid(s), i = V.Sigmoid(at.Weight(Beta) - s), dh = at.DAfter(H);
        at.DBlock(F, dh * (at.Before(H) * f * (one - f) - g * i * (one - i)));
        at.DBlock(G, dh * i * (one - g * g));
        at.DBefore(H, dh * f);
    }
}
