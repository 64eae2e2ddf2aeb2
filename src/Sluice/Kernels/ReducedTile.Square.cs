using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Kernels;

internal static unsafe partial class ReducedTile
{
    /// <summary>Up to 4 rows x 4 vectors: the weights are widened once for all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square<V, F, R, N>(
        byte** a, nint depth, byte** b, float** bScale, float* aScale, float** start, float** c, nint* column)
        where V : struct, IReducedVector<V>
        where F : struct, IReducedFormat<V>
        where R : struct, ICount
        where N : struct, ICount
    {
        byte* a0 = a[0];
        byte* a1 = R.Value > 1 ? a[1] : a0;
        byte* a2 = R.Value > 2 ? a[2] : a0;
        byte* a3 = R.Value > 3 ? a[3] : a0;
        byte* b0 = b[0];
        byte* b1 = N.Value > 1 ? b[1] : b0;
        byte* b2 = N.Value > 2 ? b[2] : b0;
        byte* b3 = N.Value > 3 ? b[3] : b0;
        V zero = V.Constant(0);
        V c00 = F.Begin(start == null ? null : start[0] + column[0]);
        V c01 = N.Value > 1 ? F.Begin(start == null ? null : start[0] + column[1]) : zero;
        V c02 = N.Value > 2 ? F.Begin(start == null ? null : start[0] + column[2]) : zero;
        V c03 = N.Value > 3 ? F.Begin(start == null ? null : start[0] + column[3]) : zero;
        V c10 = R.Value > 1 ? F.Begin(start == null ? null : start[1] + column[0]) : zero;
        V c11 = R.Value > 1 && N.Value > 1 ? F.Begin(start == null ? null : start[1] + column[1]) : zero;
        V c12 = R.Value > 1 && N.Value > 2 ? F.Begin(start == null ? null : start[1] + column[2]) : zero;
        V c13 = R.Value > 1 && N.Value > 3 ? F.Begin(start == null ? null : start[1] + column[3]) : zero;
        V c20 = R.Value > 2 ? F.Begin(start == null ? null : start[2] + column[0]) : zero;
        V c21 = R.Value > 2 && N.Value > 1 ? F.Begin(start == null ? null : start[2] + column[1]) : zero;
        V c22 = R.Value > 2 && N.Value > 2 ? F.Begin(start == null ? null : start[2] + column[2]) : zero;
        V c23 = R.Value > 2 && N.Value > 3 ? F.Begin(start == null ? null : start[2] + column[3]) : zero;
        V c30 = R.Value > 3 ? F.Begin(start == null ? null : start[3] + column[0]) : zero;
        V c31 = R.Value > 3 && N.Value > 1 ? F.Begin(start == null ? null : start[3] + column[1]) : zero;
        V c32 = R.Value > 3 && N.Value > 2 ? F.Begin(start == null ? null : start[3] + column[2]) : zero;
        V c33 = R.Value > 3 && N.Value > 3 ? F.Begin(start == null ? null : start[3] + column[3]) : zero;
        nint pairs = F.IsFloat ? depth / 2 : (depth + 1) / 2, step = 2 * Padding.Lanes * F.Size;
        for (nint k = 0, ka = 0, kb = 0; k < pairs; k++, ka += F.Step, kb += step)
        {
            V y0 = F.First(b0 + kb);
            V y1 = N.Value > 1 ? F.First(b1 + kb) : zero;
            V y2 = N.Value > 2 ? F.First(b2 + kb) : zero;
            V y3 = N.Value > 3 ? F.First(b3 + kb) : zero;
            V x0 = F.Broadcast(a0 + ka);
            c00 = F.Add(x0, y0, c00);
            if (N.Value > 1) c01 = F.Add(x0, y1, c01);
            if (N.Value > 2) c02 = F.Add(x0, y2, c02);
            if (N.Value > 3) c03 = F.Add(x0, y3, c03);
            if (R.Value > 1)
            {
                V x1 = F.Broadcast(a1 + ka);
                c10 = F.Add(x1, y0, c10);
                if (N.Value > 1) c11 = F.Add(x1, y1, c11);
                if (N.Value > 2) c12 = F.Add(x1, y2, c12);
                if (N.Value > 3) c13 = F.Add(x1, y3, c13);
            }
            if (R.Value > 2)
            {
                V x2 = F.Broadcast(a2 + ka);
                c20 = F.Add(x2, y0, c20);
                if (N.Value > 1) c21 = F.Add(x2, y1, c21);
                if (N.Value > 2) c22 = F.Add(x2, y2, c22);
                if (N.Value > 3) c23 = F.Add(x2, y3, c23);
            }
            if (R.Value > 3)
            {
                V x3 = F.Broadcast(a3 + ka);
                c30 = F.Add(x3, y0, c30);
                if (N.Value > 1) c31 = F.Add(x3, y1, c31);
                if (N.Value > 2) c32 = F.Add(x3, y2, c32);
                if (N.Value > 3) c33 = F.Add(x3, y3, c33);
            }
            if (!F.IsFloat) continue;
            y0 = F.Second(b0 + kb);
            if (N.Value > 1) y1 = F.Second(b1 + kb);
            if (N.Value > 2) y2 = F.Second(b2 + kb);
            if (N.Value > 3) y3 = F.Second(b3 + kb);
            V z0 = F.Broadcast(a0 + ka + F.Step / 2);
            c00 = F.Add(z0, y0, c00);
            if (N.Value > 1) c01 = F.Add(z0, y1, c01);
            if (N.Value > 2) c02 = F.Add(z0, y2, c02);
            if (N.Value > 3) c03 = F.Add(z0, y3, c03);
            if (R.Value > 1)
            {
                V z1 = F.Broadcast(a1 + ka + F.Step / 2);
                c10 = F.Add(z1, y0, c10);
                if (N.Value > 1) c11 = F.Add(z1, y1, c11);
                if (N.Value > 2) c12 = F.Add(z1, y2, c12);
                if (N.Value > 3) c13 = F.Add(z1, y3, c13);
            }
            if (R.Value > 2)
            {
                V z2 = F.Broadcast(a2 + ka + F.Step / 2);
                c20 = F.Add(z2, y0, c20);
                if (N.Value > 1) c21 = F.Add(z2, y1, c21);
                if (N.Value > 2) c22 = F.Add(z2, y2, c22);
                if (N.Value > 3) c23 = F.Add(z2, y3, c23);
            }
            if (R.Value > 3)
            {
                V z3 = F.Broadcast(a3 + ka + F.Step / 2);
                c30 = F.Add(z3, y0, c30);
                if (N.Value > 1) c31 = F.Add(z3, y1, c31);
                if (N.Value > 2) c32 = F.Add(z3, y2, c32);
                if (N.Value > 3) c33 = F.Add(z3, y3, c33);
            }
        }

        if (F.IsFloat && (depth & 1) != 0)
        {
            nint ka = pairs * F.Step, kb = pairs * step;
            c00 = F.Add(F.Broadcast(a0 + ka), F.First(b0 + kb), c00);
            if (N.Value > 1) c01 = F.Add(F.Broadcast(a0 + ka), F.First(b1 + kb), c01);
            if (N.Value > 2) c02 = F.Add(F.Broadcast(a0 + ka), F.First(b2 + kb), c02);
            if (N.Value > 3) c03 = F.Add(F.Broadcast(a0 + ka), F.First(b3 + kb), c03);
            if (R.Value > 1) c10 = F.Add(F.Broadcast(a1 + ka), F.First(b0 + kb), c10);
            if (R.Value > 1 && N.Value > 1) c11 = F.Add(F.Broadcast(a1 + ka), F.First(b1 + kb), c11);
            if (R.Value > 1 && N.Value > 2) c12 = F.Add(F.Broadcast(a1 + ka), F.First(b2 + kb), c12);
            if (R.Value > 1 && N.Value > 3) c13 = F.Add(F.Broadcast(a1 + ka), F.First(b3 + kb), c13);
            if (R.Value > 2) c20 = F.Add(F.Broadcast(a2 + ka), F.First(b0 + kb), c20);
            if (R.Value > 2 && N.Value > 1) c21 = F.Add(F.Broadcast(a2 + ka), F.First(b1 + kb), c21);
            if (R.Value > 2 && N.Value > 2) c22 = F.Add(F.Broadcast(a2 + ka), F.First(b2 + kb), c22);
            if (R.Value > 2 && N.Value > 3) c23 = F.Add(F.Broadcast(a2 + ka), F.First(b3 + kb), c23);
            if (R.Value > 3) c30 = F.Add(F.Broadcast(a3 + ka), F.First(b0 + kb), c30);
            if (R.Value > 3 && N.Value > 1) c31 = F.Add(F.Broadcast(a3 + ka), F.First(b1 + kb), c31);
            if (R.Value > 3 && N.Value > 2) c32 = F.Add(F.Broadcast(a3 + ka), F.First(b2 + kb), c32);
            if (R.Value > 3 && N.Value > 3) c33 = F.Add(F.Broadcast(a3 + ka), F.First(b3 + kb), c33);
        }

        V.Store(c[0] + column[0], F.End(c00, start == null ? null : start[0] + column[0], bScale[0], aScale + 0));
        if (N.Value > 1) V.Store(c[0] + column[1], F.End(c01, start == null ? null : start[0] + column[1], bScale[1], aScale + 0));
        if (N.Value > 2) V.Store(c[0] + column[2], F.End(c02, start == null ? null : start[0] + column[2], bScale[2], aScale + 0));
        if (N.Value > 3) V.Store(c[0] + column[3], F.End(c03, start == null ? null : start[0] + column[3], bScale[3], aScale + 0));
        if (R.Value > 1) V.Store(c[1] + column[0], F.End(c10, start == null ? null : start[1] + column[0], bScale[0], aScale + 1));
        if (R.Value > 1 && N.Value > 1) V.Store(c[1] + column[1], F.End(c11, start == null ? null : start[1] + column[1], bScale[1], aScale + 1));
        if (R.Value > 1 && N.Value > 2) V.Store(c[1] + column[2], F.End(c12, start == null ? null : start[1] + column[2], bScale[2], aScale + 1));
        if (R.Value > 1 && N.Value > 3) V.Store(c[1] + column[3], F.End(c13, start == null ? null : start[1] + column[3], bScale[3], aScale + 1));
        if (R.Value > 2) V.Store(c[2] + column[0], F.End(c20, start == null ? null : start[2] + column[0], bScale[0], aScale + 2));
        if (R.Value > 2 && N.Value > 1) V.Store(c[2] + column[1], F.End(c21, start == null ? null : start[2] + column[1], bScale[1], aScale + 2));
        if (R.Value > 2 && N.Value > 2) V.Store(c[2] + column[2], F.End(c22, start == null ? null : start[2] + column[2], bScale[2], aScale + 2));
        if (R.Value > 2 && N.Value > 3) V.Store(c[2] + column[3], F.End(c23, start == null ? null : start[2] + column[3], bScale[3], aScale + 2));
        if (R.Value > 3) V.Store(c[3] + column[0], F.End(c30, start == null ? null : start[3] + column[0], bScale[0], aScale + 3));
        if (R.Value > 3 && N.Value > 1) V.Store(c[3] + column[1], F.End(c31, start == null ? null : start[3] + column[1], bScale[1], aScale + 3));
        if (R.Value > 3 && N.Value > 2) V.Store(c[3] + column[2], F.End(c32, start == null ? null : start[3] + column[2], bScale[2], aScale + 3));
        if (R.Value > 3 && N.Value > 3) V.Store(c[3] + column[3], F.End(c33, start == null ? null : start[3] + column[3], bScale[3], aScale + 3));
    }
}
