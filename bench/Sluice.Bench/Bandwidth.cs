using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Bench;

/// <summary>How fast threads read memory of a size, each its own, again and again: the bandwidth of the cache that it fits into.</summary>
internal static class Bandwidth
{
    /// <summary>Bytes a thread, from the first-level cache to memory; the sizes of today's processors lie between.</summary>
    public static readonly int[] Sizes = [16 << 10, 512 << 10, 4 << 20, 16 << 20, 256 << 20];

    /// <summary>GB/s of a thread, for all of so many threads at once; the best of many short tries, since other programs take turns too.</summary>
    public static double OfThread(int threads, int bytes)
    {
        using var device = Device.Create(threads);
        var buffers = new AlignedBuffer<float>[threads];
        for (int i = 0; i < threads; i++)
        {
            buffers[i] = new AlignedBuffer<float>(bytes / sizeof(float));
            buffers[i].Span.Fill(1e-9f); // its pages are there
        }

        int rounds = Math.Max(1, (1 << 24) / bytes);
        double best = 0;
        for (int i = 0; i < (bytes > 1 << 24 ? 5 : 60); i++)
        {
            var kernel = new Reading(buffers, rounds);
            long start = Stopwatch.GetTimestamp();
            device.Run(kernel, threads);
            best = Math.Max(best, (double)bytes * rounds / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return best;
    }

    private sealed unsafe class Reading(AlignedBuffer<float>[] buffers, int rounds) : IKernel
    {
        private readonly float[] _sink = new float[buffers.Length * 64];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            float* from = buffers[part].Pointer, end = from + buffers[part].Length;
            nint n = V.Count;
            V a = V.Constant(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            for (int i = 0; i < rounds; i++)
            {
                for (float* at = from; at < end; at += 8 * n)
                {
                    a += V.Load(at);
                    b += V.Load(at + n);
                    c += V.Load(at + 2 * n);
                    d += V.Load(at + 3 * n);
                    e += V.Load(at + 4 * n);
                    f += V.Load(at + 5 * n);
                    g += V.Load(at + 6 * n);
                    h += V.Load(at + 7 * n);
                }
            }

            var sum = a + b + c + d + e + f + g + h;
            fixed (float* sink = _sink) V.Store(sink + part * 64, sum);
        }
    }
}
