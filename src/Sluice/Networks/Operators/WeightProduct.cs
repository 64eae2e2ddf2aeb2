using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;

namespace Sluice.Networks.Operators;

/// <summary>Products with a matrix W [rows, columns], packed when it is first used and again when it has changed.</summary>
/// <remarks>Any number of threads may use one at once, as long as none changes W.</remarks>
internal sealed unsafe class WeightProduct(int rows, int columns)
{
    private readonly PerDevice<MatrixProduct> _products = new(device => device.MatrixProduct(columns, rows));
    private readonly Lock _packing = new();

    /// <summary>y = x W: x [n, rows], y [n, columns].</summary>
    public void Multiply(Device device, float* w, nint stride, int version, int n, float* x, nint xStride, float* y, nint yStride, bool add = false)
    {
        var product = _products.On(device);
        if (product.PackedBackward != version)
        {
            lock (_packing)
            {
                if (product.PackedBackward != version) product.PackBackward(w, stride);
                product.PackedBackward = version;
            }
        }

        product.Backward(n, x, xStride, y, yStride, add);
    }

    /// <summary>y = x Wᵀ: x [n, columns], y [n, rows].</summary>
    public void MultiplyTransposed(Device device, float* w, nint stride, int version, int n, float* x, nint xStride, float* y, nint yStride)
    {
        var product = _products.On(device);
        if (product.Packed != version)
        {
            lock (_packing)
            {
                if (product.Packed != version) product.Pack(w, stride);
                product.Packed = version;
            }
        }

        product.Forward(n, x, xStride, null, y, yStride);
    }

    /// <summary>dW += aᵀ b: a [n, rows], b [n, columns].</summary>
    public void AddGradients(Device device, int n, float* a, nint aStride, float* b, nint bStride, float* dw, nint stride)
        => _products.On(device).AddGradients(n, a, aStride, b, bStride, dw, stride, null);

    /// <summary>dx += dy Wᵀ, by way of memory of the tape.</summary>
    public void AddTransposed(Tape tape, float* w, nint stride, int version, int n, float* dy, nint dyStride, float* dx, nint dxStride)
    {
        var sum = tape.Lend(false, n, rows);
        MultiplyTransposed(tape.Device, w, stride, version, n, dy, dyStride, sum.Pointer, sum.Stride);
        for (int r = 0; r < n; r++)
        {
            float* from = sum.Pointer + (nint)r * sum.Stride, to = dx + r * dxStride;
            for (int c = 0; c < rows; c++) to[c] += from[c];
        }
    }
}

/// <summary>
/// The product of a node with the matrix that it is given: kept as long as that is one and the same weight. A branch may hand on one weight now and
/// another later.
/// </summary>
/// <remarks>Any number of threads may ask at once.</remarks>
internal sealed class KeptProduct
{
    private volatile Kept? _kept;

    /// <summary>The product with a matrix.</summary>
    public WeightProduct Of(Value matrix)
    {
        if (matrix.Weight is { } weight && _kept is { } kept && kept.Weight == weight) return kept.Product;
        var made = new WeightProduct(matrix.Shape[0], matrix.Shape[1]);
        if (matrix.Weight is { } own) _kept = new(own, made);
        return made;
    }

    private sealed record Kept(Parameter Weight, WeightProduct Product);
}
