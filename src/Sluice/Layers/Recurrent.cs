using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Loop;
using Sluice.Devices;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>
/// A recurrent cell over whole sequences (<see cref="Run"/>) or one step at a time (<see cref="Step"/>), in one direction.
/// </summary>
/// <remarks>
/// Weights are stored as PyTorch stores them: weight_ih [blocks·H, I], weight_hh [blocks·H, H], in the cell's order. A layer keeps
/// nothing of a run: any number of threads may use one at once, each with a tape or states of its own, as long as none changes
/// its weights.
/// </remarks>
public sealed unsafe partial class Recurrent : ILayer
{
    private readonly bool _reverse;
    private readonly Parameter? _recurrentBias;
    private readonly Parameter? _projection;
    private readonly Parameter?[] _weights;
    private readonly Parameter[] _initial;
    private readonly Tensor _rows;
    private readonly PerDevice<Recurrence> _recurrences;
    private readonly ScratchPool<StepRun> _steps;
    private readonly Lock _packing = new();

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
        _recurrences = new(device => device.Recurrence(Shape, Input, Hidden));
        _steps = new(() => new(this));
        if (input != hidden && Shape.TakesInputItself)
            throw new SluiceException(
                $"Recurrent: cell '{cell}' adds the input itself to its units and expects as many of both, got input {input}, hidden {hidden}.");
        int inputBlocks = Shape.InputBlocks.Count, others = Shape.Blocks.Count(b => b.HasBias && !b.ReadsInput);
        float bound = 1 / MathF.Sqrt(hidden);
        InputWeight = new Parameter($"{name}.weight_ih_{suffix}", inputBlocks * hidden, input) { Reducible = true };
        Output = Shape.OutputOf(hidden);
        int projections = Shape.RecurrentFeeds.Count(f => f.Block == Shape.Projection?.Block);
        RecurrentWeight = new Parameter($"{name}.weight_hh_{suffix}", (Shape.RecurrentFeeds.Count - projections) * hidden, Output) { Reducible = true };
        if (projections > 0) _projection = new Parameter($"{name}.weight_hr_{suffix}", Output, hidden) { Reducible = true };
        Initial.Uniform(InputWeight, seed, bound);
        _ = Clock.Of(Shape, hidden); // refuses a hidden size that its modules do not divide
        _ = UnitsOfHead(Shape, hidden); // refuses a number of heads that makes no sense
        Initial.Recurrent(RecurrentWeight, seed, bound, Shape.Form, MaskModules);
        if (_projection is not null) Initial.Uniform(_projection, seed, bound);
        Bias = new Parameter($"{name}.bias_ih_{suffix}", inputBlocks * hidden) { Decays = false };
        if (others > 0) _recurrentBias = new Parameter($"{name}.bias_hh_{suffix}", others * hidden) { Decays = false };
        _weights = new Parameter?[Shape.Blocks.Length];
        _rows = new Tensor(Shape.Blocks.Length, hidden);
        for (int k = 0; k < Shape.Blocks.Length; k++)
        {
            var block = Shape.Blocks[k];
            if (block.HasBias) BiasOf(k).Value.Row(0).Slice(BiasAt(k), hidden).Fill(block.Bias);
            else if (!block.IsWeight || block.Has(Feeds.Number)) _rows.Row(k).Fill(block.Bias);
            if (!block.Has(Feeds.Vector | Feeds.Scalar)) continue;
            _weights[k] = new Parameter($"{name}.{block.Name}_{suffix}", block.Has(Feeds.Scalar) ? 1 : hidden) { Decays = false };
            Initial.Uniform(_weights[k]!, seed, block.Spread, block.Bias);
        }

