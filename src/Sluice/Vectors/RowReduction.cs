using System.Runtime.CompilerServices;

namespace Sluice.Vectors;

/// <summary>
/// Sums and maxima over a row in one fixed order, whatever the width: 16 virtual lanes take the elements in turn, and are
/// then folded one after the other.
/// </summary>
internal static unsafe class RowReduction
{
    private const int Lanes = 16;

    /// <summary>The largest of <paramref name="count"/> elements.</summary>
    public static float Max<V>(float* row, int count) where V : struct, IVector<V, float>
    {
        float* lanes = stackalloc float[Lanes];
        int whole = count / Lanes * Lanes;
        for (int j = 0; j < Lanes; j += V.Count)
        {
            var max = V.Constant(double.NegativeInfinity);
            for (int i = j; i < whole; i += Lanes) max = V.Max(max, V.Load(row + i));
            V.Store(lanes + j, max);
        }

        float result = float.NegativeInfinity;
        for (int j = 0; j < Lanes; j++) result = MathF.Max(result, lanes[j]);
        for (int i = whole; i < count; i++) result = MathF.Max(result, row[i]);
        return result;
    }

    /// <summary>The sum of <paramref name="count"/> elements.</summary>
    public static float Sum<V>(float* row, int count) where V : struct, IVector<V, float>
    {
        float* lanes = stackalloc float[Lanes];
        int whole = count / Lanes * Lanes;
        for (int j = 0; j < Lanes; j += V.Count)
        {
            var sum = V.Constant(0);
            for (int i = j; i < whole; i += Lanes) sum += V.Load(row + i);
            V.Store(lanes + j, sum);
        }

        return Fold(lanes, row + whole, count - whole);
    }

    /// <summary>The sum of the squares of <paramref name="count"/> elements.</summary>
    public static float SumOfSquares<V>(float* row, int count) where V : struct, IVector<V, float> => SumOfProducts<V>(row, row, count);

    /// <summary>The sum of the products of <paramref name="count"/> elements.</summary>
    public static float SumOfProducts<V>(float* a, float* b, int count) where V : struct, IVector<V, float>
    {
        float* lanes = stackalloc float[Lanes];
        int whole = count / Lanes * Lanes;
        for (int j = 0; j < Lanes; j += V.Count)
        {
            var sum = V.Constant(0);
            for (int i = j; i < whole; i += Lanes) sum += V.Load(a + i) * V.Load(b + i);
            V.Store(lanes + j, sum);
        }

        float* rest = stackalloc float[Lanes];
        for (int i = whole; i < count; i++) rest[i - whole] = a[i] * b[i];
        return Fold(lanes, rest, count - whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold(float* lanes, float* rest, int count)
    {
        float result = 0;
        for (int j = 0; j < Lanes; j++) result += lanes[j];
        for (int i = 0; i < count; i++) result += rest[i];
        return result;
    }
}
