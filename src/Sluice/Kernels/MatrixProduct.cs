using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>
/// y = x Wᵀ + b and its derivatives for W [output, input], any number of rows of x. Rows are shared between workers;
/// for dW, rows of W are. Once packed, any number of threads may compute with it at once.
/// </summary>
internal abstract unsafe class MatrixProduct
{
    /// <summary>The versions of the weights that were packed last, for the forward and for the backward product; −1 for none.</summary>
    public volatile int Packed = -1, PackedBackward = -1;

    /// <summary>Packs W for the forward product.</summary>
    public abstract void Pack(float* w, nint stride);

    /// <summary>Packs W of fewer than 32 bits for the forward product.</summary>
    public abstract void PackReduced(ReducedMatrix w);

    /// <summary>Packs W for <see cref="Backward"/>.</summary>
    public abstract void PackBackward(float* w, nint stride);

    /// <summary>Gives the panels of one direction the memory of those of the other; what was packed is gone.</summary>
    public void Exchange()
    {
        (Packed, PackedBackward) = (-1, -1);
        ExchangePanels();
    }

    /// <summary>Nothing, in a device that has no panels to exchange.</summary>
    protected virtual void ExchangePanels()
    {
    }

    /// <summary>y[r] = x[r] Wᵀ + b; no bias where null.</summary>
    public abstract void Forward(int rows, float* x, nint xStride, float* bias, float* y, nint yStride);

    /// <summary>dx[r] = dy[r] W, added to dx where <paramref name="add"/> says so.</summary>
    public abstract void Backward(int rows, float* dy, nint dyStride, float* dx, nint dxStride, bool add);

    /// <summary>dW += dyᵀ x and, where it is wanted, db += Σ dy.</summary>
    public abstract void AddGradients(int rows, float* dy, nint dyStride, float* x, nint xStride, float* dw, nint wStride, float* db);
}

internal sealed unsafe class MatrixProduct<V> : MatrixProduct where V : struct, IVector<V, float>
{
    private readonly Panels<float> _forward = new(), _backward = new();
    private readonly ScratchPool<ProductJob<V>> _jobs;
    private readonly int _input, _output;
    private ReducedPanels? _reduced;

    public MatrixProduct(int input, int output, Workers workers)
    {
        (_input, _output) = (input, output);
        _jobs = new(() => new(input, output, workers));
    }

    public override void Pack(float* w, nint stride)
    {
        _reduced = null;
        _forward.Resize(_input, _output);
        _forward.PackTransposed(w, stride, _output);
    }

    public override void PackReduced(ReducedMatrix w)
    {
        var panels = new ReducedPanels(w.Type, _input, _output);
        panels.PackTransposed(w, 0, _output);
        _reduced = panels;
    }

    public override void PackBackward(float* w, nint stride)
    {
        _backward.Resize(_output, _input);
        _backward.Pack<V>(w, stride, _input);
    }

    protected override void ExchangePanels() => Panels<float>.Exchange(_forward, _backward);

    public override void Forward(int rows, float* x, nint xStride, float* bias, float* y, nint yStride)
        => Run(
            new ProductCall
            {
                Rows = rows,
                A = x,
                AStride = xStride,
                Start = bias,
                C = y,
                CStride = yStride,
                Panels = _forward,
                Reduced = _reduced,
                Depth = _input
            });

    public override void Backward(int rows, float* dy, nint dyStride, float* dx, nint dxStride, bool add)
        => Run(
            new ProductCall { Rows = rows, A = dy, AStride = dyStride, Add = add, C = dx, CStride = dxStride, Panels = _backward, Depth = _output });

    public override void AddGradients(int rows, float* dy, nint dyStride, float* x, nint xStride, float* dw, nint wStride, float* db)
        => Run(new ProductCall
        {
            Rows = rows,
            A = dy,
            AStride = dyStride,
            Start = x,
            StartStride = xStride,
            C = dw,
            CStride = wStride,
            Bias = db,
            Gradients = true
        });

    private void Run(ProductCall call)
    {
        if (call.Rows == 0) return;
        using var job = _jobs.Rent();
        job.Item.Run(call);
    }
}
