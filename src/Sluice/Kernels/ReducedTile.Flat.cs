using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Kernels;

internal static unsafe partial class ReducedTile
{
    /// <summary>One row x up to 8 vectors: the shape of streaming.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Flat<V, F, N>(
        byte** a, nint depth, byte** b, float** bScale, float* aScale, float** start, float** c, nint* column)
        where V : struct, IReducedVector<V>
        where F : struct, IReducedFormat<V>
        where N : struct, ICount
    {
        byte* a0 = a[0];
        byte* b0 = b[0];
        byte* b1 = N.Value > 1 ? b[1] : b0;
        byte* b2 = N.Value > 2 ? b[2] : b0;
        byte* b3 = N.Value > 3 ? b[3] : b0;
        byte* b4 = N.Value > 4 ? b[4] : b0;
        byte* b5 = N.Value > 5 ? b[5] : b0;
        byte* b6 = N.Value > 6 ? b[6] : b0;
        byte* b7 = N.Value > 7 ? b[7] : b0;
        V zero = V.Constant(0);
        V c00 = F.Begin(start == null ? null : start[0] + column[0]);
        V c01 = N.Value > 1 ? F.Begin(start == null ? null : start[0] + column[1]) : zero;
        V c02 = N.Value > 2 ? F.Begin(start == null ? null : start[0] + column[2]) : zero;
        V c03 = N.Value > 3 ? F.Begin(start == null ? null : start[0] + column[3]) : zero;
        V c04 = N.Value > 4 ? F.Begin(start == null ? null : start[0] + column[4]) : zero;
        V c05 = N.Value > 5 ? F.Begin(start == null ? null : start[0] + column[5]) : zero;
        V c06 = N.Value > 6 ? F.Begin(start == null ? null : start[0] + column[6]) : zero;
        V c07 = N.Value > 7 ? F.Begin(start == null ? null : start[0] + column[7]) : zero;
        nint pairs = F.IsFloat ? depth / 2 : (depth + 1) / 2, step = 2 * Padding.Lanes * F.Size;
        for (nint k = 0, ka = 0, kb = 0; k < pairs; k++, ka += F.Step, kb += step)
        {
            V y0 = F.First(b0 + kb);
            V y1 = N.Value > 1 ? F.First(b1 + kb) : zero;
            V y2 = N.Value > 2 ? F.First(b2 + kb) : zero;
            V y3 = N.Value > 3 ? F.First(b3 + kb) : zero;
            V y4 = N.Value > 4 ? F.First(b4 + kb) : zero;
            V y5 = N.Value > 5 ? F.First(b5 + kb) : zero;
            V y6 = N.Value > 6 ? F.First(b6 + kb) : zero;
            V y7 = N.Value > 7 ? F.First(b7 + kb) : zero;
            V x0 = F.Broadcast(a0 + ka);
            c00 = F.Add(x0, y0, c00);
            if (N.Value > 1) c01 = F.Add(x0, y1, c01);
            if (N.Value > 2) c02 = F.Add(x0, y2, c02);
            if (N.Value > 3) c03 = F.Add(x0, y3, c03);
            if (N.Value > 4) c04 = F.Add(x0, y4, c04);
            if (N.Value > 5) c05 = F.Add(x0, y5, c05);
            if (N.Value > 6) c06 = F.Add(x0, y6, c06);
            if (N.Value > 7) c07 = F.Add(x0, y7, c07);
            if (!F.IsFloat) continue;
            y0 = F.Second(b0 + kb);
            if (N.Value > 1) y1 = F.Second(b1 + kb);
            if (N.Value > 2) y2 = F.Second(b2 + kb);
            if (N.Value > 3) y3 = F.Second(b3 + kb);
            if (N.Value > 4) y4 = F.Second(b4 + kb);
            if (N.Value > 5) y5 = F.Second(b5 + kb);
            if (N.Value > 6) y6 = F.Second(b6 + kb);
            if (N.Value > 7) y7 = F.Second(b7 + kb);
            V z0 = F.Broadcast(a0 + ka + F.Step / 2);
            c00 = F.Add(z0, y0, c00);
            if (N.Value > 1) c01 = F.Add(z0, y1, c01);
            if (N.Value > 2) c02 = F.Add(z0, y2, c02);
            if (N.Value > 3) c03 = F.Add(z0, y3, c03);
            if (N.Value > 4) c04 = F.Add(z0, y4, c04);
            if (N.Value > 5) c05 = F.Add(z0, y5, c05);
            if (N.Value > 6) c06 = F.Add(z0, y6, c06);
            if (N.Value > 7) c07 = F.Add(z0, y7, c07);
        }

        if (F.IsFloat && (depth & 1) != 0)
        {
            nint ka = pairs * F.Step, kb = pairs * step;
            c00 = F.Add(F.Broadcast(a0 + ka), F.First(b0 + kb), c00);
            if (N.Value > 1) c01 = F.Add(F.Broadcast(a0 + ka), F.First(b1 + kb), c01);
            if (N.Value > 2) c02 = F.Add(F.Broadcast(a0 + ka), F.First(b2 + kb), c02);
            if (N.Value > 3) c03 = F.Add(F.Broadcast(a0 + ka), F.First(b3 + kb), c03);
            if (N.Value > 4) c04 = F.Add(F.Broadcast(a0 + ka), F.First(b4 + kb), c04);
            if (N.Value > 5) c05 = F.Add(F.Broadcast(a0 + ka), F.First(b5 + kb), c05);
            if (N.Value > 6) c06 = F.Add(F.Broadcast(a0 + ka), F.First(b6 + kb), c06);
            if (N.Value > 7) c07 = F.Add(F.Broadcast(a0 + ka), F.First(b7 + kb), c07);
        }

        V.Store(c[0] + column[0], F.End(c00, start == null ? null : start[0] + column[0], bScale[0], aScale + 0));
        if (N.Value > 1) V.Store(c[0] + column[1], F.End(c01, start == null ? null : start[0] + column[1], bScale[1], aScale + 0));
        if (N.Value > 2) V.Store(c[0] + column[2], F.End(c02, start == null ? null : start[0] + column[2], bScale[2], aScale + 0));
        if (N.Value > 3) V.Store(c[0] + column[3], F.End(c03, start == null ? null : start[0] + column[3], bScale[3], aScale + 0));
        if (N.Value > 4) V.Store(c[0] + column[4], F.End(c04, start == null ? null : start[0] + column[4], bScale[4], aScale + 0));
        if (N.Value > 5) V.Store(c[0] + column[5], F.End(c05, start == null ? null : start[0] + column[5], bScale[5], aScale + 0));
        if (N.Value > 6) V.Store(c[0] + column[6], F.End(c06, start == null ? null : start[0] + column[6], bScale[6], aScale + 0));
        if (N.Value > 7) V.Store(c[0] + column[7], F.End(c07, start == null ? null : start[0] + column[7], bScale[7], aScale + 0));
    }
}
