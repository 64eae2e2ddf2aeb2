using Sluice.Vectors;

namespace Sluice.Cells.Contract;

/// <summary>An activation function, and its derivative as a function of its value.</summary>
internal interface ICellFunction
{
    static abstract string Name { get; }

    static abstract V Value<V>(V x) where V : struct, IVector<V>;

    static abstract V Slope<V>(V y) where V : struct, IVector<V>;
}
