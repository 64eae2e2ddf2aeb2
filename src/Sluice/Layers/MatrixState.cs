using Sluice.Autodiff;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>
/// A memory that is a matrix, changed at each step by a diagonal and a product of two vectors: what stands under the key k is read,
/// and written over with the value v, S = S⁻ diag(w) + (v − S⁻ a)(β⊙k)ᵀ, y = S q. k has length 1, a is what k reads after the
/// decay, w⊙k (k itself in RWKV-7), β = σ(Wβ x + bβ), q, k and v are linear in x. One head. The options make of it DeltaNet, Gated
/// DeltaNet, Kimi delta attention, RWKV-7 and DeltaProduct; w decays in the first of several updates within a step.
/// </summary>
/// <remarks>
/// Without decay S⁻ is multiplied by 1 − β k kᵀ, whose eigenvalue along k is 1 − β: with β up to 2 a reflection. Two reflections are a
/// rotation. Convolutions, norms and gates of the published blocks are layers around it. The bias of the decay starts at 3 (in RWKV-7 at −3).
/// The output is not fed back. <see cref="MatrixLstm"/> is the memory that adds and never writes over.
/// </remarks>
public sealed class MatrixState : ILayer
{
    private readonly Linear _query;
    private readonly Linear[] _keys, _values, _rates;
    private readonly Linear? _decay;

    /// <summary>A layer.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="options">The sizes and the rule.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    /// <exception cref="SluiceException">A size or a number of products below 1.</exception>
    public MatrixState(string name, MatrixStateOptions options, ulong seed)
    {
        if (options.Input < 1 || options.Hidden < 1 || options.Products < 1)
            throw new SluiceException($"MatrixState: expected sizes and products of 1 or more, got {options}.");
        Options = options;
        Linear Of(string part, int size) => new($"{name}.{part}", options.Input, size, seed);
        Linear[] Each(string part, int size)
            => [.. Enumerable.Range(1, options.Products).Select(m => Of(options.Products == 1 ? part : part + m, size))];
        _query = Of("query", options.Hidden);
        (_keys, _values) = (Each("key", options.Hidden), Each("value", options.Hidden));
        _rates = Each("rate", options.Rule == MatrixRule.Rwkv7 ? options.Hidden : 1);
        if (options.Rule == MatrixRule.Delta) return;
        _decay = Of("decay", options.Rule == MatrixRule.GatedDelta ? 1 : options.Hidden);
        _decay.Bias.Value.Row(0).Fill(options.Rule == MatrixRule.Rwkv7 ? -3 : 3);
    }

    /// <summary>The sizes and the rule.</summary>
    public MatrixStateOptions Options { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters
        => new[] { _query }.Concat(_keys).Concat(_values).Concat(_rates).Concat(_decay is null ? [] : [_decay]).SelectMany(l => l.Parameters);

    /// <summary>A state of zeroes: s [B, H·H], key by value.</summary>
    public State NewState(int batch) => new(["s"], [new(batch, Options.Hidden * Options.Hidden)]);

    /// <summary>Runs sequences.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B, I].</param>
    /// <param name="state">s before the first step; that after each sequence's last step on return. Null for 0. Gradients do not pass there.</param>
    /// <param name="lengths">The steps of each sequence; null where all have T. What lies beyond is never read, and y is 0 there.</param>
    /// <returns>y [T, B, H].</returns>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public Tensor Run(Tape tape, Tensor x, State? state = null, int[]? lengths = null)
    {
        int size = Options.Hidden;
        if (x.Shape.Length != 3 || x.Columns != Options.Input)
            throw new SluiceException($"MatrixState: expected x [T, B, {Options.Input}], got {x.Describe()}.");
        int steps = x.Shape[0], batch = x.Shape[1];
        if (state is not null && (state.Batch != batch || state.Values.Length != 1 || state.Values[0].Columns != size * size))
            throw new SluiceException(
                $"MatrixState: expected a state s [{batch}, {size * size}], got {state.Names[0]} {state.Values[0].Describe()}.");
        var s = state?.Values[0] ?? tape.Lend(true, batch, size * size);
        x = WithinLengths.Run(tape, x, lengths);
        lengths ??= [.. Enumerable.Repeat(steps, batch)];
        var (q, decay) = (_query.Run(tape, x), _decay?.Run(tape, x));
        MatrixRates[] rates =
        [
            .. Enumerable.Range(0, Options.Products).Select(m => new MatrixRates(
                tape, Options, _keys[m].Run(tape, x), _rates[m].Run(tape, x), m == 0 ? decay : null, _values[m].Run(tape, x))),
        ];
        foreach (var rate in rates) tape.Run(rate, q.Count);
        int states = tape.Recording ? MatrixUpdate.Stretch * rates.Length + 2 : 1;
        var scratch = tape.Lend(false, tape.Device.Threads, (states * size + 2) * Padding.Round(size));
        var y = tape.Lend(true, steps, batch, size);
        var kept = tape.Recording ? tape.Lend(false, MatrixUpdate.StretchesOf(steps) * batch, size * Padding.Round(size)) : null;
        long work = q.Count * size * rates.Length;
        tape.Run(new MatrixUpdate(rates, q, y, s, lengths, scratch, kept), work);
        Tensor[] inputs = [q, .. decay is null ? Array.Empty<Tensor>() : [decay], .. rates.SelectMany(r => new[] { r.Key, r.Rate, r.Value })];
        tape.Record("MatrixState", inputs, y, () =>
        {
            if (y.Gradient is null) return;
            foreach (var rate in rates) rate.GoBack(tape);
            tape.Run(new MatrixUpdate(rates, q, y, s, lengths, scratch, kept) { DQ = tape.GradientOf(q) }, 2 * work);
            foreach (var rate in rates) tape.Run(rate, q.Count);
        });
        return y;
    }
}
