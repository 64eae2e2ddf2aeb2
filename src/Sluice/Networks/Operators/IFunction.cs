using Sluice.Vectors;

namespace Sluice.Networks.Operators;

/// <summary>A function of one number, with two constants a and b that an operator's attributes give.</summary>
internal interface IFunction
{
    /// <summary>y = f(x).</summary>
    static abstract V Of<V>(V x, V a, V b) where V : struct, IVector<V>;

    /// <summary>dy/dx.</summary>
    static abstract V Slope<V>(V x, V y, V a, V b) where V : struct, IVector<V>;
}

/// <summary>A function of two numbers.</summary>
internal interface IPairing
{
    /// <summary>y = f(a, b).</summary>
    static abstract V Of<V>(V a, V b) where V : struct, IVector<V>;

    /// <summary>dy/da.</summary>
    static abstract V First<V>(V a, V b, V y) where V : struct, IVector<V>;

    /// <summary>dy/db.</summary>
    static abstract V Second<V>(V a, V b, V y) where V : struct, IVector<V>;
}
