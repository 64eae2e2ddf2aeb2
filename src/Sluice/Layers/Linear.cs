using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>y = x Wᵀ + b for every row of x; W [output, input], b [output].</summary>
/// <remarks>Any number of threads may run one layer at once, each with a tape of its own, as long as none changes its weights.</remarks>
public sealed unsafe class Linear : ISequenceLayer
{
    private readonly PerDevice<MatrixProduct> _products;
    private readonly Lock _packing = new();

    /// <summary>A layer with weights uniform in ±1/√input, and bias 0.</summary>
    /// <param name="input">Columns of x.</param>
    /// <param name="output">Columns of y.</param>
    /// <param name="seed">From which the weights are drawn, together with the name.</param>
    public Linear(int input, int output, ulong seed = 1)
        : this("linear", input, output, seed)
    {
    }

    /// <summary>A layer with weights uniform in ±1/√input, and bias 0.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="input">Columns of x.</param>
    /// <param name="output">Columns of y.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    public Linear(string name, int input, int output, ulong seed)
    {
        Weight = new Parameter($"{name}.weight", output, input) { Reducible = true };
        Bias = new Parameter($"{name}.bias", output) { Decays = false };
        Initial.Uniform(Weight, seed, 1 / MathF.Sqrt(input));
        _products = new(device => device.MatrixProduct(input, output));
    }

    /// <summary>W [output, input].</summary>
    public Parameter Weight { get; }

    /// <summary>b [output].</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [Weight, Bias];

    /// <summary>y [..., output] from x [..., input].</summary>
    /// <exception cref="SluiceException">The rows of x have another length than input.</exception>
    public Tensor Run(Tape tape, Tensor x)
    {
        var (rows, columns) = (Weight.Shape[0], Weight.Shape[1]);
        if (x.Columns != columns) throw new SluiceException($"{Weight.Name}: expected rows of {columns}, got {x.Describe()}.");
        int[] shape = [.. x.Shape[..^1], rows];
        var y = tape.Lend(false, shape);
        var product = Packed(tape.Device, tape.Alone);
        product.Forward(x.Rows, x.Pointer, x.Stride, Bias.Value.Pointer, y.Pointer, y.Stride);
        GC.KeepAlive(x);
        tape.Record(new Operation("Linear", [x], [y], () => Backward(tape, product, x, y))
        {
            Layer = Weight.Name[..^".weight".Length],
            Parameters = [Weight, Bias],
            OperationsPerRow = 2L * rows * columns,
        });
        return y;
    }

    int ISequenceLayer.Inputs => Weight.Shape[1];

    Tensor ISequenceLayer.Run(Tape tape, Tensor x, int[]? lengths) => Run(tape, x);

    /// <summary>y [B, output] from x [B, input], without allocating memory: for streams.</summary>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public void Step(Tensor x, Tensor y)
    {
        if (x.Columns != Weight.Shape[1] || y.Columns != Weight.Shape[0] || x.Rows != y.Rows)
            throw new SluiceException(
                $"{Weight.Name}: expected x [B, {Weight.Shape[1]}] and y [B, {Weight.Shape[0]}], got {x.Describe()} and {y.Describe()}.");
        Packed(Device.Current).Forward(x.Rows, x.Pointer, x.Stride, Bias.Value.Pointer, y.Pointer, y.Stride);
        GC.KeepAlive(this);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    private void Backward(Tape tape, MatrixProduct product, Tensor x, Tensor y)
    {
        if (y.Gradient is not { } dy) return;
        var dw = Weight.Gradient;
        product.AddGradients(x.Rows, dy.Pointer, dy.Stride, x.Pointer, x.Stride, dw.Pointer, dw.Stride, Bias.Gradient.Pointer);
        if (!x.NeedsGradient) return;
        PackBackward(product, tape.Alone);
        bool add = x.Gradient is not null;
        x.Gradient ??= tape.Lend(false, x.Shape.ToArray());
        product.Backward(x.Rows, dy.Pointer, dy.Stride, x.Gradient.Pointer, x.Gradient.Stride, add);
    }

    /// <summary>
    /// The product of a device, with the weights as they are now, in the memory of panels for the way back that serve nobody, as in
    /// <see cref="Recurrent"/>.
    /// </summary>
    private MatrixProduct Packed(Device device, bool alone = false)
    {
        var product = _products.On(device);
        if (product.Packed == Weight.Version) return product;
        lock (_packing)
        {
            if (product.Packed == Weight.Version) return product;
            if (alone || product.PackedBackward != Weight.Version) product.Exchange();
            if (Weight.Reduced is { } reduced && reduced.Columns <= ReducedProduct.MostDepth) product.PackReduced(reduced);
            else product.Pack(Weight.Value.Pointer, Weight.Value.Stride);
            product.Packed = Weight.Version;
        }

        return product;
    }

    private void PackBackward(MatrixProduct product, bool alone)
    {
        lock (_packing)
        {
            if (product.PackedBackward == Weight.Version) return;
            if (alone) product.Exchange();
            product.PackBackward(Weight.Value.Pointer, Weight.Value.Stride);
            product.PackedBackward = Weight.Version;
        }
    }
}
