using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Inspection;
using Sluice.Kernels;

namespace Sluice.Layers;

public sealed unsafe partial class Recurrent
{
    /// <summary>Runs sequences.</summary>
    /// <param name="tape">Lends the memory; keeps gates and states for the backward run where it records.</param>
    /// <param name="x">x [T, B, I].</param>
    /// <param name="final">The states after each sequence's own last step, on the tape's memory.</param>
    /// <param name="initial">The states before the first step; null for the learned ones, or 0.</param>
    /// <param name="lengths">The steps of each sequence, 0 … T; null where all have T. What lies beyond is never read, and y is 0 there.</param>
    /// <param name="dropout">The share of h⁻ hidden from the recurrent product, the same units at every step, in training.</param>
    /// <param name="recording">Where to write every block and state, or null.</param>
    /// <returns>y [T, B, H].</returns>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public Tensor Run(
        Tape tape, Tensor x, out State final, State? initial = null, int[]? lengths = null, double dropout = 0, Recording? recording = null)
    {
        Check(x, initial, lengths);
        int steps = x.Shape[0], batch = x.Shape[1], padded = Padding.Round(Hidden);
        bool keep = tape.Recording || recording is not null;
        initial ??= InitialState(tape, batch);
        var sequence = new Sequence<float>
        {
            Steps = steps,
            Batch = batch,
            Lengths = lengths,
            Reverse = _reverse,
            Keep = keep,
            Input = new(x.Pointer, (nint)batch * x.Stride, x.Stride),
            Initial = [.. initial.Values.Select(v => RowsOf(v))],
            Operand = Shape.TwoStages ? Lend(tape, keep ? steps : 1, batch, Hidden) : default,
            Blocks = keep ? Lend(tape, steps, batch, Shape.Blocks.Length * padded) : default,
            Recording = recording is null ? default : Lend(tape, steps, batch, Shape.Blocks.Length * padded),
        };
        var states = Shape.States.Select((_, i) => tape.Lend(false, keep || i == 0 ? steps : 1, batch, Hidden)).ToArray();
        sequence.States = [.. states.Select((s, i) => new Rows<float>(s.Pointer, keep || i == 0 ? (nint)batch * s.Stride : 0, s.Stride))];
        if (dropout > 0 && tape.Training)
        {
            var mask = Dropout.Mask(tape, dropout, Initial.Hash(OutputWeight.Name), batch, Hidden);
            sequence.Mask = new(mask.Pointer, 0, mask.Stride);
            sequence.Masked = Lend(tape, steps, batch, Hidden);
        }

        Packed().Forward(sequence);
        ClearPadding(states[0], sequence);
        final = Final(tape, sequence);
        recording?.Fill(this, sequence, states);
        if (tape.Recording)
        {
            tape.Note(InputWeight.Name, states[0]);
            var (from, to) = (initial, final);
            tape.Record(() => Backward(tape, x, states[0], from, to, sequence));
        }

        return states[0];
    }

    private void Backward(Tape tape, Tensor x, Tensor y, State initial, State final, Sequence<float> sequence)
    {
        if (y.Gradient is null && final.Values.All(v => v.Gradient is null)) return;
        int batch = sequence.Batch, padded = Padding.Round(Hidden);
        sequence.DOutput = RowsIn(y.Gradient, batch);
        var carry = final.Values.Select(v => v.Gradient ?? tape.Lend(true, batch, Hidden)).ToArray();
        sequence.Carry = [.. carry.Select(c => new Rows<float>(c.Pointer, 0, c.Stride))];
        if (Shape.TwoStages || sequence.Mask.Exists) sequence.Scratch = new(tape.Lend(false, batch, Hidden).Pointer, 0, padded);
        if (x.NeedsGradient)
        {
            sequence.AddToInput = x.Gradient is not null;
            x.Gradient ??= tape.Lend(sequence.Lengths is not null, x.Shape.ToArray());
            sequence.DInput = RowsIn(x.Gradient, batch);
        }

        var bias = tape.Lend(true, Shape.Blocks.Length, Hidden);
        Tensor dw = InputWeight.Gradient, dr = OutputWeight.Gradient;
        PackedBackward().Backward(sequence, new Gradients<float> { W = dw.Pointer, WStride = dw.Stride, R = dr.Pointer, RStride = dr.Stride, Bias = bias.Pointer });
        for (int k = 0; k < Shape.Blocks.Length; k++) Add(bias.Row(k), BiasOf(k).Gradient.Row(0)[BiasAt(k)..]);
        for (int s = 0; s < carry.Length; s++)
        {
            if (_initial.Length > 0 && initial.Learned)
                for (int b = 0; b < batch; b++) Add(carry[s].Row(b), _initial[s].Gradient.Row(0));
            else if (initial.Values[s].NeedsGradient)
                for (int b = 0; b < batch; b++) Add(carry[s].Row(b), tape.GradientOf(initial.Values[s]).Row(b));
        }
    }

    /// <summary>The states before the first step, where none are given.</summary>
    private State InitialState(Tape tape, int batch)
    {
        var values = Shape.States.Select(_ => tape.Lend(true, batch, Hidden)).ToArray();
        for (int s = 0; s < _initial.Length; s++)
            for (int b = 0; b < batch; b++) _initial[s].Value.Row(0).CopyTo(values[s].Row(b));
        return new State(Shape.States, values) { Learned = true };
    }

    private State Final(Tape tape, Sequence<float> sequence)
    {
        var values = new Tensor[Shape.States.Length];
        for (int s = 0; s < values.Length; s++)
        {
            values[s] = tape.Lend(false, sequence.Batch, Hidden);
            for (int b = 0; b < sequence.Batch; b++) new ReadOnlySpan<float>(sequence.Final(s, b), Hidden).CopyTo(values[s].Row(b));
        }

        return new State(Shape.States, values);
    }

    private void Check(Tensor x, State? initial, int[]? lengths)
    {
        if (x.Shape.Length != 3 || x.Columns != Input)
            throw new SluiceException($"{InputWeight.Name}: expected x [T, B, {Input}], got {x.Describe()}.");
        if (initial is not null && (initial.Batch != x.Shape[1] || initial.Values[0].Columns != Hidden))
            throw new SluiceException($"{InputWeight.Name}: expected initial states [{x.Shape[1]}, {Hidden}], got {initial.Values[0].Describe()}.");
        if (lengths is null) return;
        if (lengths.Length != x.Shape[1])
            throw new SluiceException($"{InputWeight.Name}: expected {x.Shape[1]} lengths, got {lengths.Length}.");
        for (int b = 0; b < lengths.Length; b++)
        {
            if (lengths[b] < 0 || lengths[b] > x.Shape[0])
                throw new SluiceException($"{InputWeight.Name}: expected lengths from 0 to {x.Shape[0]}, got {lengths[b]} for sequence {b}.");
        }
    }

    private static void ClearPadding(Tensor y, Sequence<float> sequence)
    {
        if (sequence.Lengths is null) return;
        for (int b = 0; b < sequence.Batch; b++)
            for (int t = sequence.Length(b); t < sequence.Steps; t++) new Span<float>(sequence.States[0][t, b], y.Stride).Clear();
    }

    private static Rows<float> Lend(Tape tape, int steps, int batch, int columns)
    {
        var tensor = tape.Lend(false, steps, batch, columns);
        return new(tensor.Pointer, steps == 1 ? 0 : (nint)batch * tensor.Stride, tensor.Stride);
    }

    private static Rows<float> RowsIn(Tensor? tensor, int batch)
        => tensor is null ? default : new(tensor.Pointer, (nint)batch * tensor.Stride, tensor.Stride);

    private static void Add(ReadOnlySpan<float> source, Span<float> target)
    {
        for (int i = 0; i < source.Length; i++) target[i] += source[i];
    }
}
