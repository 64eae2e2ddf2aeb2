using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>y = x Wᵀ + b for every row of x; W [output, input], b [output].</summary>
public sealed unsafe class Linear : ILayer
{
    private MatrixProduct? _product;
    private Device? _device;
    private int _packed = -1, _packedBackward = -1;

    /// <summary>A layer with weights uniform in ±1/√input, and bias 0.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="input">Columns of x.</param>
    /// <param name="output">Columns of y.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    public Linear(string name, int input, int output, ulong seed)
    {
        Weight = new Parameter($"{name}.weight", output, input);
        Bias = new Parameter($"{name}.bias", output) { Decays = false };
        Initial.Uniform(Weight, seed, 1 / MathF.Sqrt(input));
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
        var w = Weight.Value;
        if (x.Columns != w.Columns) throw new SluiceException($"{Weight.Name}: expected rows of {w.Columns}, got {x.Describe()}.");
        int[] shape = [.. x.Shape[..^1], w.Rows];
        var y = tape.Lend(false, shape);
        Packed().Forward(x.Rows, x.Pointer, x.Stride, Bias.Value.Pointer, y.Pointer, y.Stride);
        tape.Note(Weight.Name, y);
        tape.Record(() => Backward(tape, x, y));
        return y;
    }

    /// <summary>y [B, output] from x [B, input], without allocating memory: for streams.</summary>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public void Step(Tensor x, Tensor y)
    {
        if (x.Columns != Weight.Value.Columns || y.Columns != Weight.Value.Rows || x.Rows != y.Rows)
            throw new SluiceException($"{Weight.Name}: expected x [B, {Weight.Value.Columns}] and y [B, {Weight.Value.Rows}], got {x.Describe()} and {y.Describe()}.");
        Packed().Forward(x.Rows, x.Pointer, x.Stride, Bias.Value.Pointer, y.Pointer, y.Stride);
    }

    private void Backward(Tape tape, Tensor x, Tensor y)
    {
        if (y.Gradient is not { } dy) return;
        var (w, dw) = (Weight.Value, Weight.Gradient);
        _product!.AddGradients(x.Rows, dy.Pointer, dy.Stride, x.Pointer, x.Stride, dw.Pointer, dw.Stride, Bias.Gradient.Pointer);
        if (!x.NeedsGradient) return;
        if (_packedBackward != Weight.Version) _product.PackBackward(w.Pointer, w.Stride);
        _packedBackward = Weight.Version;
        bool add = x.Gradient is not null;
        x.Gradient ??= tape.Lend(false, x.Shape.ToArray());
        _product.Backward(x.Rows, dy.Pointer, dy.Stride, x.Gradient.Pointer, x.Gradient.Stride, add);
    }

    private MatrixProduct Packed()
    {
        if (_device != Device.Current)
        {
            (_device, _packed, _packedBackward) = (Device.Current, -1, -1);
            _product = _device.MatrixProduct(Weight.Value.Columns, Weight.Value.Rows);
        }

        if (_packed != Weight.Version) _product!.Pack(Weight.Value.Pointer, Weight.Value.Stride);
        _packed = Weight.Version;
        return _product!;
    }
}
