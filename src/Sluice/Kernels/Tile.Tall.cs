using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Kernels;

internal static unsafe partial class Tile
{
    /// <summary>Up to 8 rows x 2 vectors: the shape of batches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tall<V, E, R>(E** a, nint offset, nint step, nint depth, E** b, E** start, E** c, nint* column, nint ahead)
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
            Ahead.Fetch(b0 + kb + ahead);
            Ahead.Fetch(b1 + kb + ahead);
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
}
