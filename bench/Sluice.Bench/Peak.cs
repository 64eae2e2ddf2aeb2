using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Bench;

/// <summary>The machine's peak of multiply-adds in single precision, measured: all threads, nothing but registers.</summary>
internal static class Peak
{
    private const int Rounds = 1_000_000, Chains = 16;

    /// <summary>GFLOP/s of so many threads together: the best of a few tries.</summary>
    public static double Measure(int threads) => Tries(threads).Max();

    /// <summary>That which a program gets now, others running or not: the median of a few tries.</summary>
    public static double Now(int threads) => Tries(threads).Order().ElementAt(4);

    private static double[] Tries(int threads)
    {
        Device.UseThreads(threads);
        var tries = new double[8];
        for (int i = 0; i < tries.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            var kernel = new Burn();
            Device.Current.Run(kernel, threads);
            tries[i] = 2.0 * Chains * kernel.Lanes * Rounds * threads / clock.Elapsed.TotalSeconds / 1e9;
        }

        return tries;
    }

    private sealed class Burn : IKernel
    {
        private readonly float[] _sink = new float[64 * 64];

        public int Lanes { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public unsafe void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            Lanes = V.Count;
            V a = V.Constant(0.999), b = V.Constant(0.001);
            V c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a, c10 = a, c11 = a, c12 = a, c13 = a, c14 = a, c15 = a;
            for (int i = 0; i < Rounds; i++)
            {
                c0 = V.Fma(a, b, c0);
                c1 = V.Fma(a, b, c1);
                c2 = V.Fma(a, b, c2);
                c3 = V.Fma(a, b, c3);
                c4 = V.Fma(a, b, c4);
                c5 = V.Fma(a, b, c5);
                c6 = V.Fma(a, b, c6);
                c7 = V.Fma(a, b, c7);
                c8 = V.Fma(a, b, c8);
                c9 = V.Fma(a, b, c9);
                c10 = V.Fma(a, b, c10);
                c11 = V.Fma(a, b, c11);
                c12 = V.Fma(a, b, c12);
                c13 = V.Fma(a, b, c13);
                c14 = V.Fma(a, b, c14);
                c15 = V.Fma(a, b, c15);
            }

            var sum = c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11 + c12 + c13 + c14 + c15;
            fixed (float* sink = _sink) V.Store(sink + part * 64, sum);
        }
    }
}
