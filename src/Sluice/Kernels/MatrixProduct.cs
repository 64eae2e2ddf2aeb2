using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>
/// y = x Wᵀ + b and its derivatives for W [output, input], any number of rows of x. Rows are shared between workers;
/// for dW, rows of W are.
/// </summary>
internal abstract unsafe class MatrixProduct
{
    /// <summary>Packs W for the forward product.</summary>
    public abstract void Pack(float* w, nint stride);

    /// <summary>Packs W for <see cref="Backward"/>.</summary>
    public abstract void PackBackward(float* w, nint stride);

    /// <summary>y[r] = x[r] Wᵀ + b; no bias where null.</summary>
    public abstract void Forward(int rows, float* x, nint xStride, float* bias, float* y, nint yStride);

    /// <summary>dx[r] = dy[r] W, added to dx where <paramref name="add"/> says so.</summary>
    public abstract void Backward(int rows, float* dy, nint dyStride, float* dx, nint dxStride, bool add);

    /// <summary>dW += dyᵀ x and, where it is wanted, db += Σ dy.</summary>
    public abstract void AddGradients(int rows, float* dy, nint dyStride, float* x, nint xStride, float* dw, nint wStride, float* db);
}

internal sealed unsafe class MatrixProduct<V>(int input, int output, Workers workers) : MatrixProduct, IJob
    where V : struct, IVector<V, float>
{
    // As in the time loop: packed weights are read once for so many rows.
    private const int ChunkRows = 128;

    private readonly Panels<float> _forward = new(), _backward = new();
    private readonly Scratch[] _scratch = [.. Enumerable.Range(0, workers.Count).Select(_ => new Scratch())];
    private Call _call;

    public override void Pack(float* w, nint stride)
    {
        _forward.Resize(input, output);
        _forward.PackTransposed(w, stride, output);
    }

    public override void PackBackward(float* w, nint stride)
    {
        _backward.Resize(output, input);
        _backward.Pack<V>(w, stride, input);
    }

    public override void Forward(int rows, float* x, nint xStride, float* bias, float* y, nint yStride)
        => Run(new Call { Rows = rows, A = x, AStride = xStride, Start = bias, C = y, CStride = yStride, Panels = _forward, Depth = input }, rows);

    public override void Backward(int rows, float* dy, nint dyStride, float* dx, nint dxStride, bool add)
        => Run(new Call { Rows = rows, A = dy, AStride = dyStride, Add = add, C = dx, CStride = dxStride, Panels = _backward, Depth = output }, rows);

    public override void AddGradients(int rows, float* dy, nint dyStride, float* x, nint xStride, float* dw, nint wStride, float* db)
        => Run(
            new Call { Rows = rows, A = dy, AStride = dyStride, Start = x, StartStride = xStride, C = dw, CStride = wStride, Bias = db, Gradients = true },
            Padding.Round(output) / Padding.Lanes);

    void IJob.Run(int part, int parts)
    {
        if (_call.Gradients) Gradients(_scratch[part], part, parts);
        else Rows(_scratch[part], part, parts);
    }

    private void Run(Call call, int most)
    {
        if (call.Rows == 0) return;
        _call = call;
        workers.Run(this, Math.Min(most, workers.PartsFor(2.0 * call.Rows * input * output)));
    }

    private void Rows(Scratch scratch, int part, int parts)
    {
        int panels = _call.Panels!.Count;
        scratch.Reserve(ChunkRows, panels);
        for (int p = 0; p < panels; p++) scratch.Panel(p, _call.Panels[p]);
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

    private struct Call
    {
        public int Rows, Depth;
        public float* A, Start, C, Bias;
        public nint AStride, StartStride, CStride;
        public bool Add, Gradients;
        public Panels<float>? Panels;
    }

    private sealed class Scratch
    {
        private AlignedBuffer<nint>? _tables;

        public readonly GradientProduct<V, float> Gradient = new();
        public float** A, C, Start, B;
        public nint* Column;

        public void Reserve(int rows, int panels)
        {
            _tables = AlignedBuffer<nint>.AtLeast(_tables, 3 * rows + 2 * panels);
            A = (float**)_tables.Pointer;
            C = A + rows;
            Start = C + rows;
            B = Start + rows;
            Column = (nint*)(B + panels);
        }

        public void Panel(int index, float* panel)
        {
            B[index] = panel;
            Column[index] = (nint)index * Padding.Lanes;
        }
    }
}
