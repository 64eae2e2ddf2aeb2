using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Devices;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>
/// A recurrent cell over whole sequences (<see cref="Run"/>) or one step at a time (<see cref="Step"/>), in one direction.
/// </summary>
/// <remarks>Weights are stored as PyTorch stores them: weight_ih [blocks·H, I], weight_hh [blocks·H, H], in the cell's order.</remarks>
public sealed unsafe partial class Recurrent : ILayer
{
    private readonly bool _reverse;
    private readonly Parameter? _outputBias;
    private readonly Parameter[] _initial;
    private Recurrence? _recurrence;
    private Device? _device;
    private int _packed = -1, _packedBackward = -1;

    /// <summary>A layer with weights uniform in ±1/√H and biases as the cell declares them.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="suffix">What follows them, as in <c>weight_ih_l0_reverse</c>.</param>
    /// <param name="cell">The name of a cell of the catalog.</param>
    /// <param name="input">I.</param>
    /// <param name="hidden">H.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    /// <param name="reverse">Whether time runs from the end of each sequence to its start.</param>
    /// <param name="learnedInitial">Whether the states before the first step are parameters instead of 0.</param>
    public Recurrent(string name, string suffix, string cell, int input, int hidden, ulong seed, bool reverse = false, bool learnedInitial = false)
    {
        if (input < 1 || hidden < 1) throw new SluiceException($"Recurrent: expected sizes of 1 or more, got input {input}, hidden {hidden}.");
        (Cell, Shape, Input, Hidden, _reverse) = (cell, Catalog.Shape(cell), input, hidden, reverse);
        int inputBlocks = Shape.InputBlocks.Count(), recurrentBlocks = Shape.RecurrentBlocks.Count();
        float bound = 1 / MathF.Sqrt(hidden);
        InputWeight = new Parameter($"{name}.weight_ih_{suffix}", inputBlocks * hidden, input);
        OutputWeight = new Parameter($"{name}.weight_hh_{suffix}", recurrentBlocks * hidden, hidden);
        Initial.Uniform(InputWeight, seed, bound);
        Initial.Uniform(OutputWeight, seed, bound);
        Bias = new Parameter($"{name}.bias_ih_{suffix}", inputBlocks * hidden) { Decays = false };
        int others = Shape.Blocks.Length - inputBlocks;
        if (others > 0) _outputBias = new Parameter($"{name}.bias_hh_{suffix}", others * hidden) { Decays = false };
        for (int k = 0; k < Shape.Blocks.Length; k++) BiasOf(k).Value.Row(0).Slice(BiasAt(k), hidden).Fill(Shape.Blocks[k].Bias);
        _initial = learnedInitial ? [.. Shape.States.Select(s => new Parameter($"{name}.initial_{s}_{suffix}", hidden) { Decays = false })] : [];
    }

    /// <summary>The name of the cell.</summary>
    public string Cell { get; }

    /// <summary>What the cell declares about itself.</summary>
    public CellShape Shape { get; }

    /// <summary>I.</summary>
    public int Input { get; }

    /// <summary>H.</summary>
    public int Hidden { get; }

    /// <summary>W [blocks fed by x · H, I].</summary>
    public Parameter InputWeight { get; }

    /// <summary>R [recurrent blocks · H, H].</summary>
    public Parameter OutputWeight { get; }

    /// <summary>The bias of the blocks fed by x.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [InputWeight, OutputWeight, Bias, .. _outputBias is null ? [] : new[] { _outputBias }, .. _initial];

    /// <summary>Bytes that the packed copies of the weights take.</summary>
    internal long PackedBytes => 4 * (_recurrence?.Weights.Length ?? 0);

    /// <summary>The parameter that holds the bias of a block: blocks without input weights share one of their own.</summary>
    internal Parameter BiasOf(int block) => Shape.Blocks[block].ReadsInput ? Bias : _outputBias!;

    /// <summary>Where in <see cref="BiasOf"/> the bias of a block starts.</summary>
    internal int BiasAt(int block) => Shape.Blocks.Take(block).Count(b => b.ReadsInput == Shape.Blocks[block].ReadsInput) * Hidden;

    /// <summary>Packs the weights if they have changed since the last time.</summary>
    private Recurrence Packed()
    {
        if (_device != Device.Current)
        {
            (_device, _packed, _packedBackward) = (Device.Current, -1, -1);
            _recurrence = _device.Recurrence(Cell, Input, Hidden);
        }

        int version = Version();
        if (_packed == version) return _recurrence!;
        Tensor w = InputWeight.Value, r = OutputWeight.Value;
        _recurrence!.Weights.Pack(w.Pointer, w.Stride, r.Pointer, r.Stride, k => (nint)(BiasOf(k).Value.Pointer + BiasAt(k)));
        _packed = version;
        return _recurrence;
    }

    private Recurrence PackedBackward()
    {
        var recurrence = Packed();
        if (_packedBackward == _packed) return recurrence;
        Tensor w = InputWeight.Value, r = OutputWeight.Value;
        recurrence.PackBackward(w.Pointer, w.Stride, r.Pointer, r.Stride);
        _packedBackward = _packed;
        return recurrence;
    }

    private int Version() => InputWeight.Version + OutputWeight.Version + Bias.Version + (_outputBias?.Version ?? 0);

    private static Rows<float> RowsOf(Tensor tensor) => new(tensor.Pointer, 0, tensor.Stride);
}
