namespace Sluice.Vectors;

/// <summary>The layout of an IEEE 754 single: 1 sign, 8 exponent, 23 mantissa bits.</summary>
internal static class FloatBits
{
    public const int One = 127 << 23;
    public const int Mantissa = 0x7fffff;
    public const int Sign = int.MinValue;

    /// <summary>√½, the lower end of the mantissas that <see cref="IFloatVector{V}.Split"/> gives.</summary>
    public const int HalfRoot = 0x3f3504f3;

    /// <summary>The bits of a float that a bfloat16 has.</summary>
    public const int UpperHalf = unchecked((int)0xffff0000);

    /// <summary>1.5·2²³: what is added to it is rounded to an integer, which then stands in its lowest bits.</summary>
    public const float Rounder = 12582912;
}