        _initial = learnedInitial
            ? [.. Shape.States.Select((s, i) => new Parameter($"{name}.initial_{s}_{suffix}", UnitsOf(i)) { Decays = false })]
            : [];
    }

    /// <summary>The name of the cell.</summary>
    public string Cell { get; }

    /// <summary>What the cell declares about itself.</summary>
    public CellShape Shape { get; }

    /// <summary>I.</summary>
    public int Input { get; }

    /// <summary>H.</summary>
    public int Hidden { get; }

    /// <summary>Columns of y: H, or P in a cell that projects its output.</summary>
    public int Output { get; }

    /// <summary>W [blocks fed by x · H, I].</summary>
    public Parameter InputWeight { get; }

    /// <summary>R [recurrent blocks · H, H].</summary>
    public Parameter RecurrentWeight { get; }

    /// <summary>P [Output, H], in a cell that projects its output.</summary>
    public Tensor? Projection => _projection?.Value;

    /// <summary>The bias of the blocks fed by x.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters =>
        [
            InputWeight,
            .. Shape.RecurrentFeeds.Count > 0 ? new[] { RecurrentWeight } : [],
            .. _projection is null ? [] : new[] { _projection },
            .. Shape.Blocks.Any(b => b.ReadsInput && b.HasBias) ? new[] { Bias } : [],
            .. _recurrentBias is null ? [] : new[] { _recurrentBias },
            .. _weights.OfType<Parameter>(),
            .. _initial
        ];

    /// <summary>Columns of a state.</summary>
    internal int UnitsOf(int state) => state == 0 ? Output : Hidden;

    /// <summary>Bytes that the packed copies of the weights take.</summary>
    internal long PackedBytes => _recurrences.Values.Sum(r => r.Bytes);

    /// <summary>The parameter that holds the bias of a block: blocks without input weights share one of their own.</summary>
    internal Parameter BiasOf(int block) => Shape.Blocks[block].ReadsInput ? Bias : _recurrentBias!;

    /// <summary>Where in <see cref="BiasOf"/> the bias of a block starts.</summary>
    internal int BiasAt(int block)
        => Shape.Blocks.Take(block).Count(b => Shape.Blocks[block].ReadsInput ? b.ReadsInput : b.HasBias && !b.ReadsInput) * Hidden;

    /// <summary>The bias of a block, or the weight that it is, one value a unit.</summary>
    internal ReadOnlySpan<float> WeightOf(int block)
    {
        lock (_packing)
        {
            FillRows();
            return _rows.Row(block).ToArray();
        }
    }

    /// <summary>The weight with which the first unit reads itself in each recurrent feed.</summary>
    internal double[] FeedsOfFirstUnit()
    {
        lock (_packing) return [.. Matrices(EffectiveWeight(), _projection?.Value).Select(m => (double)*m.Pointer)];
    }

    /// <summary>
    /// The recurrence of a device, with the weights as they are now. Panels for the way back that are of former weights serve nobody, nor do any
    /// others where one tape has the weights for itself: their memory is taken.
    /// </summary>
    private Recurrence Packed(Device device, bool alone = false)
    {
        var recurrence = _recurrences.On(device);
        int version = Version();
        if (recurrence.Packed == version) return recurrence;
        lock (_packing)
        {
            if (recurrence.Packed == version) return recurrence;
            if (alone || recurrence.PackedBackward != version) recurrence.Exchange();
            FillRows();
            if (ReducedBits() is { } bits)
            {
                recurrence.PackReduced(bits, InputWeight.Reduced, ReducedMatrices(), _rows.Pointer, _rows.Stride);
                recurrence.Packed = version;
                return recurrence;
            }

            Tensor w = InputWeight.Value;
            recurrence.Pack(w.Pointer, w.Stride, Matrices(EffectiveWeight(), _projection?.Value), _rows.Pointer, _rows.Stride);
            recurrence.Packed = version;
        }

        return recurrence;
    }

    /// <summary>The bias or the weight of each block, in one table.</summary>
    private void FillRows()
    {
        for (int k = 0; k < Shape.Blocks.Length; k++)
        {
            if (Shape.Blocks[k].HasBias) BiasOf(k).Value.Row(0).Slice(BiasAt(k), Hidden).CopyTo(_rows.Row(k));
            else if (Shape.Blocks[k].Has(Feeds.Scalar)) _rows.Row(k).Fill(_weights[k]!.Value[0, 0]);
            else if (_weights[k] is { } weight) weight.Value.Row(0).CopyTo(_rows.Row(k));
        }
    }

    /// <summary>The same for the way back; where one tape has the weights for itself, in the memory of the panels of the way there.</summary>
    private Recurrence PackedBackward(Device device, bool alone)
    {
        var recurrence = alone ? _recurrences.On(device) : Packed(device);
        lock (_packing)
        {
            int version = Version();
            if (recurrence.PackedBackward == version) return recurrence;
            if (alone) recurrence.Exchange();
            Tensor w = InputWeight.Value;
            recurrence.PackBackward(w.Pointer, w.Stride, Matrices(EffectiveWeight(), _projection?.Value));
            recurrence.PackedBackward = version;
        }

        return recurrence;
    }

    /// <summary>The matrix of each recurrent feed.</summary>
    private Matrix<float>[] Matrices(Tensor output, Tensor? projection)
    {
        var matrices = new Matrix<float>[Shape.RecurrentFeeds.Count];
        for (int j = 0, row = 0; j < matrices.Length; j++)
        {
            bool projected = Shape.RecurrentFeeds[j].Block == Shape.Projection?.Block;
            matrices[j] = projected ? new(projection!.Pointer, projection.Stride) : new(output.Pointer + (nint)row * output.Stride, output.Stride);
            if (!projected) row += Hidden;
        }

        return matrices;
    }

    private int Version()
    {
        int version = InputWeight.Version + (_projection?.Version ?? 0) + RecurrentWeight.Version + Bias.Version + (_recurrentBias?.Version ?? 0);
        foreach (var weight in _weights) version += weight?.Version ?? 0;
        return version;
    }

    private static Rows<float> RowsOf(Tensor tensor) => new(tensor.Pointer, 0, tensor.Stride);
}
