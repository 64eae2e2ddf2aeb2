using Sluice.Autodiff;
using Sluice.Cells.Contract;
using Sluice.Cells.Loop;
using Sluice.Kernels;

namespace Sluice.Layers;

public sealed unsafe partial class Recurrent
{
    /// <summary>Runs sequences.</summary>
    /// <param name="tape">Lends the memory; keeps gates and states for the backward run where it records.</param>
    /// <param name="x">x [T, B, I]; [B, T, I] with the batch first.</param>
    /// <param name="final">The states after each sequence's own last step, on the tape's memory.</param>
    /// <param name="initial">The states before the first step; null for the learned ones, or 0. They may be changed once this returns.</param>
    /// <param name="lengths">The steps of each sequence, 0 … T; null where all have T. What lies beyond is never read, and y is 0 there.</param>
    /// <param name="dropout">The share of h⁻ hidden from the recurrent product in training.</param>
    /// <param name="recording">Where to write every block and state, or null.</param>
    /// <param name="eachStep">Whether other units are hidden at each step (Semeniuta, Severyn and Barth 2016), and not the same at all (Gal and
    /// Ghahramani 2016).</param>
    /// <param name="batchFirst">Whether x and y have the batch first, as fast and with the same bits.</param>
    /// <returns>y [T, B, H]; [B, T, H] with the batch first.</returns>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public Tensor Run(
        Tape tape, Tensor x, out State final, State? initial =
            null, int[]? lengths = null, double dropout = 0, Recording? recording = null, bool eachStep = false,
        bool batchFirst = false)
        => RunStates(tape, x, out final, initial, lengths, dropout, eachStep, recording, null, -1, batchFirst)[0];

    /// <summary><see cref="Run"/> with the second state of the layer below; all steps of state <paramref name="expose"/> are kept.</summary>
    /// <returns>The states [T, B, units]; [B, T, units] with the batch first.</returns>
    internal Tensor[] RunStates(
        Tape tape, Tensor x, out State final, State? initial, int[]? lengths, double dropout, bool eachStep, Recording? recording, Tensor? below,
        int expose, bool batchFirst = false)
    {
        Check(x, initial, lengths, batchFirst);
        if (Shape.ReadsBelow && below is null)
            throw new SluiceException($"{InputWeight.Name}: expected the cell states of the layer below; '{Cell}' is a cell of a stack of layers.");
        recording ??= (tape.Observer as LayerObserver)?.Next(this);
        var layout = StepLayout.Of(x.Shape, batchFirst);
        int steps = layout.Steps, batch = layout.Batch, padded = Padding.Round(Hidden);
        bool keep = tape.Recording || recording is not null;
        initial = initial is null ? InitialState(tape, batch) : tape.Recording ? initial.Kept(tape) : initial;
        var sequence = new Sequence<float>
        {
            Steps = steps,
            Batch = batch,
            Lengths = lengths,
            Reverse = _reverse,
            Keep = keep,
            Input = layout.Rows(x),
            Below = Shape.ReadsBelow ? layout.Rows(below) : default,
            Initial = [.. initial.Values.Select(v => RowsOf(v))],
            Operands = Shape.Operands > 0 ? Lend(tape, keep ? steps : 1, batch, Shape.Operands * padded) : default,
            Blocks = keep ? Lend(tape, steps, batch, CellWeights<float>.RowOf(Shape, Hidden)) : default,
            Recording = recording is null ? default : Lend(tape, steps, batch, Shape.Kept * padded),
        };
        bool KeepsAll(int state) => keep || IsSource(state) || state == expose;
        var states = Shape.States.Select((_, i) => tape.Lend(false, KeepsAll(i) ? layout.Shape(UnitsOf(i)) : [1, batch, UnitsOf(i)])).ToArray();
        sequence.States = [.. states.Select((s, i) => KeepsAll(i) ? layout.Rows(s) : new Rows<float>(s.Pointer, 0, s.Stride))];
        if (dropout > 0 && tape.Training)
        {
            var mask = Dropout.Mask(
                tape, dropout, Initial.Hash(RecurrentWeight.Name), eachStep ? (long)tape.FirstStep * batch : 0,
                eachStep ? steps * batch : batch, Output);
            sequence.Mask = new(mask.Pointer, eachStep ? (nint)batch * mask.Stride : 0, mask.Stride);
            sequence.Masked = Lend(tape, steps, batch, Output);
        }

        if (tape.Training) sequence.Noise = [.. Shape.Blocks.Where(b => b.Has(Feeds.Noise)).Select(b => Draw(tape, b, steps, batch))];
        Packed(tape.Device, tape.Alone).Forward(sequence);
        GC.KeepAlive(x);
        GC.KeepAlive(below);
        ClearPadding(states[0], sequence);
        final = Final(tape, sequence);
        recording?.Fill(this, sequence, states);
        if (tape.Recording || tape.Listing)
        {
            var (from, to) = (initial, final);
            tape.Record(
                new Operation("Recurrent", below is null ? [x] : [x, below], states, () => Backward(tape, x, states, from, to, sequence, below, layout))
                {
                    Layer = InputWeight.Name.Replace("weight_ih_", "", StringComparison.Ordinal),
                    Parameters = [.. Parameters],
                    Attributes = new Dictionary<string, object> { ["cell"] = Cell, ["units"] = Hidden, ["reverse"] = _reverse, ["batch_first"] = batchFirst },
                    OperationsPerRow = Shape.Operations(Input, Hidden),
                });
        }

        return states;
    }

    private void Backward(
        Tape tape, Tensor x, Tensor[] states, State initial, State final, Sequence<float> sequence, Tensor? below, StepLayout layout)
    {
        if (states.All(s => s.Gradient is null) && final.Values.All(v => v.Gradient is null)) return;
        int batch = sequence.Batch, padded = Padding.Round(Hidden);
        sequence.DStates = [.. states.Select(s => layout.Rows(s.Gradient))];
        var carry = final.Values.Select(v => v.Gradient ?? tape.Lend(true, batch, v.Columns)).ToArray();
        sequence.Carry = [.. carry.Select(c => new Rows<float>(c.Pointer, 0, c.Stride))];
        int weights = Shape.Blocks.Length - Shape.Kept;
        if (Shape.Operands > 0 || sequence.Mask.Exists) sequence.Scratch = RowsOf(tape.Lend(false, batch, Math.Max(1, Shape.Operands) * padded));
        if (weights > 0) sequence.DWeights = RowsOf(tape.Lend(true, batch, weights * padded));
        if (x.NeedsGradient)
        {
            sequence.AddToInput = x.Gradient is not null;
            x.Gradient ??= tape.Lend(sequence.Lengths is not null, x.Shape.ToArray());
            sequence.DInput = layout.Rows(x.Gradient);
        }

        if (Shape.ReadsBelow && below is not null)
        {
            sequence.AddToBelow = below.Gradient is not null;
            sequence.DBelow = layout.Rows(below.Gradient ??= tape.Lend(sequence.Lengths is not null, below.Shape.ToArray()));
        }

        var rows = tape.Lend(true, Shape.Blocks.Length, Hidden);
        Tensor dw = InputWeight.Gradient, dr = EffectiveGradient(tape);
        PackedBackward(tape.Device, tape.Alone).Backward(
            sequence, new Gradients<float> { W = dw.Pointer, WStride = dw.Stride, R = Matrices(dr, _projection?.Gradient), Rows = rows.Pointer });
        MaskModules(dr);
        AddEffective(dr);
        for (int k = 0; k < Shape.Kept; k++)
            if (Shape.Blocks[k].HasBias) Add(rows.Row(k), BiasOf(k).Gradient.Row(0)[BiasAt(k)..]);
        for (int k = Shape.Kept; k < Shape.Blocks.Length; k++) AddWeight(k, sequence, (k - Shape.Kept) * padded);
        for (int s = 0; s < carry.Length; s++)
        {
            if (_initial.Length > 0 && initial.Learned)
                for (int b = 0; b < batch; b++) Add(carry[s].Row(b), _initial[s].Gradient.Row(0));
            else if (initial.Values[s].NeedsGradient)
                for (int b = 0; b < batch; b++) Add(carry[s].Row(b), tape.GradientOf(initial.Values[s]).Row(b));
        }
    }

    /// <summary>Whether all units of a state are read while those of the next step are written: it cannot be written in place.</summary>
    private bool IsSource(int state) => state == 0 || Shape.RecurrentFeeds.Any(f => f.Source == state);

    /// <summary>Sums the gradients of a weight of units over the sequences, in their order; those of a scalar over the units too.</summary>
    private void AddWeight(int block, Sequence<float> sequence, int column)
    {
        if (_weights[block] is not { } weight) return;
        var gradient = weight.Gradient.Row(0);
        for (int b = 0; b < sequence.Batch; b++)
        {
            var row = new ReadOnlySpan<float>(sequence.DWeights[0, b] + column, Hidden);
            if (gradient.Length == Hidden && !Shape.Blocks[block].Has(Feeds.Scalar)) Add(row, gradient);
            else foreach (float value in row) gradient[0] += value;
        }
    }

    /// <summary>Sets states to those before the first step: the learned ones, or 0.</summary>
    internal void Begin(State state)
    {
        state.Clear();
        for (int s = 0; s < _initial.Length; s++)
            for (int b = 0; b < state.Batch; b++) _initial[s].Value.Row(0).CopyTo(state.Values[s].Row(b));
    }

    /// <summary>The states before the first step, where none are given.</summary>
    private State InitialState(Tape tape, int batch)
    {
        var state = new State(Shape.States, [.. Shape.States.Select((_, s) => tape.Lend(false, batch, UnitsOf(s)))]) { Learned = true };
        Begin(state);
        return state;
    }

    private State Final(Tape tape, Sequence<float> sequence)
    {
        var values = new Tensor[Shape.States.Length];
        for (int s = 0; s < values.Length; s++)
        {
            values[s] = tape.Lend(false, sequence.Batch, UnitsOf(s));
            for (int b = 0; b < sequence.Batch; b++) new ReadOnlySpan<float>(sequence.Final(s, b), UnitsOf(s)).CopyTo(values[s].Row(b));
        }

        return new State(Shape.States, values);
    }

    private void Check(Tensor x, State? initial, int[]? lengths, bool batchFirst)
    {
        if (x.Shape.Length != 3 || x.Columns != Input)
            throw new SluiceException($"{InputWeight.Name}: expected x [{(batchFirst ? "B, T" : "T, B")}, {Input}], got {x.Describe()}.");
        var (steps, batch, _) = StepLayout.Of(x.Shape, batchFirst);
        if (initial is not null && (initial.Batch != batch || initial.Values[0].Columns != Output))
            throw new SluiceException($"{InputWeight.Name}: expected initial states [{batch}, {Output}], got {initial.Values[0].Describe()}.");
        if (lengths is null) return;
        if (lengths.Length != batch)
            throw new SluiceException($"{InputWeight.Name}: expected {batch} lengths, got {lengths.Length}.");
        for (int b = 0; b < lengths.Length; b++)
        {
            if (lengths[b] < 0 || lengths[b] > steps)
                throw new SluiceException($"{InputWeight.Name}: expected lengths from 0 to {steps}, got {lengths[b]} for sequence {b}.");
        }
    }

    private static void ClearPadding(Tensor y, Sequence<float> sequence)
    {
        if (sequence.Lengths is null) return;
        for (int b = 0; b < sequence.Batch; b++)
            for (int t = sequence.Length(b); t < sequence.Steps; t++) new Span<float>(sequence.States[0][t, b], y.Stride).Clear();
    }

    private Rows<float> Draw(Tape tape, Block noise, int steps, int batch)
    {
        var drawn = Dropout.Mask(
            tape, noise.Bias, Initial.Hash(RecurrentWeight.Name + noise.Name), (long)tape.FirstStep * batch, steps, batch, Hidden);
        return new(drawn.Pointer, (nint)batch * drawn.Stride, drawn.Stride);
    }

    private static Rows<float> Lend(Tape tape, int steps, int batch, int columns)
    {
        var tensor = tape.Lend(false, steps, batch, columns);
        return new(tensor.Pointer, steps == 1 ? 0 : (nint)batch * tensor.Stride, tensor.Stride);
    }

    private static void Add(ReadOnlySpan<float> source, Span<float> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] += source[i];
    }
}
