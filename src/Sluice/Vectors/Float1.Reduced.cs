using System.Runtime.CompilerServices;

namespace Sluice.Vectors;

internal readonly unsafe partial struct Float1
{
    private int Bits => BitConverter.SingleToInt32Bits(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 LoadPairs(sbyte* source) => OfBits((source[0] & 0xFFFF) | (source[1] << 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 BroadcastPair(short* source) => OfBits(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 AddProducts(Float1 sum, Float1 a, Float1 b)
        => OfBits(sum.Bits + (short)a.Bits * (short)b.Bits + (a.Bits >> 16) * (b.Bits >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 FromIntegers(Float1 sum) => new(sum.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 LowerHalves(Float1 pairs) => OfBits(pairs.Bits << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 UpperHalves(Float1 pairs) => OfBits(pairs.Bits & FloatBits.UpperHalf);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(short* target, Float1 value) => *target = (short)BitConverter.SingleToInt32Bits(value._value + FloatBits.Rounder);

    private static Float1 OfBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));
}
