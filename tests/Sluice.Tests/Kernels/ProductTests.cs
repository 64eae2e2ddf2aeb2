using System.Numerics;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Tests.Kernels;

/// <summary>
/// Products against a plain loop in double precision: every height of tile, every number of vectors, depths at and beyond the
/// blocks. What lies around the matrices is not a number, so that whatever is read or written beyond shows.
/// </summary>
public unsafe class ProductTests
{
    // Sums of 600 products of numbers up to 1, in single precision: each rounding is up to 6e-8 of a partial sum of some 20.
    private const double Tolerance = 3e-4;

    public static TheoryData<int, int, int> Sizes()
    {
        var data = new TheoryData<int, int, int>();
        foreach (int rows in Enumerable.Range(0, 20)) data.Add(rows, 40, 7);
        foreach (int columns in new[] { 1, 15, 16, 17, 31, 33, 48, 64, 65, 79, 96, 112, 128, 130 })
            foreach (int rows in new[] { 1, 2, 3, 4, 5, 9 }) data.Add(rows, columns, 5);
        foreach (int depth in new[] { 1, 2, 3, 255, 256, 257, 511, 513, 600 }) data.Add(9, 34, depth);
        return data;
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_product_is_the_plain_sum_on_every_width(int rows, int columns, int depth)
    {
        foreach (bool add in new[] { false, true })
        {
            var bits = Run<Float16, float>(rows, columns, depth, add, Tolerance);
            Assert.Equal(bits, Run<Float8, float>(rows, columns, depth, add, Tolerance));
            Assert.Equal(bits, Run<Float4, float>(rows, columns, depth, add, Tolerance));
            Assert.Equal(bits, Run<Float1, float>(rows, columns, depth, add, Tolerance));
            Run<Double1, double>(rows, columns, depth, add, 1e-11);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_product_of_gradients_is_the_plain_sum(int rows, int columns, int depth)
    {
        var bits = Gradient<Float16, float>(rows, columns, depth, Tolerance);
        Assert.Equal(bits, Gradient<Float4, float>(rows, columns, depth, Tolerance));
        Gradient<Double1, double>(rows, columns, depth, 1e-11);
    }

    /// <summary>C = start + A B with B packed into panels.</summary>
    private static E[] Run<V, E>(int rows, int columns, int depth, bool add, double tolerance)
        where V : struct, IVector<V, E>
        where E : unmanaged, IFloatingPointIeee754<E>
    {
        int padded = Padding.Round(columns);
        var (a, b, c) = (Guarded<E>(rows, depth, depth, 1), Guarded<E>(depth, columns, columns, 2), Guarded<E>(rows, columns, padded, 3));
        var before = c.Span.ToArray();
        var panels = new Panels<E>();
        panels.Resize(depth, columns);
        panels.Pack<V>(At(b, 0, columns), columns, columns);
        E** ar = stackalloc E*[rows + 1], cr = stackalloc E*[rows + 1], br = stackalloc E*[panels.Count];
        nint* at = stackalloc nint[panels.Count];
        for (int r = 0; r < rows; r++)
        {
            ar[r] = At(a, r, depth);
            cr[r] = At(c, r, padded);
        }

        for (int p = 0; p < panels.Count; p++)
        {
            br[p] = panels[p];
            at[p] = p * Panels<E>.Width;
        }

        Product<V, E>.Multiply(rows, ar, 0, 1, depth, panels.Count, br, add ? cr : null, cr, at);
        for (int r = 0; r < rows; r++)
        {
            for (int n = 0; n < columns; n++)
            {
                double sum = add ? double.CreateChecked(before[Margin + r * padded + n]) : 0;
                for (int k = 0; k < depth; k++) sum += double.CreateChecked(ar[r][k]) * double.CreateChecked(At(b, k, columns)[n]);
                Assert.True(
                    Math.Abs(sum - double.CreateChecked(cr[r][n])) <= tolerance,
                    $"{typeof(V).Name} {rows} x {columns} x {depth}, row {r} column {n}: {sum} and {cr[r][n]}");
            }
        }

        Untouched(c, before, rows, padded, padded);
        GC.KeepAlive(a);
        GC.KeepAlive(panels);
        return [.. Enumerable.Range(0, rows).SelectMany(r => new ReadOnlySpan<E>(At(c, r, padded), columns).ToArray())];
    }

    /// <summary>dW [rows, columns] += dyᵀ x over <paramref name="depth"/> rows, taken in depths of the product.</summary>
    private static E[] Gradient<V, E>(int rows, int columns, int depth, double tolerance)
        where V : struct, IVector<V, E>
        where E : unmanaged, IFloatingPointIeee754<E>
    {
        if (rows == 0) return [];
        int dyStride = Padding.Round(rows), xStride = Padding.Round(columns), panels = xStride / Panels<E>.Width;
        var (dy, x, dw) = (Guarded<E>(depth, rows, dyStride, 4), Guarded<E>(depth, columns, xStride, 5), Guarded<E>(rows, columns, xStride, 6));
        var before = dw.Span.ToArray();
        var bias = new AlignedBuffer<E>(dyStride);
        var product = new GradientProduct<V, E>();
        product.Reserve(panels);
        for (int first = 0; first < depth; first += GradientProduct<V, E>.Depth)
        {
            int part = Math.Min(GradientProduct<V, E>.Depth, depth - first);
            product.Begin(part);
            for (int d = 0; d < part; d++)
            {
                product.DY[d] = At(dy, first + d, dyStride);
                product.X[d] = At(x, first + d, xStride);
            }

            product.PackX(0, panels, columns);
            product.PackDY(0, dyStride, bias.Pointer);
            product.Add(rows, 0, panels, At(dw, 0, xStride), xStride);
        }

        for (int r = 0; r < rows; r++)
        {
            double biasSum = 0;
            for (int d = 0; d < depth; d++) biasSum += double.CreateChecked(At(dy, d, dyStride)[r]);
            Assert.Equal(biasSum, double.CreateChecked(bias.Pointer[r]), tolerance);
            for (int n = 0; n < columns; n++)
            {
                double sum = double.CreateChecked(before[Margin + r * xStride + n]);
                for (int d = 0; d < depth; d++) sum += double.CreateChecked(At(dy, d, dyStride)[r]) * double.CreateChecked(At(x, d, xStride)[n]);
                Assert.Equal(sum, double.CreateChecked(At(dw, r, xStride)[n]), tolerance);
            }
        }

        Untouched(dw, before, rows, xStride, xStride);
        return [.. Enumerable.Range(0, rows).SelectMany(r => new ReadOnlySpan<E>(At(dw, r, xStride), columns).ToArray())];
    }

    private const int Margin = 64;

    /// <summary>Random numbers in rows; margins and padding are not numbers.</summary>
    private static AlignedBuffer<E> Guarded<E>(int rows, int columns, int stride, uint seed) where E : unmanaged, IFloatingPointIeee754<E>
    {
        var buffer = new AlignedBuffer<E>(2 * Margin + (nint)rows * stride);
        buffer.Span.Fill(E.NaN);
        var random = new RandomStream(seed, Purpose.Data);
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) At(buffer, r, stride)[c] = E.CreateChecked(2 * random.Uniform((uint)(r * columns + c)) - 1);
        return buffer;
    }

    private static E* At<E>(AlignedBuffer<E> buffer, int row, int stride) where E : unmanaged => buffer.Pointer + Margin + (nint)row * stride;

    /// <summary>Margins are as they were; rows may be written up to their padding.</summary>
    private static void Untouched<E>(
        AlignedBuffer<E> buffer, E[] before, int rows, int stride, int width) where E : unmanaged, IFloatingPointIeee754<E>
    {
        for (int i = 0; i < before.Length; i++)
        {
            bool inside = i >= Margin && i < Margin + rows * stride && (i - Margin) % stride < width;
            if (!inside) Assert.True(E.IsNaN(buffer.Pointer[i]), $"element {i - Margin} outside of the matrix was written");
        }
    }
}
