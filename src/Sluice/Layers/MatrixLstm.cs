using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>
/// mLSTM, one head: a memory that is a matrix, written with outer products of values and keys and read with queries,
/// C = f C⁻ + i v kᵀ/√d, n = f n⁻ + i k/√d, h = σ(Wo x + bo)⊙C q / max(|n·q|, 1), where q, k, v are linear in x, i = e^(wi·x + bi)
/// and f = σ(wf·x + bf) are numbers (Beck et al. 2024, xLSTM). The output is not fed back.
/// </summary>
/// <remarks>The exponents are kept small by a state m, which changes no output. The forget gate's bias starts at 3.</remarks>
public sealed class MatrixLstm : ILayer
{
    private readonly Linear _query, _key, _value, _gates, _output;

    /// <summary>A layer.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="input">I.</param>
    /// <param name="hidden">H, the size of queries, keys and values: C is [H, H].</param>
    /// <param name="seed">From which the weights are drawn.</param>
    /// <exception cref="SluiceException">A size below 1.</exception>
    public MatrixLstm(string name, int input, int hidden, ulong seed)
    {
        if (input < 1 || hidden < 1) throw new SluiceException($"MatrixLstm: expected sizes of 1 or more, got input {input}, hidden {hidden}.");
        (Input, Hidden) = (input, hidden);
        Linear Of(string part, int size) => new($"{name}.{part}", input, size, seed);
        (_query, _key, _value, _gates, _output) = (Of("query", hidden), Of("key", hidden), Of("value", hidden), Of("gates", 2), Of("output", hidden));
        _gates.Bias.Value[0, 1] = 3;
    }

    /// <summary>I.</summary>
    public int Input { get; }

    /// <summary>H.</summary>
    public int Hidden { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => new[] { _query, _key, _value, _gates, _output }.SelectMany(l => l.Parameters);

    /// <summary>States of zeroes: c [B, H·H], value by key; n [B, H]; m [B, 1].</summary>
    public State NewState(int batch) => new(["c", "n", "m"], [new(batch, Hidden * Hidden), new(batch, Hidden), new(batch, 1)]);

    /// <summary>Runs sequences.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B, I].</param>
    /// <param name="state">c, n and m before the first step; those after each sequence's last step on return. Null for 0. Gradients do not pass
    /// there.</param>
    /// <param name="lengths">The steps of each sequence; null where all have T. What lies beyond is never read, and y is 0 there.</param>
    /// <returns>y [T, B, H].</returns>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public Tensor Run(Tape tape, Tensor x, State? state = null, int[]? lengths = null)
    {
        if (x.Shape.Length != 3 || x.Columns != Input) throw new SluiceException($"MatrixLstm: expected x [T, B, {Input}], got {x.Describe()}.");
        int steps = x.Shape[0], batch = x.Shape[1];
        state ??= new(["c", "n", "m"], [tape.Lend(true, batch, Hidden * Hidden), tape.Lend(true, batch, Hidden), tape.Lend(true, batch, 1)]);
        if (state.Batch != batch || state.Values.Length != 3 || state.Values[0].Columns != Hidden * Hidden)
            throw new SluiceException(
                $"MatrixLstm: expected states c [{batch}, {Hidden * Hidden}], n and m, got {state.Names[0]} {state.Values[0].Describe()}.");
        x = WithinLengths.Run(tape, x, lengths);
        return MatrixMemory.Run(
            tape, _query.Run(tape, x), _key.Run(tape, x), _value.Run(tape, x), _gates.Run(tape, x), _output.Run(tape, x),
            lengths ?? [.. Enumerable.Repeat(steps, batch)], state);
    }
}
