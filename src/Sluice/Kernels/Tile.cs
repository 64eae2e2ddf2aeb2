using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>
/// The micro-kernel: a tile of rows x vectors of C is held in registers while the whole depth passes by,
/// C[r][column] = start[r][column] + Σₖ A[r][k] · B[k][column], every element summed in the order of k.
/// The three shapes hold 16 accumulators at most (24 for the wide one): enough independent chains to hide the latency of a
/// multiply-add, few enough for 32 registers. Rows and vectors beyond a tile's count are compiled away.
/// </summary>
/// <remarks>
/// Arguments: <c>a</c> row pointers of A, read at <c>offset + k·step</c>; <c>b</c> one pointer a vector, into a panel;
/// <c>start</c> row pointers of the first summand, or null for 0; <c>c</c> row pointers of the result, which may be
/// <c>start</c>; <c>column</c> where each vector lies in the rows of start and c.
/// </remarks>
internal static unsafe class Tile
{
    /// <summary>Up to 8 rows x 2 vectors: the shape of batches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tall<V, E, R>(E** a, nint offset, nint step, nint depth, E** b, E** start, E** c, nint* column)
        where V : struct, IVector<V, E>
        where E : unmanaged
        where R : struct, ICount
    {
        var a0 = a[0] + offset;
        var a1 = R.Value > 1 ? a[1] + offset : a0;
        var a2 = R.Value > 2 ? a[2] + offset : a0;
        var a3 = R.Value > 3 ? a[3] + offset : a0;
        var a4 = R.Value > 4 ? a[4] + offset : a0;
        var a5 = R.Value > 5 ? a[5] + offset : a0;
        var a6 = R.Value > 6 ? a[6] + offset : a0;
        var a7 = R.Value > 7 ? a[7] + offset : a0;
        var b0 = b[0];
        var b1 = b[1];
        var zero = V.Constant(0);
        var c00 = zero;
        var c01 = zero;
        var c10 = zero;
        var c11 = zero;
        var c20 = zero;
        var c21 = zero;
        var c30 = zero;
        var c31 = zero;
        var c40 = zero;
        var c41 = zero;
        var c50 = zero;
        var c51 = zero;
        var c60 = zero;
        var c61 = zero;
        var c70 = zero;
        var c71 = zero;
        if (start != null)
        {
            c00 = V.Load(start[0] + column[0]);
            c01 = V.Load(start[0] + column[1]);
            if (R.Value > 1) c10 = V.Load(start[1] + column[0]);
            if (R.Value > 1) c11 = V.Load(start[1] + column[1]);
            if (R.Value > 2) c20 = V.Load(start[2] + column[0]);
            if (R.Value > 2) c21 = V.Load(start[2] + column[1]);
            if (R.Value > 3) c30 = V.Load(start[3] + column[0]);
            if (R.Value > 3) c31 = V.Load(start[3] + column[1]);
            if (R.Value > 4) c40 = V.Load(start[4] + column[0]);
            if (R.Value > 4) c41 = V.Load(start[4] + column[1]);
            if (R.Value > 5) c50 = V.Load(start[5] + column[0]);
            if (R.Value > 5) c51 = V.Load(start[5] + column[1]);
            if (R.Value > 6) c60 = V.Load(start[6] + column[0]);
            if (R.Value > 6) c61 = V.Load(start[6] + column[1]);
            if (R.Value > 7) c70 = V.Load(start[7] + column[0]);
            if (R.Value > 7) c71 = V.Load(start[7] + column[1]);
        }

        for (nint k = 0, ka = 0, kb = 0; k < depth; k++, ka += step, kb += Panels<E>.Width)
        {
            var y0 = V.Load(b0 + kb);
            var y1 = V.Load(b1 + kb);
            var x0 = V.Broadcast(a0[ka]);
            c00 = V.Fma(x0, y0, c00);
            c01 = V.Fma(x0, y1, c01);
            if (R.Value > 1)
            {
                var x = V.Broadcast(a1[ka]);
                c10 = V.Fma(x, y0, c10);
                c11 = V.Fma(x, y1, c11);
            }
            if (R.Value > 2)
            {
                var x = V.Broadcast(a2[ka]);
                c20 = V.Fma(x, y0, c20);
                c21 = V.Fma(x, y1, c21);
            }
            if (R.Value > 3)
            {
                var x = V.Broadcast(a3[ka]);
                c30 = V.Fma(x, y0, c30);
                c31 = V.Fma(x, y1, c31);
            }
            if (R.Value > 4)
            {
                var x = V.Broadcast(a4[ka]);
                c40 = V.Fma(x, y0, c40);
                c41 = V.Fma(x, y1, c41);
            }
            if (R.Value > 5)
            {
                var x = V.Broadcast(a5[ka]);
                c50 = V.Fma(x, y0, c50);
                c51 = V.Fma(x, y1, c51);
            }
            if (R.Value > 6)
            {
                var x = V.Broadcast(a6[ka]);
                c60 = V.Fma(x, y0, c60);
                c61 = V.Fma(x, y1, c61);
            }
            if (R.Value > 7)
            {
                var x = V.Broadcast(a7[ka]);
                c70 = V.Fma(x, y0, c70);
                c71 = V.Fma(x, y1, c71);
            }
        }

        V.Store(c[0] + column[0], c00);
        V.Store(c[0] + column[1], c01);
        if (R.Value > 1) V.Store(c[1] + column[0], c10);
        if (R.Value > 1) V.Store(c[1] + column[1], c11);
        if (R.Value > 2) V.Store(c[2] + column[0], c20);
        if (R.Value > 2) V.Store(c[2] + column[1], c21);
        if (R.Value > 3) V.Store(c[3] + column[0], c30);
        if (R.Value > 3) V.Store(c[3] + column[1], c31);
        if (R.Value > 4) V.Store(c[4] + column[0], c40);
        if (R.Value > 4) V.Store(c[4] + column[1], c41);
        if (R.Value > 5) V.Store(c[5] + column[0], c50);
        if (R.Value > 5) V.Store(c[5] + column[1], c51);
        if (R.Value > 6) V.Store(c[6] + column[0], c60);
        if (R.Value > 6) V.Store(c[6] + column[1], c61);
        if (R.Value > 7) V.Store(c[7] + column[0], c70);
        if (R.Value > 7) V.Store(c[7] + column[1], c71);
    }

