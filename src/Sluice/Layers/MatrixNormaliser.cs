using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Layers;

/// <summary>
/// h = σ(õ)⊙r / max(|n·q|, floor) for what a matrix memory has read: r [T, B, d + 1] with n·q in the last column.
/// </summary>
internal sealed unsafe class MatrixNormaliser(Tensor read, Tensor floor, Tensor output, Tensor y, int[] lengths, int size) : IKernel
{
    /// <summary>Where the gradients go: dr is set, dõ is added to; null forward.</summary>
    public Tensor? DRead, DOutput;

    public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
    {
        int rows = read.Rows, batch = lengths.Length;
        for (int r = (int)((long)rows * part / parts); r < (int)((long)rows * (part + 1) / parts); r++)
        {
            if (r / batch >= lengths[r % batch]) continue;
            float* from = read.Pointer + (nint)r * read.Stride;
            float product = from[size], normaliser = MathF.Max(MathF.Abs(product), floor.Pointer[r]);
            if (DRead is null) Forward<V>(r, from, V.Broadcast(normaliser));
            else Backward<V>(r, from, product, normaliser);
        }
    }

    private void Forward<V>(nint r, float* from, V normaliser) where V : struct, IVector<V, float>
    {
        for (int u = 0; u < Padding.Round(size); u += V.Count)
            V.Store(y.Pointer + r * y.Stride + u, V.Sigmoid(V.Load(output.Pointer + r * output.Stride + u)) * V.Load(from + u) / normaliser);
        Clear(y.Pointer + r * y.Stride, size, y.Stride);
    }

    private void Backward<V>(nint r, float* from, float product, float normaliser) where V : struct, IVector<V, float>
    {
        float* dRead = DRead!.Pointer + r * DRead.Stride, dy = y.Gradient!.Pointer + r * y.Gradient.Stride;
        for (int u = 0; u < Padding.Round(size); u += V.Count)
        {
            V one = V.Constant(1),
                n = V.Broadcast(normaliser), o = V.Sigmoid(V.Load(output.Pointer + r * output.Stride + u)), d = V.Load(dy + u) * o / n;
            float* dOutput = DOutput!.Pointer + r * DOutput.Stride + u;
            V.Store(dOutput, V.Fma(d * V.Load(from + u), one - o, V.Load(dOutput)));
            V.Store(dRead + u, d);
        }

        Clear(DOutput!.Pointer + r * DOutput.Stride, size, DOutput.Stride);
        Clear(dRead, size + 1, DRead.Stride);

        // Where the floor holds, n·q has no say.
        float sum = RowReduction.SumOfProducts<V>(dRead, from, size) / normaliser;
        dRead[size] = MathF.Abs(product) < floor.Pointer[r] ? 0 : product < 0 ? sum : -sum;
    }

    /// <summary>Sets the padding to 0: n·q stands in that of r.</summary>
    private static void Clear(float* row, int from, int to) => new Span<float>(row + from, to - from).Clear();
}
