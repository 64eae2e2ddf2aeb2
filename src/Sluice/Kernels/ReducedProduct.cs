using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>
/// C[r][n] = start[r][n] + Σₖ A[r][k]·B[k][n] with reduced weights B. <see cref="Take"/> is given the rows of A, and any number of
/// <see cref="Multiply"/> take them with some panels each. Integers take rows of A as integers q of up to 16 bits,
/// A = scale·q with scale = max |A| / most, where most is as large as the sums of 32 bits allow.
/// </summary>
/// <remarks>It holds the rows of one product: for one thread at a time.</remarks>
internal abstract unsafe class ReducedProduct
{
    /// <summary>The deepest product of integers: rows of A keep 9 bits and a sign there, 16 up to a depth of 516.</summary>
    public const int MostDepth = 1 << 15;

    /// <summary>A product of a kind of weights with vectors of type <typeparamref name="V"/>.</summary>
    public static ReducedProduct For<V, E>(ReducedType type)
        where V : struct, IVector<V, E>
        where E : unmanaged
    {
        // One condition after the other, as in Device.Create: so the trimmer sees which widths a program leaves out.
        if (Features.Vectors512 && typeof(V) == typeof(Float16)) return Of<Float16>(type);
        if (Features.Vectors256 && typeof(V) == typeof(Float8)) return Of<Float8>(type);
        if (Features.Vectors128 && typeof(V) == typeof(Float4)) return Of<Float4>(type);
        if (Features.Vectors32 && typeof(V) == typeof(Float1)) return Of<Float1>(type);
        throw new InvalidOperationException($"Reduced weights are multiplied with floats, not in vectors of {typeof(V)}.");
    }

    /// <summary>Takes rows of A, which stay where they are until the last product.</summary>
    public abstract void Take(int rows, float** a, int depth);

    /// <summary>The product of the rows with panels: <paramref name="b"/>, <paramref name="scale"/> and <paramref name="column"/> one entry a panel.</summary>
    public abstract void Multiply(int panels, byte** b, float** scale, float** start, float** c, nint* column);

    private static ReducedProduct Of<V>(ReducedType type) where V : struct, IReducedVector<V>
        => type == ReducedType.Int8 ? new ReducedProduct<V, IntegerFormat<V>>() : new ReducedProduct<V, HalfFormat<V>>();
}

internal sealed unsafe class ReducedProduct<V, F> : ReducedProduct
    where V : struct, IReducedVector<V>
    where F : struct, IReducedFormat<V>
{
    private readonly RoundedRows<V> _rounded = new();
    private byte** _a;
    private float* _scales;
    private int _rows, _depth;

    private static int VectorsPerPanel => Padding.Lanes / V.Count;

    // As in Product: 32 registers hold 4 rows of 4 sums each beside 4 vectors of weights, 16 hold half of that.
    private static int SquareRows => V.Count == 16 ? 4 : 2;

    public override void Take(int rows, float** a, int depth)
    {
        (_rows, _depth) = (rows, depth);
        _a = (byte**)a;
        if (F.IsFloat) return;
        _rounded.Take(rows, a, depth, Math.Min(short.MaxValue, int.MaxValue / (ReducedMatrix.Most * (depth + 1))));
        _a = (byte**)_rounded.Rows;
        _scales = _rounded.Scales;
    }

    public override void Multiply(int panels, byte** b, float** scale, float** start, float** c, nint* column)
    {
        if (_rows == 0 || panels == 0) return;
        int vectors = panels * VectorsPerPanel, group = _rows == 1 ? 8 : 4;
        byte** vector = stackalloc byte*[vectors];
        float** scales = stackalloc float*[vectors];
        nint* at = stackalloc nint[vectors];
        for (int v = 0; v < vectors; v++)
        {
            int panel = v / VectorsPerPanel, lane = v % VectorsPerPanel * V.Count;
            vector[v] = b[panel] + 2 * lane * F.Size;
            at[v] = column[panel] + lane;
            scales[v] = F.IsFloat ? null : scale[panel] + lane;
        }

        for (int v = 0; v < vectors; v += group)
        {
            int n = Math.Min(group, vectors - v);
            for (int r = 0; r < _rows; r += SquareRows)
            {
                int rows = Math.Min(SquareRows, _rows - r);
                float** from = start == null ? null : start + r;
                float* rest = F.IsFloat ? null : _scales + r;
                if (n > 4) Flat(n, _a + r, vector + v, scales + v, rest, from, c + r, at + v);
                else Square(rows, n, _a + r, vector + v, scales + v, rest, from, c + r, at + v);
            }
        }
    }

    private void Flat(int n, byte** a, byte** b, float** bScale, float* aScale, float** start, float** c, nint* at)
    {
        switch (n)
        {
            case 5: ReducedTile.Flat<V, F, Count5>(a, _depth, b, bScale, aScale, start, c, at); break;
            case 6: ReducedTile.Flat<V, F, Count6>(a, _depth, b, bScale, aScale, start, c, at); break;
            case 7: ReducedTile.Flat<V, F, Count7>(a, _depth, b, bScale, aScale, start, c, at); break;
            default: ReducedTile.Flat<V, F, Count8>(a, _depth, b, bScale, aScale, start, c, at); break;
        }
    }

    private void Square(int rows, int n, byte** a, byte** b, float** bScale, float* aScale, float** start, float** c, nint* at)
    {
        switch (rows)
        {
            case 1: Square<Count1>(n, a, b, bScale, aScale, start, c, at); break;
            case 2: Square<Count2>(n, a, b, bScale, aScale, start, c, at); break;
            case 3: Square<Count3>(n, a, b, bScale, aScale, start, c, at); break;
            default: Square<Count4>(n, a, b, bScale, aScale, start, c, at); break;
        }
    }

    private void Square<R>(int n, byte** a, byte** b, float** bScale, float* aScale, float** start, float** c, nint* at) where R : struct, ICount
    {
        switch (n)
        {
            case 1: ReducedTile.Square<V, F, R, Count1>(a, _depth, b, bScale, aScale, start, c, at); break;
            case 2: ReducedTile.Square<V, F, R, Count2>(a, _depth, b, bScale, aScale, start, c, at); break;
            case 3: ReducedTile.Square<V, F, R, Count3>(a, _depth, b, bScale, aScale, start, c, at); break;
            default: ReducedTile.Square<V, F, R, Count4>(a, _depth, b, bScale, aScale, start, c, at); break;
        }
    }
}
