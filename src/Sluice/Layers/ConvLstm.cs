using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>The sizes of a <see cref="ConvLstm"/>.</summary>
/// <param name="Input">Channels of x.</param>
/// <param name="Hidden">Channels of h.</param>
/// <param name="Width">Positions of a line, or of a row of the grid.</param>
/// <param name="Height">Rows of the grid; 1 for a line.</param>
/// <param name="Around">Neighbours on each side: 1 for kernels of 3, or of 3 x 3.</param>
/// <param name="Peepholes">Whether gates see the cell state, as published; a weight a channel.</param>
public sealed record ConvOptions(int Input, int Hidden, int Width, int Height = 1, int Around = 1, bool Peepholes = false);

/// <summary>
/// The convolutional LSTM: at each position of a line or a grid an LSTM whose products are convolutions,
/// i = σ(Wi∗x + Ri∗h⁻ + bi) and so on (Shi et al. 2015). Beyond the edge x and h are 0.
/// </summary>
/// <remarks>
/// Positions are rows of the batch of one <see cref="Recurrent"/>, which sees the neighbours of x and of h⁻ as its input, and h⁻ of
/// the position itself as its state.
/// </remarks>
public sealed class ConvLstm : ILayer
{
    private readonly Recurrent _cell;
    private readonly int _positions;

    /// <summary>A layer.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    /// <exception cref="SluiceException">A size that makes no sense.</exception>
    public ConvLstm(string name, ConvOptions options, ulong seed)
    {
        if (options.Input < 1 || options.Hidden < 1 || options.Width < 1 || options.Height < 1 || options.Around < 0)
            throw new SluiceException($"ConvLstm: expected sizes of 1 or more and neighbours of 0 or more, got {options}.");
        (Options, _positions) = (options, options.Width * options.Height);
        int near = Neighbours.Count(options.Height, options.Around, centre: true);
        _cell = new Recurrent(
            name, "l0", options.Peepholes ? "lstm-peephole" : "lstm", near * options.Input + (near - 1) * options.Hidden, options.Hidden, seed);
    }

    /// <summary>The sizes.</summary>
    public ConvOptions Options { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _cell.Parameters;

    /// <summary>
    /// The LSTM of a position. Its input is x of all neighbours and then h⁻ of all but the position itself, row by row of the
    /// grid from the upper left.
    /// </summary>
    public Recurrent Cell => _cell;

    /// <summary>Runs sequences.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B·height·width, channels]: the positions of each sequence row by row.</param>
    /// <param name="final">h and c [B·height·width, hidden] after each sequence's last step.</param>
    /// <param name="initial">The same before the first step; null for 0.</param>
    /// <param name="lengths">The steps of each of the B sequences; null where all have T. What lies beyond is never read, and y is 0 there.</param>
    /// <returns>y [T, B·height·width, hidden].</returns>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public Tensor Run(Tape tape, Tensor x, out State final, State? initial = null, int[]? lengths = null)
    {
        if (x.Shape.Length != 3 || x.Columns != Options.Input || x.Shape[1] % _positions != 0)
            throw new SluiceException($"ConvLstm: expected x [T, B·{_positions}, {Options.Input}], got {x.Describe()}.");
        int steps = x.Shape[0], rows = x.Shape[1];
        if (lengths is not null && (lengths.Length != rows / _positions || lengths.Any(n => n < 0 || n > steps)))
            throw new SluiceException($"ConvLstm: expected {rows / _positions} lengths from 0 to {steps}, got {string.Join(", ", lengths)}.");
        var near = Near(tape, x, centre: true);
        final = initial ?? new State([.. _cell.Shape.States], [.. _cell.Shape.States.Select(_ => tape.Lend(true, rows, Options.Hidden))]);
        var outputs = new Tensor[steps];
        for (int t = 0; t < steps; t++)
        {
            var input = RowView.Run(tape, near, t * rows, 1, rows, near.Columns);
            if (Options.Around > 0)
                input = Concat.Run(
                    tape, input, RowView.Run(tape, Near(tape, final.Values[0], centre: false), 0, 1, rows, _cell.Input - near.Columns));
            int[]? taken = lengths is null ? null : [.. Enumerable.Range(0, rows).Select(r => t < lengths[r / _positions] ? 1 : 0)];
            outputs[t] = _cell.Run(tape, input, out final, final, taken);
        }

        return RowJoin.Run(tape, outputs, steps, rows, Options.Hidden);
    }

    private Tensor Near(Tape tape, Tensor x, bool centre) => Neighbours.Run(tape, x, Options.Height, Options.Width, Options.Around, centre);
}
