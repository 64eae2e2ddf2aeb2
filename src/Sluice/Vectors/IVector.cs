namespace Sluice.Vectors;

/// <summary>
/// The arithmetic in which the mathematics of a cell is written, once: lanes of float, one double, or a recorder that
/// builds an expression graph all satisfy it.
/// </summary>
/// <typeparam name="V">The implementing type.</typeparam>
public interface IVector<V> where V : struct, IVector<V>
{
    /// <summary>Lane-wise sum.</summary>
    static abstract V operator +(V a, V b);

    /// <summary>Lane-wise difference.</summary>
    static abstract V operator -(V a, V b);

    /// <summary>Lane-wise product.</summary>
    static abstract V operator *(V a, V b);

    /// <summary>Lane-wise quotient.</summary>
    static abstract V operator /(V a, V b);

    /// <summary>Lane-wise negation.</summary>
    static abstract V operator -(V a);

    /// <summary>The same value in every lane.</summary>
    static abstract V Constant(double value);

    /// <summary>a·b + c, rounded once where the hardware can.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>The larger value. Where <paramref name="b"/> is not a number, so is the result.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller value. Where <paramref name="b"/> is not a number, so is the result.</summary>
    static abstract V Min(V a, V b);

    /// <summary>|x|.</summary>
    static abstract V Abs(V x);

    /// <summary>√x.</summary>
    static abstract V Sqrt(V x);

    /// <summary><paramref name="then"/> where a &lt; b, <paramref name="otherwise"/> elsewhere.</summary>
    static abstract V SelectLess(V a, V b, V then, V otherwise);

    /// <summary>eˣ.</summary>
    static abstract V Exp(V x);

    /// <summary>ln x.</summary>
    static abstract V Log(V x);

    /// <summary>tanh x.</summary>
    static abstract V Tanh(V x);

    /// <summary>The logistic function 1 / (1 + e⁻ˣ): 0 shut, ½ at 0, 1 open.</summary>
    static abstract V Sigmoid(V x);

    /// <summary>ln(1 + eˣ).</summary>
    static abstract V Softplus(V x);
}

/// <summary>A vector that lives in memory: <see cref="Count"/> neighbouring elements of type <typeparamref name="E"/>.</summary>
/// <typeparam name="V">The implementing type.</typeparam>
/// <typeparam name="E">The element: float in production, double in gradient checks.</typeparam>
public unsafe interface IVector<V, E> : IVector<V>
    where V : struct, IVector<V, E>
    where E : unmanaged
{
    /// <summary>Lanes of the vector.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> elements; any alignment.</summary>
    static abstract V Load(E* source);

    /// <summary>Writes <see cref="Count"/> elements; any alignment.</summary>
    static abstract void Store(E* target, V value);

    /// <summary>The element in every lane.</summary>
    static abstract V Broadcast(E value);
}
