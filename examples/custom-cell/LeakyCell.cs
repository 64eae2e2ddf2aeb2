using Sluice.Cells.Contract;
using Sluice.Vectors;

/// <summary>
/// An Elman cell whose units each leak at a rate of their own: a = σ(α), h = h⁻ + a⊙(tanh(W x + R h⁻ + b) − h⁻).
/// Forward only: the library derives the backward stage from it.
/// </summary>
readonly struct LeakyCell : IForwardCell
{
    public static CellShape Shape { get; } = new(
        "leaky",
        "h = h⁻ + σ(α)⊙(tanh(W x + R h⁻ + b) − h⁻)",
        [new("h", Feeds.Input | Feeds.Output), new("α", Feeds.Vector, Bias: -1)],
        ["h"]);

    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var before = at.Before(0);
        at.After(0, V.Fma(V.Sigmoid(at.Weight(1)), V.Tanh(at.Block(0)) - before, before));
    }
}

/// <summary>The same cell with a hand-written backward stage, which keeps what it needs instead of computing it anew.</summary>
readonly struct FastLeakyCell : ICell
{
    public static CellShape Shape { get; } = LeakyCell.Shape with { Name = "leaky-fast" };

    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V before = at.Before(0), y = V.Tanh(at.Block(0));
        at.Keep(0, y);
        at.After(0, V.Fma(V.Sigmoid(at.Weight(1)), y - before, before));
    }

    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), y = at.Block(0), a = V.Sigmoid(at.Weight(1)), dh = at.DAfter(0);
        at.DBlock(0, dh * a * (one - y * y));
        at.AddDWeight(1, dh * (y - at.Before(0)) * a * (one - a));
        at.DBefore(0, dh * (one - a));
    }
}
