using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Vectors;

internal readonly unsafe partial struct Float8
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 LoadPairs(sbyte* source)
    {
        if (Avx2.IsSupported) return new(Avx2.ConvertToVector256Int16(Vector128.Load(source)).AsSingle());
        var (lower, upper) = Vector128.Widen(Vector128.Load(source));
        return new(Vector256.Create(lower, upper).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 BroadcastPair(short* source) => new(Vector256.Create(*(int*)source).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 AddProducts(Float8 sum, Float8 a, Float8 b)
    {
        if (AvxVnni.IsSupported)
            return new(AvxVnni.MultiplyWideningAndAdd(sum._value.AsInt32(), a._value.AsInt16(), b._value.AsInt16()).AsSingle());
        if (Avx2.IsSupported)
            return new((sum._value.AsInt32() + Avx2.MultiplyAddAdjacent(a._value.AsInt16(), b._value.AsInt16())).AsSingle());
        Vector256<int> x = a._value.AsInt32(), y = b._value.AsInt32();
        return new((sum._value.AsInt32() + ((x << 16) >> 16) * ((y << 16) >> 16) + (x >> 16) * (y >> 16)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 FromIntegers(Float8 sum) => new(Vector256.ConvertToSingle(sum._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 LowerHalves(Float8 pairs) => new((pairs._value.AsInt32() << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float8 UpperHalves(Float8 pairs) => new((pairs._value.AsInt32() & Vector256.Create(FloatBits.UpperHalf)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(short* target, Float8 value)
    {
        var shifted = (value._value + Vector256.Create(FloatBits.Rounder)).AsInt32();
        Vector128.Narrow(shifted.GetLower(), shifted.GetUpper()).Store(target);
    }
}
