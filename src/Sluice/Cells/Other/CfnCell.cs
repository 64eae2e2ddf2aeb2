using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>
/// The chaos-free network: without input its state can only shrink, so it has no chaotic dynamics
/// (Laurent and von Brecht 2016).
/// </summary>
internal readonly struct CfnCell : ICell
{
    private const int T = 0, E = 1, X = 2;
    private const int H = 0;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "cfn",
        """
        θ = σ(Wθ x + Rθ h⁻ + bθ)
        η = σ(Wη x + Rη h⁻ + bη)
        h = θ⊙tanh(h⁻) + η⊙tanh(W x)   (Laurent and von Brecht 2016, with a bias b in W x + b)
        """,
        [new("θ", Both, Bias: 1), new("η", Both, Bias: -1), new("g", Feeds.Input)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V theta = V.Sigmoid(at.Block(T)), eta = V.Sigmoid(at.Block(E)), g = V.Tanh(at.Block(X));
        at.Keep(T, theta);
        at.Keep(E, eta);
        at.Keep(X, g);
        at.After(H, V.Fma(theta, V.Tanh(at.Before(H)), eta * g));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), theta = at.Block(T), eta = at.Block(E), g = at.Block(X), y = V.Tanh(at.Before(H)), dh = at.DAfter(H);
        at.DBlock(T, dh * y * theta * (one - theta));
        at.DBlock(E, dh * g * eta * (one - eta));
        at.DBlock(X, dh * eta * (one - g * g));
        at.DBefore(H, dh * theta * (one - y * y));
    }
}
