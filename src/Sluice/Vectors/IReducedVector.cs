namespace Sluice.Vectors;

/// <summary>
/// What products with weights of 8 or 16 bits need beside the arithmetic of floats. Weights lie in pairs, two neighbouring rows of a
/// column side by side, so a vector of so many lanes takes in so many columns and two rows of them at a time. All of it is exact but
/// <see cref="FromIntegers"/>, which rounds to the nearest float, so the bits are the same on every width and instruction.
/// </summary>
/// <typeparam name="V">The implementing type. Its lanes hold floats, integers of 32 bits, or pairs of 16 bits.</typeparam>
internal unsafe interface IReducedVector<V> : IFloatVector<V> where V : struct, IReducedVector<V>
{
    /// <summary>A pair of bytes for each lane, each made 16 bits wide.</summary>
    static abstract V LoadPairs(sbyte* source);

    /// <summary>The same pair of 16-bit integers in every lane.</summary>
    static abstract V BroadcastPair(short* source);

    /// <summary>sum + a₀b₀ + a₁b₁ in integers of 32 bits, for the pairs a and b of each lane.</summary>
    static abstract V AddProducts(V sum, V a, V b);

    /// <summary>The integer of each lane as a float.</summary>
    static abstract V FromIntegers(V sum);

    /// <summary>The lower half of each lane, a bfloat16, as a float.</summary>
    static abstract V LowerHalves(V pairs);

    /// <summary>The upper half of each lane, a bfloat16, as a float.</summary>
    static abstract V UpperHalves(V pairs);

    /// <summary>Writes each lane, within ±32 767, as a 16-bit integer: the nearest, and of two the even one.</summary>
    static abstract void StoreRounded(short* target, V value);
}
