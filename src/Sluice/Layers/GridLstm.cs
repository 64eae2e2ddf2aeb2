using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>The sizes of a <see cref="GridLstm"/>.</summary>
/// <param name="Input">I.</param>
/// <param name="Hidden">H.</param>
/// <param name="Layers">Blocks in depth.</param>
/// <param name="Tied">Whether all depths share the weights of one block.</param>
/// <param name="DepthPriority">Whether depth reads what time has just made of h, and not what it was.</param>
/// <param name="TimeCell">The cell of time: <c>lstm</c>, the paper's <c>lstm-grid</c>, or one without memory as <see cref="GridBlock"/> says.</param>
/// <param name="DepthCell">The cell of depth.</param>
public sealed record GridOptions(
    int Input, int Hidden, int Layers = 1, bool Tied = false, bool DepthPriority = false, string TimeCell = "lstm", string DepthCell = "lstm");

/// <summary>
/// The grid LSTM in two dimensions, time and depth: as in a stack of LSTMs, but depth too has a memory cell
/// (Kalchbrenner, Danihelka and Graves 2015). (h, m) of depth begin as projections of x and pass through the blocks upward.
/// </summary>
/// <remarks>
/// Seen by layers, the LSTM of time runs over all steps with the h of depth as its input; and then the LSTM of depth takes
/// one step for all steps of time at once, with the h of time as its input. Both are <see cref="Recurrent"/>.
/// </remarks>
public sealed class GridLstm : ILayer
{
    private const int Time = 0, Depth = 1;

    private readonly Linear _h;
    private readonly Linear? _m;
    private readonly GridBlock[] _blocks;

    /// <summary>A grid.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    /// <exception cref="SluiceException">A size that makes no sense.</exception>
    public GridLstm(string name, GridOptions options, ulong seed)
    {
        if (options.Input < 1 || options.Hidden < 1 || options.Layers < 1)
            throw new SluiceException(
                $"GridLstm: expected sizes of 1 or more, got input {options.Input}, hidden {options.Hidden}, layers {options.Layers}.");
        Options = options;
        int? priority = options.DepthPriority ? Depth : null;
        string[] cells = [options.TimeCell, options.DepthCell];
        _blocks = [.. Enumerable.Range(
            0, options.Tied ? 1 : options.Layers).Select(l => new GridBlock($"{name}.{l}", 2, options.Hidden, seed, priority, cells))];
        _h = new Linear($"{name}.input_h", options.Input, options.Hidden, seed);
        if (_blocks[0].Transforms[Depth].Shape.States.Length > 1) _m = new Linear($"{name}.input_m", options.Input, options.Hidden, seed);
    }

    /// <summary>The sizes.</summary>
    public GridOptions Options { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [.. _h.Parameters, .. _m?.Parameters ?? [], .. _blocks.SelectMany(b => b.Parameters)];

    /// <summary>The projections of x to h and, where it has one, m of depth.</summary>
    internal (Linear H, Linear? M) Projections => (_h, _m);

    /// <summary>The block of a depth.</summary>
    internal GridBlock Block(int depth) => _blocks[Options.Tied ? 0 : depth];

    /// <summary>Runs sequences.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B, I].</param>
    /// <param name="final">(h, m) of time, or h alone, at each depth after each sequence's last step.</param>
    /// <param name="initial">The same before the first step; null for 0.</param>
    /// <param name="lengths">The steps of each sequence; null where all have T. What lies beyond is never read, and y is 0 there.</param>
    /// <returns>y [T, B, H]: h of depth above the last block.</returns>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public Tensor Run(Tape tape, Tensor x, out State[] final, State[]? initial = null, int[]? lengths = null)
    {
        if (x.Shape.Length != 3 || x.Columns != Options.Input)
            throw new SluiceException($"GridLstm: expected x [T, B, {Options.Input}], got {x.Describe()}.");
        if (initial is not null && initial.Length != Options.Layers)
            throw new SluiceException($"GridLstm: expected {Options.Layers} initial states, got {initial.Length}.");
        int steps = x.Shape[0], batch = x.Shape[1], hidden = Options.Hidden;
        final = new State[Options.Layers];
        x = WithinLengths.Run(tape, x, lengths);
        int[]? taken = lengths is null ? null : [.. Enumerable.Range(0, steps * batch).Select(r => r / batch < lengths[r % batch] ? 1 : 0)];
        Tensor h = _h.Run(tape, x);
        Tensor? m = _m?.Run(tape, x);
        for (int l = 0; l < Options.Layers; l++)
        {
            var block = Block(l);
            string[] states = block.Transforms[Time].Shape.States;
            var before = initial?[l] ?? new State(states, [.. states.Select(_ => tape.Lend(true, batch, hidden))]);
            var read = block.Transforms[Time].Run(tape, h, out final[l], before, lengths);
            if (!Options.DepthPriority && steps > 0)
                read = RowJoin.Run(tape, [before.Values[0], RowView.Run(tape, read, 0, (steps - 1) * batch, hidden)], steps, batch, hidden);
            Tensor[] rising = m is null ? [h] : [h, m];
            var depth = new State(block.Transforms[Depth].Shape.States, [.. rising.Select(v => RowView.Run(tape, v, 0, steps * batch, hidden))]);
            var up = block.Transforms[Depth].Run(tape, RowView.Run(tape, read, 0, 1, steps * batch, hidden), out var after, depth, taken);
            (h, m) = (RowView.Run(tape, up, 0, steps, batch, hidden), m is null ? null : after.Values[1]);
        }

        return h;
    }
}
