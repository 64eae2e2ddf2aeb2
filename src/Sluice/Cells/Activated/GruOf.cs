using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Cells.Gru;
using Sluice.Vectors;

namespace Sluice.Cells.Activated;

/// <summary>The GRU with reset after the product, whose gates are squashed by G and new values by F.</summary>
internal readonly struct GruOf<G, F> : ICell where G : struct, ICellFunction where F : struct, ICellFunction
{
    private const int R = 0, Z = 1, N = 2, Product = 3;
    private const int H = 0;

    public static CellShape Shape { get; } = ActivatedCells.Of<G, F>(GruCell.Shape);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V r = G.Value(at.Block(R)), z = G.Value(at.Block(Z)), n = F.Value(V.Fma(r, at.Block(Product), at.Block(N)));
        at.Keep(R, r);
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma(z, at.Before(H) - n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V r = at.Block(R), z = at.Block(Z), n = at.Block(N), product = at.Block(Product), dh = at.DAfter(H);
        var dn = dh * (V.Constant(1) - z) * F.Slope(n);
        at.DBlock(R, dn * product * G.Slope(r));
        at.DBlock(Z, dh * (at.Before(H) - n) * G.Slope(z));
        at.DBlock(N, dn);
        at.DBlock(Product, dn * r);
        at.DBefore(H, dh * z);
    }
}

/// <summary>The GRU with reset before the product, whose gates are squashed by G and new values by F.</summary>
internal readonly struct GruBeforeOf<G, F> : ICell where G : struct, ICellFunction where F : struct, ICellFunction
{
    private const int R = 0, Z = 1, N = 2;
    private const int H = 0;

    public static CellShape Shape { get; } = ActivatedCells.Of<G, F>(GruBeforeCell.Shape);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var r = G.Value(at.Block(R));
        at.Keep(R, r);
        at.Operand(r * at.Before(H));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V z = G.Value(at.Block(Z)), n = F.Value(at.Block(N));
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma(z, at.Before(H) - n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V z = at.Block(Z), n = at.Block(N), dh = at.DAfter(H);
        at.DBlock(Z, dh * (at.Before(H) - n) * G.Slope(z));
        at.DBlock(N, dh * (V.Constant(1) - z) * F.Slope(n));
        at.DBefore(H, dh * z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V r = at.Block(R), before = at.Before(H), d = at.DOperand();
        at.DBlock(R, d * before * G.Slope(r));
        at.AddDBefore(H, d * r);
    }
}
