using Sluice.Autodiff;
using Sluice.Cells;

namespace Sluice.Layers;

/// <summary>The sizes of a <see cref="RecurrentStack"/>.</summary>
/// <param name="Cell">The name of a cell of the catalog.</param>
/// <param name="Input">I.</param>
/// <param name="Hidden">H.</param>
/// <param name="Layers">L: each layer reads the output of the one below.</param>
/// <param name="Bidirectional">Whether each layer also runs from the end, its output being both, [T, B, 2H].</param>
/// <param name="Dropout">The share of values hidden between layers in training.</param>
/// <param name="RecurrentDropout">The share of units hidden from the recurrent product.</param>
/// <param name="LearnedInitial">Whether the states before the first step are learned.</param>
/// <param name="Residual">Whether the input of a layer is added to its output, where both have the same size.</param>
/// <param name="EachStep">Whether recurrent dropout hides other units at each step, and not the same at all steps.</param>
public sealed record StackOptions(
    string Cell, int Input, int Hidden, int Layers =
        1, bool Bidirectional = false, double Dropout = 0, double RecurrentDropout = 0, bool LearnedInitial = false,
    bool Residual = false, bool EachStep = false)
{
    /// <summary>Matrix elements that the stack has at least, counted before any memory is taken for them.</summary>
    /// <exception cref="SluiceException">There is no such cell.</exception>
    internal Int128 LeastWeights
    {
        get
        {
            var shape = Catalog.Shape(Cell);
            Int128 output = shape.OutputOf(Hidden), above = Layers - 1;
            return shape.InputBlocks.Count * Hidden * (Input + above * output)
                + Layers * output * Hidden * shape.RecurrentFeeds.Count(f => f.Block != shape.Projection?.Block);
        }
    }
}

/// <summary>Recurrent layers one above the other, in one direction or both.</summary>
/// <remarks>Any number of threads may run a stack at once, each with a tape or states of its own, as long as none changes its weights.</remarks>
public sealed partial class RecurrentStack : ISequenceLayer
{
    // Nobody trains more; a file or a setting that asks for more is a mistake, or worse.
    private const int MostLayers = 1000;

    private readonly Recurrent[] _layers;
    private readonly string _name;

    /// <summary>A stack in one direction; parameters are named as PyTorch names them.</summary>
    /// <param name="cell">The name of a cell of the catalog, such as <c>lstm</c> or <c>gru+zoneout:0.1</c>.</param>
    /// <param name="input">I.</param>
    /// <param name="hidden">H.</param>
    /// <param name="layers">L.</param>
    /// <param name="seed">From which the weights are drawn, together with their names.</param>
    /// <exception cref="SluiceException">There is no such cell, or a size that makes no sense.</exception>
    public RecurrentStack(string cell, int input, int hidden, int layers = 1, ulong seed = 1)
        : this("rnn", new StackOptions(cell, input, hidden, layers), seed)
    {
    }

    /// <summary>A stack; parameters are named as PyTorch names them.</summary>
    /// <exception cref="SluiceException">A size or share that makes no sense.</exception>
    public RecurrentStack(string name, StackOptions options, ulong seed)
    {
        if (options.Layers is < 1 or > MostLayers)
            throw new SluiceException($"RecurrentStack: expected 1 to {MostLayers} layers, got {options.Layers}.");
        if (Catalog.Shape(options.Cell) is { ReadsBelow: true, Lowest: null })
            throw new SluiceException(
                $"RecurrentStack: '{options.Cell}' reads a score of each step, which a stack of layers does not have; it is the cell of the layer AttentionGru.");
        (_name, Options) = (name, options);
        _layers = new Recurrent[options.Layers * Directions];
        for (int i = 0; i < _layers.Length; i++)
        {
            int layer = i / Directions;
            bool reverse = i % Directions == 1;
            int input = layer == 0 ? options.Input : _layers[0].Output * Directions;
            string cell = layer == 0 ? Catalog.Shape(options.Cell).Lowest ?? options.Cell : options.Cell;
            _layers[i] = new Recurrent(
                name, $"l{layer}{(reverse ? "_reverse" : "")}", cell, input, options.Hidden, seed, reverse, options.LearnedInitial);
        }
    }

    /// <summary>The sizes.</summary>
    public StackOptions Options { get; }

    /// <summary>Layer after layer, the forward direction before the reverse one.</summary>
    public IReadOnlyList<Recurrent> Layers => _layers;

    /// <summary>Columns of y.</summary>
    public int Output => _layers[0].Output * Directions;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _layers.SelectMany(l => l.Parameters);

    /// <summary>Whether a layer's input is added to its output: where both have the same size.</summary>
    private bool IsResidual(int layer) => Options.Residual && _layers[layer * Directions].Input == Output;

    /// <summary>Whether a layer reads the cell states of the one below it.</summary>
    private bool ReadsBelow(int layer) => layer > 0 && layer < Options.Layers && _layers[layer * Directions].Shape.ReadsBelow;

    private int Directions => Options.Bidirectional ? 2 : 1;

    /// <summary>States of zeroes, one for each layer and direction.</summary>
    public State[] NewState(int batch) => [.. _layers.Select(l => new State(l.Cell, batch, l.Hidden))];

