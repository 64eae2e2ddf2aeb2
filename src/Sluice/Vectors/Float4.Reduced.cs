using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Vectors;

internal readonly unsafe partial struct Float4
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 LoadPairs(sbyte* source)
    {
        var bytes = Vector128.CreateScalarUnsafe(*(long*)source).AsSByte();
        return new((Sse41.IsSupported ? Sse41.ConvertToVector128Int16(bytes) : Vector128.WidenLower(bytes)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 BroadcastPair(short* source) => new(Vector128.Create(*(int*)source).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 AddProducts(Float4 sum, Float4 a, Float4 b)
    {
        if (AvxVnni.IsSupported)
            return new(AvxVnni.MultiplyWideningAndAdd(sum._value.AsInt32(), a._value.AsInt16(), b._value.AsInt16()).AsSingle());
        if (Sse2.IsSupported)
            return new((sum._value.AsInt32() + Sse2.MultiplyAddAdjacent(a._value.AsInt16(), b._value.AsInt16())).AsSingle());
        Vector128<int> x = a._value.AsInt32(), y = b._value.AsInt32();
        return new((sum._value.AsInt32() + ((x << 16) >> 16) * ((y << 16) >> 16) + (x >> 16) * (y >> 16)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 FromIntegers(Float4 sum) => new(Vector128.ConvertToSingle(sum._value.AsInt32()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 LowerHalves(Float4 pairs) => new((pairs._value.AsInt32() << 16).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float4 UpperHalves(Float4 pairs) => new((pairs._value.AsInt32() & Vector128.Create(FloatBits.UpperHalf)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRounded(short* target, Float4 value)
    {
        var shifted = (value._value + Vector128.Create(FloatBits.Rounder)).AsInt32();
        Vector128.Narrow(shifted, shifted).GetLower().Store(target);
    }
}
