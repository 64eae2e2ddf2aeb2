using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Other;

/// <summary>
/// A cell made to be stacked: few weights, and gradients that keep their size over depth (Turkoglu et al. 2021).
/// </summary>
internal readonly struct StarCell : ICell
{
    private const int Z = 0, K = 1;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "star",
        """
        z = tanh(Wz x + bz)
        k = σ(Wk x + Rk h⁻ + bk)
        h = tanh((1−k)⊙h⁻ + k⊙z)   (Turkoglu, D'Aronco, Wegner and Schindler 2021)
        """,
        [new("z", Feeds.Input), new("k", Feeds.Input | Feeds.Output)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V z = V.Tanh(at.Block(Z)), k = V.Sigmoid(at.Block(K));
        at.Keep(Z, z);
        at.Keep(K, k);
        at.After(H, V.Tanh(V.Fma(k, z - at.Before(H), at.Before(H))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), z = at.Block(Z), k = at.Block(K), h = at.After(H);
        var da = at.DAfter(H) * (one - h * h);
        at.DBlock(Z, da * k * (one - z * z));
        at.DBlock(K, da * (z - at.Before(H)) * k * (one - k));
        at.DBefore(H, da * (one - k));
    }
}
