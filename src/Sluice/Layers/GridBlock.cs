using Sluice.Autodiff;
using Sluice.Cells;

namespace Sluice.Layers;

/// <summary>
/// A block of an N-dimensional grid LSTM: along each dimension k come (hₖ, mₖ) and leave (h′ₖ, m′ₖ) = LSTMₖ([h₁ … h_N], mₖ), an
/// LSTM transform of the dimension's own that reads the h of all (Kalchbrenner, Danihelka and Graves 2015).
/// A dimension with priority comes last and reads h′ of the others instead.
/// </summary>
/// <remarks>
/// The transform of k is the step of a cell whose state is (hₖ, mₖ) and whose input is the h of the others, in order: <c>lstm</c>,
/// with h′ = o⊙tanh(m′) as published reproductions have it, or <c>lstm-grid</c>, with the paper's h′ = tanh(o⊙m′). A dimension without
/// memory, h′ = φ(V [h₁ … h_N] + b), has the cell <c>rnn</c>, <c>rnn-relu</c> or <c>rnn-identity</c>. To tie weights along a
/// dimension, use the same block along it.
/// </remarks>
public sealed class GridBlock : ILayer
{
    private readonly Recurrent[] _transforms;
    private readonly int? _priority;

    /// <summary>A block.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="dimensions">N, 2 or more.</param>
    /// <param name="hidden">H, the size of every h and m.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    /// <param name="priority">The dimension that is computed last, or null.</param>
    /// <param name="cells">The cell of each dimension, with the states h and c, or h alone; null for <c>lstm</c> in all.</param>
    /// <exception cref="SluiceException">A size or a cell that makes no sense.</exception>
    public GridBlock(string name, int dimensions, int hidden, ulong seed, int? priority = null, IReadOnlyList<string>? cells = null)
    {
        if (dimensions < 2) throw new SluiceException($"GridBlock: expected 2 dimensions or more, got {dimensions}.");
        if (priority is < 0 || priority >= dimensions)
            throw new SluiceException($"GridBlock: expected a priority below {dimensions}, got {priority}.");
        cells ??= [.. Enumerable.Repeat("lstm", dimensions)];
        if (cells.Count != dimensions)
            throw new SluiceException($"GridBlock: expected a cell for each of {dimensions} dimensions, got {cells.Count}.");
        foreach (string cell in cells)
        {
            var shape = Catalog.Shape(cell);
            if (shape.States is not (["h"] or ["h", "c"]) || shape.ReadsBelow || shape.OutputOf(hidden) != hidden)
                throw new SluiceException($"GridBlock: expected cells with the states h and c, or h alone, of one size, got '{cell}'.");
        }

        _priority = priority;
        _transforms = [.. cells.Select((c, k) => new Recurrent($"{name}.{k}", "l0", c, (dimensions - 1) * hidden, hidden, seed))];
    }

    /// <summary>The transform of each dimension.</summary>
    public IReadOnlyList<Recurrent> Transforms => _transforms;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _transforms.SelectMany(t => t.Parameters);

    /// <summary>A step.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="incoming">h and m [B, H] of each dimension, as states h and c of its cell; h alone where it has no memory.</param>
    /// <returns>The same, outgoing.</returns>
    /// <exception cref="SluiceException">Another number of states than dimensions.</exception>
    public State[] Step(Tape tape, State[] incoming)
    {
        if (incoming.Length != _transforms.Length)
            throw new SluiceException($"GridBlock: expected states of {_transforms.Length} dimensions, got {incoming.Length}.");
        var outgoing = new State[incoming.Length];
        foreach (int k in Enumerable.Range(0, incoming.Length).OrderBy(k => k == _priority))
        {
            var others = (k == _priority ? outgoing : incoming).Where((_, j) => j != k).Select(s => s.Values[0]);
            var x = others.Aggregate((a, b) => Concat.Run(tape, a, b));
            _transforms[k].Run(tape, RowView.Run(tape, x, 0, 1, x.Rows, x.Columns), out outgoing[k], incoming[k]);
        }

        return outgoing;
    }
}
