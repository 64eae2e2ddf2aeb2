using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// RG-LRU, the recurrence of Griffin and Hawk: how long a unit remembers, a, depends on the input through a gate r, and what
/// is taken up shrinks by √(1−a²), so that the state keeps its size; I = H (De et al. 2024).
/// </summary>
/// <remarks>
/// With r open, a begins between 0.9 and 0.999. That and the factor 8 are as recalled; the paper's constants may differ.
/// </remarks>
internal readonly struct RgLruCell : ICell
{
    private const int R = 0, I = 1, X = 2, Lambda = 3;
    private const int H = 0;
    private const double Power = 8;

    public static CellShape Shape { get; } = new(
        "rglru",
        """
        r = σ(Wr x + br)
        i = σ(Wi x + bi)
        a = exp(−8 softplus(Λ)⊙r)
        h = a⊙h⁻ + √(1−a²)⊙i⊙x   (De et al. 2024)
        """,
        [
            new("r", Feeds.Input), new("i", Feeds.Input), new("x", Feeds.Bare),
            // 8 softplus(Λ) from 0.001 to 0.105.
            new("Λ", Feeds.Vector, -6.65f, 2.33f),
        ],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V r = V.Sigmoid(at.Block(R)), i = V.Sigmoid(at.Block(I)), s = Exponent(at.Weight(Lambda), r);
        at.Keep(R, r);
        at.Keep(I, i);
        at.After(H, V.Fma(V.Exp(-s), at.Before(H), TakenUp(s) * i * at.Block(X)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), r = at.Block(R), i = at.Block(I), x = at.Block(X), dh = at.DAfter(H);
        V s = Exponent(at.Weight(Lambda), r), a = V.Exp(-s), taken = TakenUp(s);
        var ds = dh * a * (i * x * a / taken - at.Before(H));
        at.DBlock(R, ds * s * (one - r));
        at.DBlock(I, dh * taken * x * i * (one - i));
        at.DBlock(X, dh * taken * i);
        at.AddDWeight(Lambda, ds * V.Constant(Power) * r * V.Sigmoid(at.Weight(Lambda)));
        at.DBefore(H, dh * a);
    }

    /// <summary>−ln a; never 0, where the root has no slope.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponent<V>(V lambda, V r) where V : struct, IVector<V>
        => V.Max(V.Constant(1e-30), V.Constant(Power) * V.Softplus(lambda) * r);

    /// <summary>√(1−a²) without a difference of numbers near 1: 1 − e⁻²ˢ = 2 tanh(s) / (1 + tanh(s)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V TakenUp<V>(V s) where V : struct, IVector<V>
    {
        var t = V.Tanh(s);
        return V.Sqrt((t + t) / (V.Constant(1) + t));
    }
}