    /// <summary>Up to 8 rows x 3 vectors: fewer loads a product, where the registers allow it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Wide<V, E, R>(E** a, nint offset, nint step, nint depth, E** b, E** start, E** c, nint* column)
        where V : struct, IVector<V, E>
        where E : unmanaged
        where R : struct, ICount
    {
        var a0 = a[0] + offset;
        var a1 = R.Value > 1 ? a[1] + offset : a0;
        var a2 = R.Value > 2 ? a[2] + offset : a0;
        var a3 = R.Value > 3 ? a[3] + offset : a0;
        var a4 = R.Value > 4 ? a[4] + offset : a0;
        var a5 = R.Value > 5 ? a[5] + offset : a0;
        var a6 = R.Value > 6 ? a[6] + offset : a0;
        var a7 = R.Value > 7 ? a[7] + offset : a0;
        var b0 = b[0];
        var b1 = b[1];
        var b2 = b[2];
        var zero = V.Constant(0);
        var c00 = zero;
        var c01 = zero;
        var c02 = zero;
        var c10 = zero;
        var c11 = zero;
        var c12 = zero;
        var c20 = zero;
        var c21 = zero;
        var c22 = zero;
        var c30 = zero;
        var c31 = zero;
        var c32 = zero;
        var c40 = zero;
        var c41 = zero;
        var c42 = zero;
        var c50 = zero;
        var c51 = zero;
        var c52 = zero;
        var c60 = zero;
        var c61 = zero;
        var c62 = zero;
        var c70 = zero;
        var c71 = zero;
        var c72 = zero;
        if (start != null)
        {
            c00 = V.Load(start[0] + column[0]);
            c01 = V.Load(start[0] + column[1]);
            c02 = V.Load(start[0] + column[2]);
            if (R.Value > 1) c10 = V.Load(start[1] + column[0]);
            if (R.Value > 1) c11 = V.Load(start[1] + column[1]);
            if (R.Value > 1) c12 = V.Load(start[1] + column[2]);
            if (R.Value > 2) c20 = V.Load(start[2] + column[0]);
            if (R.Value > 2) c21 = V.Load(start[2] + column[1]);
            if (R.Value > 2) c22 = V.Load(start[2] + column[2]);
            if (R.Value > 3) c30 = V.Load(start[3] + column[0]);
            if (R.Value > 3) c31 = V.Load(start[3] + column[1]);
            if (R.Value > 3) c32 = V.Load(start[3] + column[2]);
            if (R.Value > 4) c40 = V.Load(start[4] + column[0]);
            if (R.Value > 4) c41 = V.Load(start[4] + column[1]);
            if (R.Value > 4) c42 = V.Load(start[4] + column[2]);
            if (R.Value > 5) c50 = V.Load(start[5] + column[0]);
            if (R.Value > 5) c51 = V.Load(start[5] + column[1]);
            if (R.Value > 5) c52 = V.Load(start[5] + column[2]);
            if (R.Value > 6) c60 = V.Load(start[6] + column[0]);
            if (R.Value > 6) c61 = V.Load(start[6] + column[1]);
            if (R.Value > 6) c62 = V.Load(start[6] + column[2]);
            if (R.Value > 7) c70 = V.Load(start[7] + column[0]);
            if (R.Value > 7) c71 = V.Load(start[7] + column[1]);
            if (R.Value > 7) c72 = V.Load(start[7] + column[2]);
        }

        for (nint k = 0, ka = 0, kb = 0; k < depth; k++, ka += step, kb += Panels<E>.Width)
        {
            var y0 = V.Load(b0 + kb);
            var y1 = V.Load(b1 + kb);
            var y2 = V.Load(b2 + kb);
            var x0 = V.Broadcast(a0[ka]);
            c00 = V.Fma(x0, y0, c00);
            c01 = V.Fma(x0, y1, c01);
            c02 = V.Fma(x0, y2, c02);
            if (R.Value > 1)
            {
                var x = V.Broadcast(a1[ka]);
                c10 = V.Fma(x, y0, c10);
                c11 = V.Fma(x, y1, c11);
                c12 = V.Fma(x, y2, c12);
            }
            if (R.Value > 2)
            {
                var x = V.Broadcast(a2[ka]);
                c20 = V.Fma(x, y0, c20);
                c21 = V.Fma(x, y1, c21);
                c22 = V.Fma(x, y2, c22);
            }
            if (R.Value > 3)
            {
                var x = V.Broadcast(a3[ka]);
                c30 = V.Fma(x, y0, c30);
                c31 = V.Fma(x, y1, c31);
                c32 = V.Fma(x, y2, c32);
            }
            if (R.Value > 4)
            {
                var x = V.Broadcast(a4[ka]);
                c40 = V.Fma(x, y0, c40);
                c41 = V.Fma(x, y1, c41);
                c42 = V.Fma(x, y2, c42);
            }
            if (R.Value > 5)
            {
                var x = V.Broadcast(a5[ka]);
                c50 = V.Fma(x, y0, c50);
                c51 = V.Fma(x, y1, c51);
                c52 = V.Fma(x, y2, c52);
            }
            if (R.Value > 6)
            {
                var x = V.Broadcast(a6[ka]);
                c60 = V.Fma(x, y0, c60);
                c61 = V.Fma(x, y1, c61);
                c62 = V.Fma(x, y2, c62);
            }
            if (R.Value > 7)
            {
                var x = V.Broadcast(a7[ka]);
                c70 = V.Fma(x, y0, c70);
                c71 = V.Fma(x, y1, c71);
                c72 = V.Fma(x, y2, c72);
            }
        }

        V.Store(c[0] + column[0], c00);
        V.Store(c[0] + column[1], c01);
        V.Store(c[0] + column[2], c02);
        if (R.Value > 1) V.Store(c[1] + column[0], c10);
        if (R.Value > 1) V.Store(c[1] + column[1], c11);
        if (R.Value > 1) V.Store(c[1] + column[2], c12);
        if (R.Value > 2) V.Store(c[2] + column[0], c20);
        if (R.Value > 2) V.Store(c[2] + column[1], c21);
        if (R.Value > 2) V.Store(c[2] + column[2], c22);
        if (R.Value > 3) V.Store(c[3] + column[0], c30);
        if (R.Value > 3) V.Store(c[3] + column[1], c31);
        if (R.Value > 3) V.Store(c[3] + column[2], c32);
        if (R.Value > 4) V.Store(c[4] + column[0], c40);
        if (R.Value > 4) V.Store(c[4] + column[1], c41);
        if (R.Value > 4) V.Store(c[4] + column[2], c42);
        if (R.Value > 5) V.Store(c[5] + column[0], c50);
        if (R.Value > 5) V.Store(c[5] + column[1], c51);
        if (R.Value > 5) V.Store(c[5] + column[2], c52);
        if (R.Value > 6) V.Store(c[6] + column[0], c60);
        if (R.Value > 6) V.Store(c[6] + column[1], c61);
        if (R.Value > 6) V.Store(c[6] + column[2], c62);
        if (R.Value > 7) V.Store(c[7] + column[0], c70);
        if (R.Value > 7) V.Store(c[7] + column[1], c71);
        if (R.Value > 7) V.Store(c[7] + column[2], c72);
    }

