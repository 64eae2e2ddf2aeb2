using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Cells.Elman;
using Sluice.Vectors;

namespace Sluice.Cells.Activated;

/// <summary>F as the activation of an Elman cell.</summary>
internal readonly struct ElmanOf<F> : IActivation where F : struct, ICellFunction
{
    public static string Name => F.Name;

    public static CellShape Shape { get; } = ActivatedCells.Of<F, F>(TanhActivation.Shape);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Value<V>(V x) where V : struct, IVector<V> => F.Value(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Slope<V>(V y) where V : struct, IVector<V> => F.Slope(y);
}
