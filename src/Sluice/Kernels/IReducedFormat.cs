using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>How <see cref="ReducedTile"/> multiplies weights of one kind: what a lane sums, and what becomes of it.</summary>
/// <typeparam name="V">The vector type.</typeparam>
internal unsafe interface IReducedFormat<V> where V : struct, IReducedVector<V>
{
    /// <summary>Bytes of a weight.</summary>
    static abstract int Size { get; }

    /// <summary>Bytes of two elements of a row of A.</summary>
    static abstract int Step { get; }

    /// <summary>Whether a pair takes two products of floats, one after the other; integers take it in one.</summary>
    static abstract bool IsFloat { get; }

    /// <summary>The weights of a pair of rows, or of its first row.</summary>
    static abstract V First(byte* b);

    /// <summary>The weights of its second row.</summary>
    static abstract V Second(byte* b);

    /// <summary>The elements of A that belong to <see cref="First"/> or, at half a step, to <see cref="Second"/>.</summary>
    static abstract V Broadcast(byte* a);

    /// <summary>sum + a·b.</summary>
    static abstract V Add(V a, V b, V sum);

    /// <summary>What a sum begins as.</summary>
    static abstract V Begin(float* start);

    /// <summary>What a sum comes to; the scales are null where there are none.</summary>
    static abstract V End(V sum, float* start, float* bScale, float* aScale);
}

/// <summary>Integers of 8 bits times integers of 16: exact sums, C = start + Σ·(scale of B's column · scale of A's row).</summary>
internal readonly unsafe struct IntegerFormat<V> : IReducedFormat<V> where V : struct, IReducedVector<V>
{
    public static int Size => 1;

    public static int Step => 4;

    public static bool IsFloat => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V First(byte* b) => V.LoadPairs((sbyte*)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Second(byte* b) => V.LoadPairs((sbyte*)b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Broadcast(byte* a) => V.BroadcastPair((short*)a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V a, V b, V sum) => V.AddProducts(sum, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Begin(float* start) => V.Constant(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V End(V sum, float* start, float* bScale, float* aScale)
    {
        var value = V.FromIntegers(sum) * (V.Load(bScale) * V.Broadcast(*aScale));
        return start == null ? value : V.Load(start) + value;
    }
}

/// <summary>bfloat16 times floats: the sums of <see cref="Tile"/> with weights that were rounded, to the bit.</summary>
internal readonly unsafe struct HalfFormat<V> : IReducedFormat<V> where V : struct, IReducedVector<V>
{
    public static int Size => 2;

    public static int Step => 8;

    public static bool IsFloat => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V First(byte* b) => V.LowerHalves(V.Load((float*)b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Second(byte* b) => V.UpperHalves(V.Load((float*)b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Broadcast(byte* a) => V.Broadcast(*(float*)a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add(V a, V b, V sum) => V.Fma(a, b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Begin(float* start) => start == null ? V.Constant(0) : V.Load(start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V End(V sum, float* start, float* bScale, float* aScale) => sum;
}