    /// <summary>Up to 4 rows x 4 vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square<V, E, R, N>(E** a, nint offset, nint step, nint depth, E** b, E** start, E** c, nint* column)
        where V : struct, IVector<V, E>
        where E : unmanaged
        where R : struct, ICount
        where N : struct, ICount
    {
        var a0 = a[0] + offset;
        var a1 = R.Value > 1 ? a[1] + offset : a0;
        var a2 = R.Value > 2 ? a[2] + offset : a0;
        var a3 = R.Value > 3 ? a[3] + offset : a0;
        var b0 = b[0];
        var b1 = N.Value > 1 ? b[1] : b0;
        var b2 = N.Value > 2 ? b[2] : b0;
        var b3 = N.Value > 3 ? b[3] : b0;
        var zero = V.Constant(0);
        var c00 = zero;
        var c01 = zero;
        var c02 = zero;
        var c03 = zero;
        var c10 = zero;
        var c11 = zero;
        var c12 = zero;
        var c13 = zero;
        var c20 = zero;
        var c21 = zero;
        var c22 = zero;
        var c23 = zero;
        var c30 = zero;
        var c31 = zero;
        var c32 = zero;
        var c33 = zero;
        if (start != null)
        {
            c00 = V.Load(start[0] + column[0]);
            if (N.Value > 1) c01 = V.Load(start[0] + column[1]);
            if (N.Value > 2) c02 = V.Load(start[0] + column[2]);
            if (N.Value > 3) c03 = V.Load(start[0] + column[3]);
            if (R.Value > 1) c10 = V.Load(start[1] + column[0]);
            if (R.Value > 1 && N.Value > 1) c11 = V.Load(start[1] + column[1]);
            if (R.Value > 1 && N.Value > 2) c12 = V.Load(start[1] + column[2]);
            if (R.Value > 1 && N.Value > 3) c13 = V.Load(start[1] + column[3]);
            if (R.Value > 2) c20 = V.Load(start[2] + column[0]);
            if (R.Value > 2 && N.Value > 1) c21 = V.Load(start[2] + column[1]);
            if (R.Value > 2 && N.Value > 2) c22 = V.Load(start[2] + column[2]);
            if (R.Value > 2 && N.Value > 3) c23 = V.Load(start[2] + column[3]);
            if (R.Value > 3) c30 = V.Load(start[3] + column[0]);
            if (R.Value > 3 && N.Value > 1) c31 = V.Load(start[3] + column[1]);
            if (R.Value > 3 && N.Value > 2) c32 = V.Load(start[3] + column[2]);
            if (R.Value > 3 && N.Value > 3) c33 = V.Load(start[3] + column[3]);
        }

        for (nint k = 0, ka = 0, kb = 0; k < depth; k++, ka += step, kb += Panels<E>.Width)
        {
            var y0 = V.Load(b0 + kb);
            var y1 = N.Value > 1 ? V.Load(b1 + kb) : zero;
            var y2 = N.Value > 2 ? V.Load(b2 + kb) : zero;
            var y3 = N.Value > 3 ? V.Load(b3 + kb) : zero;
            var x0 = V.Broadcast(a0[ka]);
            c00 = V.Fma(x0, y0, c00);
            if (N.Value > 1) c01 = V.Fma(x0, y1, c01);
            if (N.Value > 2) c02 = V.Fma(x0, y2, c02);
            if (N.Value > 3) c03 = V.Fma(x0, y3, c03);
            if (R.Value > 1)
            {
                var x = V.Broadcast(a1[ka]);
                c10 = V.Fma(x, y0, c10);
                if (N.Value > 1) c11 = V.Fma(x, y1, c11);
                if (N.Value > 2) c12 = V.Fma(x, y2, c12);
                if (N.Value > 3) c13 = V.Fma(x, y3, c13);
            }
            if (R.Value > 2)
            {
                var x = V.Broadcast(a2[ka]);
                c20 = V.Fma(x, y0, c20);
                if (N.Value > 1) c21 = V.Fma(x, y1, c21);
                if (N.Value > 2) c22 = V.Fma(x, y2, c22);
                if (N.Value > 3) c23 = V.Fma(x, y3, c23);
            }
            if (R.Value > 3)
            {
                var x = V.Broadcast(a3[ka]);
                c30 = V.Fma(x, y0, c30);
                if (N.Value > 1) c31 = V.Fma(x, y1, c31);
                if (N.Value > 2) c32 = V.Fma(x, y2, c32);
                if (N.Value > 3) c33 = V.Fma(x, y3, c33);
            }
        }

        V.Store(c[0] + column[0], c00);
        if (N.Value > 1) V.Store(c[0] + column[1], c01);
        if (N.Value > 2) V.Store(c[0] + column[2], c02);
        if (N.Value > 3) V.Store(c[0] + column[3], c03);
        if (R.Value > 1) V.Store(c[1] + column[0], c10);
        if (R.Value > 1 && N.Value > 1) V.Store(c[1] + column[1], c11);
        if (R.Value > 1 && N.Value > 2) V.Store(c[1] + column[2], c12);
        if (R.Value > 1 && N.Value > 3) V.Store(c[1] + column[3], c13);
        if (R.Value > 2) V.Store(c[2] + column[0], c20);
        if (R.Value > 2 && N.Value > 1) V.Store(c[2] + column[1], c21);
        if (R.Value > 2 && N.Value > 2) V.Store(c[2] + column[2], c22);
        if (R.Value > 2 && N.Value > 3) V.Store(c[2] + column[3], c23);
        if (R.Value > 3) V.Store(c[3] + column[0], c30);
        if (R.Value > 3 && N.Value > 1) V.Store(c[3] + column[1], c31);
        if (R.Value > 3 && N.Value > 2) V.Store(c[3] + column[2], c32);
        if (R.Value > 3 && N.Value > 3) V.Store(c[3] + column[3], c33);
    }

