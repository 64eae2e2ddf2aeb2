using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Vectors;

internal readonly unsafe partial struct Float16
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float16 LoadPairs(sbyte* source)
    {
        if (Avx512BW.IsSupported) return new(Avx512BW.ConvertToVector512Int16(Vector256.Load(source)).AsSingle());
        var (lower, upper) = Vector256.Widen(Vector256.Load(source));
        return new(Vector512.Create(lower, upper).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float16 BroadcastPair(short* source) => new(Vector512.Create(*(int*)source).AsSingle());

    // .NET 10 has no AVX512-VNNI, which would do both in one instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float16 AddProducts(Float16 sum, Float16 a, Float16 b)
    {
        if (Avx512BW.IsSupported)
            return new((sum._value.AsInt32() + Avx512BW.MultiplyAddAdjacent(a._value.AsInt16(), b._value.AsInt16())).AsSingle());
        Vector512<int> x = a._value.AsInt32(), y = b._value.AsInt32();
        return new((sum._value.AsInt32() + ((x << 16) >> 16) * ((y << 16) >> 16) + (x >> 16) * (y >> 16)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float16 FromIntegers(Float16 sum) => new(Vector512.ConvertToSingle(sum._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float16 LowerHalves(Float16 pairs) => new((pairs._value.AsInt32() << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float16 UpperHalves(Float16 pairs) => new((pairs._value.AsInt32() & Vector512.Create(FloatBits.UpperHalf)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(short* target, Float16 value)
    {
        var shifted = (value._value + Vector512.Create(FloatBits.Rounder)).AsInt32();
        Vector256.Narrow(shifted.GetLower(), shifted.GetUpper()).Store(target);
    }
}
