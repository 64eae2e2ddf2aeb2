using Sluice.Autodiff;
using Sluice.Cells.Loop;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>
/// Everything that a recurrent layer computed in a run: for each time step and sequence the pre-activation and the value of
/// every block (gates, candidates), and every state.
/// </summary>
public sealed unsafe class Recording
{
    private readonly Dictionary<string, Tensor> _values = [];
    private readonly Dictionary<string, Tensor> _preactivations = [];

    /// <summary>A name for the layer and direction, such as <c>layer 0</c> or <c>layer 1 reverse</c>.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The name of the cell, with what it is wrapped in.</summary>
    public string Cell { get; private set; } = "";

    /// <summary>The blocks of the cell, in its order.</summary>
    public IReadOnlyList<string> Blocks { get; private set; } = [];

    /// <summary>The states of the cell; the first is the output.</summary>
    public IReadOnlyList<string> States { get; private set; } = [];

    /// <summary>The value of a block after its squashing function, or of a state after the step: [T, B, H].</summary>
    public Tensor Value(string name) => Find(_values, name);

    /// <summary>What was summed into a block: bias, input product and recurrent product [T, B, H].</summary>
    public Tensor Preactivation(string block) => Find(_preactivations, block);

    /// <summary>Recordings of the same layer one after the other, each [T, B, H], as one: of a net that runs step by step.</summary>
    internal static Recording Join(IReadOnlyList<Recording> parts)
    {
        var joined = new Recording { Name = parts[0].Name, Cell = parts[0].Cell, Blocks = parts[0].Blocks, States = parts[0].States };
        foreach (string name in parts[0]._values.Keys) joined._values[name] = Joined([.. parts.Select(p => p._values[name])]);
        foreach (string name in parts[0]._preactivations.Keys) joined._preactivations[name] = Joined([.. parts.Select(p => p._preactivations[name])]);
        return joined;

        static Tensor Joined(Tensor[] parts)
        {
            var whole = new Tensor(parts.Sum(p => p.Shape[0]), parts[0].Shape[1], parts[0].Columns);
            int at = 0;
            foreach (var part in parts)
                for (int r = 0; r < part.Rows; r++) part.Row(r).CopyTo(whole.Row(at++));
            return whole;
        }
    }

    /// <summary>The steps from one on.</summary>
    internal Recording From(int step)
    {
        if (step == 0) return this;
        var part = new Recording { Name = Name, Cell = Cell, Blocks = Blocks, States = States };
        foreach (var (name, value) in _values) part._values[name] = Rest(value);
        foreach (var (name, value) in _preactivations) part._preactivations[name] = Rest(value);
        return part;

        Tensor Rest(Tensor all) => all.View(step * all.Shape[1], all.Shape[0] - step, all.Shape[1], all.Columns);
    }

    /// <summary>What was computed for one of the sequences, as [T, 1, H].</summary>
    /// <exception cref="SluiceException">There is no such sequence.</exception>
    public Recording Of(int sequence)
    {
        var one = new Recording { Name = Name, Cell = Cell, Blocks = Blocks, States = States };
        foreach (var (name, value) in _values) one._values[name] = Cut(value);
        foreach (var (name, value) in _preactivations) one._preactivations[name] = Cut(value);
        return one;

        Tensor Cut(Tensor all)
        {
            var (steps, batch) = (all.Shape[0], all.Shape[1]);
            if (sequence < 0 || sequence >= batch) throw new SluiceException($"Recording {Name}: expected a sequence of {batch}, from 0, got {sequence}.");
            var own = new Tensor(steps, 1, all.Columns);
            for (int t = 0; t < steps; t++) all.Row(t * batch + sequence).CopyTo(own.Row(t));
            return own;
        }
    }

    internal void Fill(Recurrent layer, Sequence<float> sequence, Tensor[] states)
    {
        var shape = layer.Shape;
        Cell = layer.Cell;
        Blocks = [.. shape.Blocks.Where(b => b.IsSum).Select(b => b.Name)];
        // A state may bear the letter of a block, as in the Elman cell, where both are h.
        States = shape.States;
        int padded = Padding.Round(layer.Hidden);
        for (int k = 0; k < shape.Kept; k++)
        {
            if (!shape.Blocks[k].IsSum) continue;
            _preactivations[shape.Blocks[k].Name] = Copy(sequence, sequence.Recording, k * padded, layer.Hidden);
            _values[shape.Blocks[k].Name] = Copy(sequence, sequence.Blocks, k * padded, layer.Hidden);
        }

        for (int s = 0; s < shape.States.Length; s++) _values[shape.States[s]] = Copy(sequence, sequence.States[s], 0, layer.UnitsOf(s));
    }

    private static Tensor Copy(Sequence<float> sequence, Rows<float> rows, int column, int columns)
    {
        var copy = new Tensor(sequence.Steps, sequence.Batch, columns);
        for (int b = 0; b < sequence.Batch; b++)
            for (int t = 0; t < sequence.Length(b); t++)
                new ReadOnlySpan<float>(rows[t, b] + column, columns).CopyTo(copy.Row(t * sequence.Batch + b));
        return copy;
    }

    private Tensor Find(Dictionary<string, Tensor> values, string name)
        => values.TryGetValue(name, out var tensor)
            ? tensor
            : throw new SluiceException($"Recording {Name}: expected one of {string.Join(", ", values.Keys)}, got '{name}'.");
}
