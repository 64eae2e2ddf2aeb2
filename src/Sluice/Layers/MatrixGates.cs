using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Layers;

/// <summary>
/// The stabilised gates of a matrix memory, numbers for each step and sequence: m = max(ln σ(f̃) + m⁻, ĩ), f = e^(ln σ(f̃) + m⁻ − m),
/// i = e^(ĩ − m) / √d and the floor e^(−m) of the normaliser (Beck et al. 2024).
/// </summary>
/// <remarks>
/// The output does not depend on m, and so m is a constant for the gradients. With A_ts the share of the loss's gradient that flows
/// from step t to what step s stored, q_t·dq_t = Σ_s A_ts and k_s·dk_s = Σ_t A_ts = dĩ_s, and d ln f_r is the sum over s &lt; r ≤ t.
/// </remarks>
internal sealed unsafe class MatrixGates(Tensor gates, int[] lengths, int size, Tensor store, Tensor decay, Tensor floor, Tensor m) : IKernel
{
    /// <summary>Where the gradients go; null forward.</summary>
    public Tensor? Q, DQ, K, DK, DGates;

    public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
    {
        for (int b = part; b < lengths.Length; b += parts)
        {
            if (DGates is null) Forward(b);
            else Backward<V>(b);
        }
    }

    private void Forward(int b)
    {
        float scale = 1 / MathF.Sqrt(size);
        var max = Float1.Load(m.Pointer + b * m.Stride);
        for (int t = 0; t < lengths[b]; t++)
        {
            nint r = (nint)t * lengths.Length + b;
            var i = Float1.Load(gates.Pointer + r * gates.Stride);
            var kept = max - Float1.Softplus(-Float1.Load(gates.Pointer + r * gates.Stride + 1));
            max = Float1.Max(kept, i);
            Float1.Store(store.Pointer + r, Float1.Exp(i - max) * Float1.Broadcast(scale));
            Float1.Store(decay.Pointer + r, Float1.Exp(kept - max));
            Float1.Store(floor.Pointer + r, Float1.Exp(-max));
        }

        Float1.Store(m.Pointer + b * m.Stride, max);
    }

    private void Backward<V>(int b) where V : struct, IVector<V, float>
    {
        double through = 0;
        for (int t = lengths[b] - 1; t >= 0; t--)
        {
            nint r = (nint)t * lengths.Length + b;
            float read = RowReduction.SumOfProducts<V>(Q!.Pointer + r * Q.Stride, DQ!.Pointer + r * DQ.Stride, size);
            float stored = RowReduction.SumOfProducts<V>(K!.Pointer + r * K.Stride, DK!.Pointer + r * DK.Stride, size);
            through += (double)read - stored;
            float* d = DGates!.Pointer + r * DGates.Stride;
            d[0] += stored;
            float shut;
            Float1.Store(&shut, Float1.Sigmoid(-Float1.Load(gates.Pointer + r * gates.Stride + 1)));
            d[1] += (float)through * shut;
        }
    }
}
