using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>What one call of a <see cref="MatrixProduct"/> computes: C = A·panels + Start, or with Gradients C += Aᵀ·Start and Bias += ΣA.</summary>
internal unsafe struct ProductCall
{
    public int Rows, Depth;
    public float* A, Start, C, Bias;
    public nint AStride, StartStride, CStride;
    public bool Add, Gradients;
    public Panels<float>? Panels;
    public ReducedPanels? Reduced;
}

/// <summary>One call at a time of a product with W [output, input], shared between workers, and its scratch.</summary>
internal sealed unsafe class ProductJob<V>(int input, int output, Workers workers) : IJob where V : struct, IVector<V, float>
{
    // As in the time loop: packed weights are read once for so many rows.
    private const int ChunkRows = 128;

    private readonly Scratch[] _scratch = [.. Enumerable.Range(0, workers.Count).Select(_ => new Scratch())];
    private ProductCall _call;

    /// <summary>Computes, and returns when all is done.</summary>
    public void Run(ProductCall call)
    {
        _call = call;
        int most = call.Gradients ? Padding.Round(output) / Padding.Lanes : call.Rows;
        workers.Run(this, Math.Min(most, workers.PartsFor(2.0 * call.Rows * input * output)));
    }

    void IJob.Run(int part, int parts)
    {
        if (_call.Gradients) Gradients(_scratch[part], part, parts);
        else Rows(_scratch[part], part, parts);
    }

    private void Rows(Scratch scratch, int part, int parts)
    {
        int panels = _call.Reduced?.Count ?? _call.Panels!.Count;
        scratch.Reserve(ChunkRows, panels);
        for (int p = 0; p < panels; p++)
        {
            if (_call.Reduced is { } reduced) scratch.Panel(p, (float*)reduced[p], reduced.Scales(p));
            else scratch.Panel(p, _call.Panels![p]);
        }

        int from = (int)((long)_call.Rows * part / parts), to = (int)((long)_call.Rows * (part + 1) / parts);
        for (int first = from; first < to; first += ChunkRows)
        {
            int n = Math.Min(ChunkRows, to - first);
            for (int r = 0; r < n; r++)
            {
                scratch.A[r] = _call.A + (first + r) * _call.AStride;
                scratch.C[r] = _call.C + (first + r) * _call.CStride;
                scratch.Start[r] = _call.Start;
            }

            var start = _call.Add ? scratch.C : _call.Start == null ? null : scratch.Start;
            if (_call.Reduced is { } weights)
            {
                var product = scratch.Reduced(weights.Type);
                product.Take(n, scratch.A, _call.Depth);
                product.Multiply(panels, (byte**)scratch.B, scratch.Scales, start, scratch.C, scratch.Column);
                continue;
            }

            Product<V, float>.Multiply(n, scratch.A, 0, 1, _call.Depth, panels, scratch.B, start, scratch.C, scratch.Column);
        }
    }

    private void Gradients(Scratch scratch, int part, int parts)
    {
        int groups = Padding.Round(output) / Padding.Lanes, panels = Padding.Round(input) / Padding.Lanes;
        int from = groups * part / parts * Padding.Lanes, to = Math.Min(groups * (part + 1) / parts * Padding.Lanes, output);
        scratch.Gradient.Reserve(panels);
        for (int first = 0; first < _call.Rows; first += GradientProduct<V, float>.Depth)
        {
            int depth = Math.Min(GradientProduct<V, float>.Depth, _call.Rows - first);
            scratch.Gradient.Begin(depth);
            for (int d = 0; d < depth; d++)
            {
                scratch.Gradient.DY[d] = _call.A + (first + d) * _call.AStride;
                scratch.Gradient.X[d] = _call.Start + (first + d) * _call.StartStride;
            }

            scratch.Gradient.PackX(0, panels, input);
            for (int row = from; row < to; row += GradientProduct<V, float>.Rows)
            {
                int n = Math.Min(GradientProduct<V, float>.Rows, to - row);
                scratch.Gradient.PackDY(row, n, _call.Bias == null ? null : _call.Bias + row);
                scratch.Gradient.Add(n, 0, panels, _call.C + row * _call.CStride, _call.CStride);
            }
        }
    }

    private sealed class Scratch
    {
        private AlignedBuffer<nint>? _tables;
        private (ReducedType Type, ReducedProduct Product)? _reduced;

        public readonly GradientProduct<V, float> Gradient = new();
        public float** A, C, Start, B, Scales;
        public nint* Column;

        public void Reserve(int rows, int panels)
        {
            _tables = AlignedBuffer<nint>.AtLeast(_tables, 3 * rows + 3 * panels);
            A = (float**)_tables.Pointer;
            C = A + rows;
            Start = C + rows;
            B = Start + rows;
            Scales = B + panels;
            Column = (nint*)(Scales + panels);
        }

        public ReducedProduct Reduced(ReducedType type)
        {
            if (_reduced?.Type != type) _reduced = (type, ReducedProduct.For<V, float>(type));
            return _reduced.Value.Product;
        }

        public void Panel(int index, float* panel, float* scales = null)
        {
            B[index] = panel;
            Scales[index] = scales;
            Column[index] = (nint)index * Padding.Lanes;
        }
    }
}
