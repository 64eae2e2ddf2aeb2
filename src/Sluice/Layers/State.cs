using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Cells.Contract;

namespace Sluice.Layers;

/// <summary>
/// The states of a recurrent layer for a batch of sequences, [B, H] each, by name: a value that goes into a run and comes
/// out of it. Nothing is kept in a layer between runs.
/// </summary>
/// <remarks>States belong to one sequence or batch, and to one thread at a time; the layer that they run through may be shared.</remarks>
public sealed class State
{
    /// <summary>States of zeroes.</summary>
    public State(string cell, int batch, int hidden)
        : this(Catalog.Shape(cell), batch, hidden)
    {
    }

    private State(CellShape shape, int batch, int hidden)
        : this(shape.States, [.. shape.States.Select((_, s) => new Tensor(batch, s == 0 ? shape.OutputOf(hidden) : hidden))])
    {
    }

    internal State(string[] names, Tensor[] values) => (Names, Values) = (names, values);

    /// <summary>The names; the first is the output.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The values, in the order of the names.</summary>
    public Tensor[] Values { get; }

    /// <summary>The output plus the layer's input after a step, in a layer with a path past it.</summary>
    internal Tensor? Sum { get; set; }

    /// <summary>Whether these are a layer's own initial states.</summary>
    internal bool Learned { get; init; }

    /// <summary>B.</summary>
    public int Batch => Values[0].Rows;

    /// <summary>A value by name.</summary>
    /// <exception cref="SluiceException">There is no such state.</exception>
    public Tensor this[string name]
    {
        get
        {
            for (int i = 0; i < Names.Count; i++) if (Names[i] == name) return Values[i];
            throw new SluiceException($"State: expected one of {string.Join(", ", Names)}, got '{name}'.");
        }
    }

    /// <summary>Sets all states to 0.</summary>
    public void Clear()
    {
        foreach (var value in Values) value.Clear();
    }

    /// <summary>
    /// The same values in the memory of a tape, for the way back: those who gave them may change theirs before. What a gradient is asked of is
    /// computed on the tape and changes no more.
    /// </summary>
    internal State Kept(Tape tape) => Learned ? this : new([.. Names], [.. Values.Select(v =>
    {
        if (v.NeedsGradient) return v;
        var copy = tape.Lend(false, v.Rows, v.Columns).AsInput();
        copy.CopyFrom(v);
        return copy;
    })]);

    /// <summary>Takes over the values of another state of the same sizes; gradients do not pass.</summary>
    public void CopyFrom(State other)
    {
        for (int i = 0; i < Values.Length; i++)
        {
            if (other.Values[i].Rows != Values[i].Rows || other.Values[i].Columns != Values[i].Columns)
                throw new SluiceException($"State.CopyFrom: expected {Names[i]} of {Values[i].Describe()}, got {other.Values[i].Describe()}.");
            for (int b = 0; b < Values[i].Rows; b++) other.Values[i].Row(b).CopyTo(Values[i].Row(b));
        }
    }
}
