namespace Sluice.Vectors;

/// <summary>The operations on the bits of a float that the polynomials of <see cref="FloatMath"/> need beside arithmetic.</summary>
/// <typeparam name="V">The implementing type.</typeparam>
internal interface IFloatVector<V> : IVector<V, float> where V : struct, IFloatVector<V>
{
    /// <summary>
    /// 2ⁿ from <paramref name="shifted"/> = n + 1.5·2²³, whose lowest mantissa bits hold the integer n; n from −126 to 127,
    /// and 128 gives infinity.
    /// </summary>
    static abstract V PowerOfTwo(V shifted);

    /// <summary>Splits a positive normal x into m·2ᵉ with √½ ≤ m &lt; √2.</summary>
    static abstract V Split(V x, out V exponent);

    /// <summary>|magnitude| with the sign of <paramref name="sign"/>.</summary>
    static abstract V CopySign(V magnitude, V sign);
}
