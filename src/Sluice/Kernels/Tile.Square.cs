using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Kernels;

internal static unsafe partial class Tile
{
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
}
