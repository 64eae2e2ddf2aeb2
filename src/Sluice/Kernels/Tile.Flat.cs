using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Kernels;

internal static unsafe partial class Tile
{
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