    /// <summary>Up to 2 rows x 8 vectors: the shape of streaming, where one row must fill all chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Flat<V, E, R, N>(E** a, nint offset, nint step, nint depth, E** b, E** start, E** c, nint* column)
        where V : struct, IVector<V, E>
        where E : unmanaged
        where R : struct, ICount
        where N : struct, ICount
    {
        var a0 = a[0] + offset;
        var a1 = R.Value > 1 ? a[1] + offset : a0;
        var b0 = b[0];
        var b1 = N.Value > 1 ? b[1] : b0;
        var b2 = N.Value > 2 ? b[2] : b0;
        var b3 = N.Value > 3 ? b[3] : b0;
        var b4 = N.Value > 4 ? b[4] : b0;
        var b5 = N.Value > 5 ? b[5] : b0;
        var b6 = N.Value > 6 ? b[6] : b0;
        var b7 = N.Value > 7 ? b[7] : b0;
        var zero = V.Constant(0);
        var c00 = zero;
        var c01 = zero;
        var c02 = zero;
        var c03 = zero;
        var c04 = zero;
        var c05 = zero;
        var c06 = zero;
        var c07 = zero;
        var c10 = zero;
        var c11 = zero;
        var c12 = zero;
        var c13 = zero;
        var c14 = zero;
        var c15 = zero;
        var c16 = zero;
        var c17 = zero;
        if (start != null)
        {
            c00 = V.Load(start[0] + column[0]);
            if (N.Value > 1) c01 = V.Load(start[0] + column[1]);
            if (N.Value > 2) c02 = V.Load(start[0] + column[2]);
            if (N.Value > 3) c03 = V.Load(start[0] + column[3]);
            if (N.Value > 4) c04 = V.Load(start[0] + column[4]);
            if (N.Value > 5) c05 = V.Load(start[0] + column[5]);
            if (N.Value > 6) c06 = V.Load(start[0] + column[6]);
            if (N.Value > 7) c07 = V.Load(start[0] + column[7]);
            if (R.Value > 1) c10 = V.Load(start[1] + column[0]);
            if (R.Value > 1 && N.Value > 1) c11 = V.Load(start[1] + column[1]);
            if (R.Value > 1 && N.Value > 2) c12 = V.Load(start[1] + column[2]);
            if (R.Value > 1 && N.Value > 3) c13 = V.Load(start[1] + column[3]);
            if (R.Value > 1 && N.Value > 4) c14 = V.Load(start[1] + column[4]);
            if (R.Value > 1 && N.Value > 5) c15 = V.Load(start[1] + column[5]);
            if (R.Value > 1 && N.Value > 6) c16 = V.Load(start[1] + column[6]);
            if (R.Value > 1 && N.Value > 7) c17 = V.Load(start[1] + column[7]);
        }

        for (nint k = 0, ka = 0, kb = 0; k < depth; k++, ka += step, kb += Panels<E>.Width)
        {
            var y0 = V.Load(b0 + kb);
            var y1 = N.Value > 1 ? V.Load(b1 + kb) : zero;
            var y2 = N.Value > 2 ? V.Load(b2 + kb) : zero;
            var y3 = N.Value > 3 ? V.Load(b3 + kb) : zero;
            var y4 = N.Value > 4 ? V.Load(b4 + kb) : zero;
            var y5 = N.Value > 5 ? V.Load(b5 + kb) : zero;
            var y6 = N.Value > 6 ? V.Load(b6 + kb) : zero;
            var y7 = N.Value > 7 ? V.Load(b7 + kb) : zero;
            var x0 = V.Broadcast(a0[ka]);
            c00 = V.Fma(x0, y0, c00);
            if (N.Value > 1) c01 = V.Fma(x0, y1, c01);
            if (N.Value > 2) c02 = V.Fma(x0, y2, c02);
            if (N.Value > 3) c03 = V.Fma(x0, y3, c03);
            if (N.Value > 4) c04 = V.Fma(x0, y4, c04);
            if (N.Value > 5) c05 = V.Fma(x0, y5, c05);
            if (N.Value > 6) c06 = V.Fma(x0, y6, c06);
            if (N.Value > 7) c07 = V.Fma(x0, y7, c07);
            if (R.Value > 1)
            {
                var x = V.Broadcast(a1[ka]);
                c10 = V.Fma(x, y0, c10);
                if (N.Value > 1) c11 = V.Fma(x, y1, c11);
                if (N.Value > 2) c12 = V.Fma(x, y2, c12);
                if (N.Value > 3) c13 = V.Fma(x, y3, c13);
                if (N.Value > 4) c14 = V.Fma(x, y4, c14);
                if (N.Value > 5) c15 = V.Fma(x, y5, c15);
                if (N.Value > 6) c16 = V.Fma(x, y6, c16);
                if (N.Value > 7) c17 = V.Fma(x, y7, c17);
            }
        }

        V.Store(c[0] + column[0], c00);
        if (N.Value > 1) V.Store(c[0] + column[1], c01);
        if (N.Value > 2) V.Store(c[0] + column[2], c02);
        if (N.Value > 3) V.Store(c[0] + column[3], c03);
        if (N.Value > 4) V.Store(c[0] + column[4], c04);
        if (N.Value > 5) V.Store(c[0] + column[5], c05);
        if (N.Value > 6) V.Store(c[0] + column[6], c06);
        if (N.Value > 7) V.Store(c[0] + column[7], c07);
        if (R.Value > 1) V.Store(c[1] + column[0], c10);
        if (R.Value > 1 && N.Value > 1) V.Store(c[1] + column[1], c11);
        if (R.Value > 1 && N.Value > 2) V.Store(c[1] + column[2], c12);
        if (R.Value > 1 && N.Value > 3) V.Store(c[1] + column[3], c13);
        if (R.Value > 1 && N.Value > 4) V.Store(c[1] + column[4], c14);
        if (R.Value > 1 && N.Value > 5) V.Store(c[1] + column[5], c15);
        if (R.Value > 1 && N.Value > 6) V.Store(c[1] + column[6], c16);
        if (R.Value > 1 && N.Value > 7) V.Store(c[1] + column[7], c17);
    }
}
