using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Layers;

/// <summary>
/// y = x⊙m in training, where m is 0 with probability p and 1/(1−p) otherwise (Srivastava et al. 2014); y = x elsewhere.
/// </summary>
public static unsafe class Dropout
{
    /// <summary>Hides a share of x.</summary>
    /// <param name="tape">Its seed, epoch and step fix the mask.</param>
    /// <param name="x">Any tensor.</param>
    /// <param name="share">p, from 0 to below 1.</param>
    /// <param name="place">A number for the place in the model, so that two places have different masks.</param>
    public static Tensor Run(Tape tape, Tensor x, double share, uint place)
    {
        if (share is < 0 or >= 1) throw new SluiceException($"Dropout: expected a share from 0 to below 1, got {share}.");
        if (share == 0 || !tape.Training) return x;
        int[] shape = x.Shape.ToArray();
        var mask = Mask(tape, share, place, shape.Length == 3 ? (long)tape.FirstStep * shape[1] : 0, shape);
        var y = tape.Lend(false, shape);
        tape.Run(new Masking(x, mask, y, false), x.Count);
        tape.Record("Dropout", [x], y, () =>
        {
            if (y.Gradient is not null && x.NeedsGradient) tape.Run(new Masking(y.Gradient, mask, tape.GradientOf(x), true), x.Count);
        });
        return y;
    }

    /// <summary>A mask of any shape: a function of seed, epoch, step and place.</summary>
    /// <param name="tape">Its seed, epoch and step fix the mask.</param>
    /// <param name="share">The share that is hidden.</param>
    /// <param name="place">A number for the place in the model.</param>
    /// <param name="firstRow">Where its rows begin in the mask of the whole sequence, of which they are a segment.</param>
    /// <param name="shape">Its dimensions.</param>
    internal static Tensor Mask(Tape tape, double share, uint place, long firstRow, params int[] shape)
    {
        var mask = tape.Lend(false, shape);
        tape.Run(new Drawing(mask, share, tape.Seed ^ ((ulong)place << 32), tape.Epoch, tape.Step, firstRow * mask.Stride / 8), mask.Count);
        return mask;
    }

    /// <summary>Four random numbers a block of the generator; a mask uses 16 bits for each element.</summary>
    private sealed class Drawing(Tensor mask, double share, ulong seed, uint epoch, uint step, long first) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            uint threshold = (uint)Math.Round(share * 65536);
            float keep = (float)(1 / (1 - share));
            long blocks = (long)mask.Rows * mask.Stride / 8;
            for (long i = blocks * part / parts; i < blocks * (part + 1) / parts; i++)
            {
                var (a, b, c, d) = Philox.Block(seed, (uint)(first + i), step, epoch, (uint)Purpose.Dropout);
                float* m = mask.Pointer + i * 8;
                m[0] = (a & 0xffff) < threshold ? 0 : keep;
                m[1] = a >> 16 < threshold ? 0 : keep;
                m[2] = (b & 0xffff) < threshold ? 0 : keep;
                m[3] = b >> 16 < threshold ? 0 : keep;
                m[4] = (c & 0xffff) < threshold ? 0 : keep;
                m[5] = c >> 16 < threshold ? 0 : keep;
                m[6] = (d & 0xffff) < threshold ? 0 : keep;
                m[7] = d >> 16 < threshold ? 0 : keep;
            }
        }
    }

    private sealed class Masking(Tensor x, Tensor mask, Tensor y, bool add) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            long groups = (long)x.Rows * x.Stride / Padding.Lanes;
            for (long i = groups * part / parts * Padding.Lanes; i < groups * (part + 1) / parts * Padding.Lanes; i += V.Count)
            {
                var product = V.Load(x.Pointer + i) * V.Load(mask.Pointer + i);
                V.Store(y.Pointer + i, add ? V.Load(y.Pointer + i) + product : product);
            }
        }
    }
}
