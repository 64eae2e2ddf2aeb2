using System.Numerics;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells.Loop;

/// <summary>
/// Layer normalisation of a row without gain: y = (x − mean)·s with s = 1/√(variance + ε), ε = 1e-5 (Ba, Kiros and Hinton
/// 2016). Sums are taken in 16 virtual lanes, in four chains each, so that the bits do not depend on the width.
/// </summary>
internal static unsafe class Normalisation<V, E>
    where V : struct, IVector<V, E>
    where E : unmanaged, IFloatingPointIeee754<E>
{
    private const int Lanes = Padding.Lanes;

    /// <summary>Normalises a row of <paramref name="count"/> elements in place; returns s. The padding becomes 0.</summary>
    public static E Forward(E* row, int count)
    {
        int padded = Padding.Round(count);
        for (int i = count; i < padded; i++) row[i] = E.Zero;
        E n = E.CreateChecked(count), mean = Sum(row, padded) / n;
        Shift(row, count, padded, mean);
        E scale = E.One / E.Sqrt(Dot(row, row, padded) / n + E.CreateChecked(1e-5));
        var s = V.Broadcast(scale);
        for (int i = 0; i < padded; i += V.Count) V.Store(row + i, V.Load(row + i) * s);
        return scale;
    }

    /// <summary>dx = (dy − mean(dy) − y·mean(dy⊙y))·s, in place.</summary>
    public static void Backward(E* gradient, E* y, E scale, int count)
    {
        int padded = Padding.Round(count);
        for (int i = count; i < padded; i++) gradient[i] = E.Zero;
        E n = E.CreateChecked(count);
        V mean = V.Broadcast(Sum(gradient, padded) / n), slope = V.Broadcast(Dot(gradient, y, padded) / n), s = V.Broadcast(scale);
        for (int i = 0; i < padded; i += V.Count)
            V.Store(gradient + i, (V.Load(gradient + i) - mean - V.Load(y + i) * slope) * s);
        for (int i = count; i < padded; i++) gradient[i] = E.Zero;
    }

    private static void Shift(E* row, int count, int padded, E mean)
    {
        var m = V.Broadcast(mean);
        for (int i = 0; i < padded; i += V.Count) V.Store(row + i, V.Load(row + i) - m);
        for (int i = count; i < padded; i++) row[i] = E.Zero;
    }

    private static E Sum(E* row, int padded)
    {
        E* lanes = stackalloc E[Lanes];
        for (int j = 0; j < Lanes; j += V.Count)
        {
            V zero = V.Constant(0), first = zero, second = zero, third = zero, fourth = zero;
            int i = j;
            for (; i + 3 * Lanes < padded; i += 4 * Lanes)
            {
                first += V.Load(row + i);
                second += V.Load(row + i + Lanes);
                third += V.Load(row + i + 2 * Lanes);
                fourth += V.Load(row + i + 3 * Lanes);
            }

            for (; i < padded; i += Lanes) first += V.Load(row + i);
            V.Store(lanes + j, (first + second) + (third + fourth));
        }

        return Fold(lanes);
    }

    private static E Dot(E* a, E* b, int padded)
    {
        E* lanes = stackalloc E[Lanes];
        for (int j = 0; j < Lanes; j += V.Count)
        {
            V zero = V.Constant(0), first = zero, second = zero, third = zero, fourth = zero;
            int i = j;
            for (; i + 3 * Lanes < padded; i += 4 * Lanes)
            {
                first += V.Load(a + i) * V.Load(b + i);
                second += V.Load(a + i + Lanes) * V.Load(b + i + Lanes);
                third += V.Load(a + i + 2 * Lanes) * V.Load(b + i + 2 * Lanes);
                fourth += V.Load(a + i + 3 * Lanes) * V.Load(b + i + 3 * Lanes);
            }

            for (; i < padded; i += Lanes) first += V.Load(a + i) * V.Load(b + i);
            V.Store(lanes + j, (first + second) + (third + fourth));
        }

        return Fold(lanes);
    }

    /// <summary>The sum of 16 lanes, in pairs: four additions deep instead of sixteen.</summary>
    private static E Fold(E* x)
        => (((x[0] + x[8]) + (x[4] + x[12])) + ((x[2] + x[10]) + (x[6] + x[14])))
            + (((x[1] + x[9]) + (x[5] + x[13])) + ((x[3] + x[11]) + (x[7] + x[15])));
}
