using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>
/// Rows of floats as integers: q = round(x / scale), the nearest and of two the even one, with scale = max |x| / most of the row. A row
/// with a value that is not finite has a scale that is not a number, so that its products are none either; a row of numbers below 1e-30
/// counts as 0.
/// </summary>
/// <typeparam name="V">The vector type.</typeparam>
internal sealed unsafe class RoundedRows<V> where V : struct, IReducedVector<V>
{
    private const int Lanes = Padding.Lanes;
    private AlignedBuffer<short>? _values;
    private AlignedBuffer<float>? _scales;
    private AlignedBuffer<nint>? _rows;

    /// <summary>The integers of each row, padded with zeroes to an even number.</summary>
    public short** Rows => (short**)_rows!.Pointer;

    /// <summary>The scale of each row.</summary>
    public float* Scales => _scales!.Pointer;

    /// <summary>Rounds rows of <paramref name="depth"/> floats to integers of ±<paramref name="most"/>.</summary>
    public void Take(int rows, float** source, int depth, int most)
    {
        nint stride = Padding.Round(depth);
        _values = AlignedBuffer<short>.AtLeast(_values, rows * stride);
        _scales = AlignedBuffer<float>.AtLeast(_scales, rows);
        _rows = AlignedBuffer<nint>.AtLeast(_rows, rows);
        for (int r = 0; r < rows; r++)
        {
            Rows[r] = _values.Pointer + r * stride;
            Scales[r] = Round(source[r], depth, most, Rows[r]);
        }
    }

    private static float Round(float* x, int depth, int most, short* q)
    {
        // What lies behind the row is never read: its last lanes are copied, with zeroes behind them.
        int whole = depth & ~(Lanes - 1);
        float* rest = stackalloc float[Lanes];
        for (int i = 0; i < Lanes; i++) rest[i] = whole + i < depth ? x[whole + i] : 0;
        V zero = V.Constant(0), greatest = zero, poison = zero;
        for (int i = 0; i < whole; i += V.Count) Look(V.Load(x + i), ref greatest, ref poison);
        for (int i = 0; i < Lanes; i += V.Count) Look(V.Load(rest + i), ref greatest, ref poison);

        float* lanes = stackalloc float[2 * Lanes];
        V.Store(lanes, greatest);
        V.Store(lanes + Lanes, poison);
        float largest = 0, wrong = 0;
        for (int i = 0; i < V.Count; i++) (largest, wrong) = (Math.Max(largest, lanes[i]), wrong + lanes[Lanes + i]);
        float scale = largest < 1e-30f ? 0 : largest / most;
        var factor = V.Broadcast(scale == 0 ? 0 : most / largest);
        for (int i = 0; i < whole; i += V.Count) V.StoreRounded(q + i, V.Load(x + i) * factor);
        for (int i = 0; whole + i < depth; i += V.Count) V.StoreRounded(q + whole + i, V.Load(rest + i) * factor);
        if (wrong != 0) scale = float.NaN;
        return scale;
    }

    /// <summary>The greatest |x| so far; and 0·x, which is not a number where x is none or infinite.</summary>
    private static void Look(V x, ref V greatest, ref V poison)
    {
        greatest = V.Max(greatest, V.Abs(x));
        poison = V.Fma(x, V.Constant(0), poison);
    }
}