    /// <summary>Runs sequences through all layers.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B, I]; [B, T, I] with the batch first.</param>
    /// <param name="final">The final states of each layer and direction.</param>
    /// <param name="initial">The initial ones, or null.</param>
    /// <param name="lengths">The steps of each sequence, or null where all have T.</param>
    /// <param name="recordings">Receives a recording of each layer and direction, or null.</param>
    /// <param name="batchFirst">Whether x and y have the batch first, as fast and with the same bits; what dropout hides differs.</param>
    /// <returns>y [T, B, H], or [T, B, 2H] in both directions; [B, T, ·] with the batch first.</returns>
    public Tensor Run(
        Tape tape, Tensor x, out State[] final, State[]? initial = null, int[]? lengths = null, List<Recording>? recordings = null,
        bool batchFirst = false)
    {
        if (initial is not null && initial.Length != _layers.Length)
            throw new SluiceException($"{_name}: expected {_layers.Length} initial states, got {initial.Length}.");
        final = new State[_layers.Length];
        var memories = new Tensor?[Directions];
        for (int layer = 0; layer < Options.Layers; layer++)
        {
            if (layer > 0) x = Dropout.Run(tape, x, Options.Dropout, Initial.Hash($"{_name}.{layer}"));
            x = RunLayer(tape, layer, x, memories, final, initial, lengths, recordings, batchFirst);
        }

        return x;
    }

    /// <summary>Runs one layer in its directions.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="layer">Which, from 0.</param>
    /// <param name="x">The output of the layer below, or x.</param>
    /// <param name="memories">The second states of the layer below, in each direction; those of this one on return.</param>
    /// <param name="final">Receives the final states.</param>
    /// <param name="initial">The initial states; null in place of one for the learned ones, or 0.</param>
    /// <param name="lengths">The steps of each sequence, or null where all have T.</param>
    /// <param name="recordings">Receives a recording of each direction, or null.</param>
    /// <param name="batchFirst">Whether tensors of all steps have the batch first.</param>
    /// <returns>y, with x added where the layer has a path past it.</returns>
    internal Tensor RunLayer(
        Tape tape, int layer, Tensor x, Tensor?[] memories, State[] final, State?[]? initial, int[]? lengths, List<Recording>? recordings,
        bool batchFirst = false)
    {
        var outputs = new Tensor[Directions];
        for (int d = 0; d < Directions; d++)
        {
            int i = layer * Directions + d;
            var recording = recordings is null ? null : new Recording { Name = $"layer {layer}{(d == 1 ? " reverse" : "")}" };
            var states = _layers[i].RunStates(
                tape, x, out final[i], initial?[i], lengths, Options.RecurrentDropout, Options.EachStep, recording, memories[d],
                ReadsBelow(layer + 1) ? 1 : -1, batchFirst);
            (outputs[d], memories[d]) = (states[0], states[^1]);
            if (recording is not null) recordings!.Add(recording);
        }

        var y = Directions == 2 ? Concat.Run(tape, outputs[0], outputs[1]) : outputs[0];
        return IsResidual(layer) ? Sum.Run(tape, x, y) : y;
    }

    int ISequenceLayer.Inputs => Options.Input;

    Tensor ISequenceLayer.Run(Tape tape, Tensor x, int[]? lengths) => Run(tape, x, out _, lengths: lengths);

    /// <summary>Takes one step of live sequences through all layers, without allocating memory.</summary>
    /// <param name="x">x [B, I].</param>
    /// <param name="state">The states, changed in place. They belong to one caller at a time.</param>
    /// <param name="silent">Units whose output is held at 0, for the layers above and for the next step; or null.</param>
    /// <returns>y [B, H]: the output state of the top layer.</returns>
    /// <exception cref="SluiceException">A stack in both directions cannot run step by step; or there is no such unit.</exception>
    public Tensor Step(Tensor x, State[] state, IReadOnlyList<UnitPlace>? silent = null)
    {
        if (Options.Bidirectional)
            throw new SluiceException($"{_name}.Step: expected one direction, got both: the reverse one needs the whole sequence.");
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            _layers[layer].StepAbove(x, state[layer], ReadsBelow(layer) ? state[layer - 1].Values[1] : null);
            if (silent is not null) Silence(layer, state[layer].Values[0], silent);
            x = IsResidual(layer) ? StepSum(x, state[layer]) : state[layer].Values[0];
        }

        return x;
    }

    private void Silence(int layer, Tensor output, IReadOnlyList<UnitPlace> silent)
    {
        foreach (var place in silent)
        {
            if ((uint)place.Layer >= (uint)_layers.Length || (uint)place.Unit >= (uint)Output)
                throw new SluiceException(
                    $"{_name}.Step: expected layers below {_layers.Length} and units below {Output}, got unit {place.Unit} of layer {place.Layer}.");
            if (place.Layer != layer) continue;
            for (int b = 0; b < output.Rows; b++) output[b, place.Unit] = 0;
        }
    }

    /// <summary>x + y, kept beside the states that it belongs to.</summary>
    private static Tensor StepSum(Tensor x, State state)
    {
        Tensor sum = state.Sum ??= new Tensor(x.Rows, x.Columns), y = state.Values[0];
        for (int b = 0; b < x.Rows; b++)
            for (int u = 0; u < x.Columns; u++) sum[b, u] = x[b, u] + y[b, u];
        return sum;
    }
}
