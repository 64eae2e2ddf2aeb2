using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Translate;

/// <summary>The sizes of an <see cref="EncoderDecoder"/>.</summary>
public sealed record EncoderDecoderOptions
{
    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "gru";

    /// <summary>Units of a layer; the encoder has as many in each direction.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Layers of the encoder, and of the decoder.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Columns of the tables of symbols.</summary>
    public int Embedding { get; init; } = 128;

    /// <summary>How the decoder compares itself with what the encoder said.</summary>
    public AttentionScore Attention { get; init; } = AttentionScore.Additive;

    /// <summary>The share of values hidden in training before the recurrent layers and before the output.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>The share of symbols hidden whole in training, on both sides (Gal and Ghahramani 2016).</summary>
    public double SymbolDropout { get; init; }

    /// <summary>How much of each wanted symbol is spread evenly over all of them in training.</summary>
    public double Smoothing { get; init; }

    /// <summary>The seed of the initial weights.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>
/// One sequence of symbols out of another (Sutskever, Vinyals and Le 2014) with attention: an encoder reads the source from both ends,
/// a decoder begins with what it said last, goes on from symbol to symbol, and looks back at all of it after each (Luong, Pham and
/// Manning 2015):
/// <code>
/// h = encoder(E x),  s(0) = tanh(B [last h of both directions]),  s(t) = decoder(F y(t−1), s(t−1))
/// c(t) = attention(s(t), h),  p(y(t)) = softmax(V tanh(W [s(t), c(t)]))
/// </code>
/// </summary>
public sealed partial class EncoderDecoder : ILayer, ITraceable
{
    private readonly Embedding _source, _target;
    private readonly RecurrentStack _encoder, _decoder;
    private readonly Linear[] _bridge;
    private readonly Attention _attention;
    private readonly Linear _mix, _output;

    /// <summary>An untrained net.</summary>
    /// <param name="sources">Symbols of the source.</param>
    /// <param name="targets">Symbols of the target; the end is one more, by the number <paramref name="targets"/>.</param>
    /// <param name="options">The sizes.</param>
    /// <exception cref="SluiceException">Sizes that make no sense.</exception>
    public EncoderDecoder(int sources, int targets, EncoderDecoderOptions options)
    {
        if (sources < 1 || targets < 1) throw new SluiceException($"EncoderDecoder: expected symbols on both sides, got {sources} and {targets}.");
        (Options, End) = (options, targets);
        _source = new Embedding("source", sources, options.Embedding, options.Seed);
        _target = new Embedding("target", targets + 1, options.Embedding, options.Seed);
        _encoder = new RecurrentStack(
            "encoder",
            new StackOptions(options.Cell, options.Embedding, options.Hidden, options.Layers, Bidirectional: true, Dropout: options.Dropout),
            options.Seed);
        _decoder = new RecurrentStack(
            "decoder", new StackOptions(options.Cell, options.Embedding, options.Hidden, options.Layers, Dropout: options.Dropout), options.Seed);
        _bridge = [.. Enumerable.Range(0, options.Layers).Select(l => new Linear($"bridge.{l}", _encoder.Output, _decoder.Output, options.Seed))];
        _attention = new Attention("attention", options.Attention, _decoder.Output, _encoder.Output, options.Seed);
        _mix = new Linear("mix", _decoder.Output + _encoder.Output, options.Hidden, options.Seed);
        _output = new Linear("output", options.Hidden, targets + 1, options.Seed);
    }

    /// <summary>The sizes.</summary>
    public EncoderDecoderOptions Options { get; }

    /// <summary>The symbol with which every target begins and ends.</summary>
    public int End { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters =>
    [
        .. _source.Parameters, .. _target.Parameters, .. _encoder.Parameters, .. _bridge.SelectMany(b => b.Parameters), .. _decoder.Parameters,
        .. _attention.Parameters, .. _mix.Parameters, .. _output.Parameters,
    ];

    /// <summary>The mean of −ln p of a symbol of the targets, their ends included, each from all before it (teacher forcing).</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="sources">The symbols of each source, one or more.</param>
    /// <param name="targets">The symbols of each target.</param>
    /// <param name="predicted">How many symbols the mean is over.</param>
    /// <param name="own">The share of symbols that are shown as the net itself guesses them (<see cref="ScheduledSampling"/>).</param>
    public double Loss(Tape tape, IReadOnlyList<int[]> sources, IReadOnlyList<int[]> targets, out int predicted, double own = 0)
    {
        var (memory, state) = Encode(tape, sources);
        int batch = targets.Count, steps = targets.Max(t => t.Length) + 1;
        int[] shown = new int[steps * batch], wanted = new int[steps * batch];
        Array.Fill(wanted, -1);
        for (int b = 0; b < batch; b++)
            for (int t = 0; t <= targets[b].Length; t++)
            {
                shown[t * batch + b] = t == 0 ? End : targets[b][t - 1];
                wanted[t * batch + b] = t < targets[b].Length ? targets[b][t] : End;
            }

        predicted = wanted.Count(w => w >= 0);
        if (own > 0) ShowOwn(tape, own, shown, batch, Decode(new Tape(recording: false), memory, shown, steps, batch, state, out _, out _));
        Hide(tape, shown, "target.symbols");
        return CrossEntropy.Mean(
            tape, Decode(tape, memory, shown, steps, batch, state, out _, out _), wanted, smoothing: tape.Training ? (float)Options.Smoothing : 0);
    }

    /// <summary>Replaces a share of the symbols shown, but for the first, by the best guess of the step before.</summary>
    private static void ShowOwn(Tape tape, double share, int[] shown, int batch, Tensor guesses)
    {
        var random = new RandomStream(tape.Seed, Purpose.Sampling, tape.Epoch, tape.Step);
        for (int i = batch; i < shown.Length; i++)
            if (random.Uniform((uint)i) < share) shown[i] = Best(guesses.Row(i - batch));
    }

    private static int Best(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int k = 1; k < row.Length; k++)
            if (row[k] > row[best]) best = k;
        return best;
    }

    /// <summary>Hides a share of symbols in training.</summary>
    private void Hide(Tape tape, int[] symbols, string place)
    {
        if (!tape.Training || Options.SymbolDropout == 0) return;
        var random = new RandomStream(tape.Seed ^ ((ulong)Initial.Hash(place) << 32), Purpose.Dropout, tape.Epoch, tape.Step);
        for (int i = 0; i < symbols.Length; i++)
            if (random.Uniform((uint)i) < Options.SymbolDropout) symbols[i] = -1;
    }

    /// <summary>What the encoder says of sources, and the states with which the decoder begins.</summary>
    private (AttentionMemory Memory, State[] State) Encode(Tape tape, IReadOnlyList<int[]> sources)
    {
        int batch = sources.Count, steps = sources.Max(s => s.Length);
        if (sources.Any(s => s.Length == 0)) throw new SluiceException("EncoderDecoder: expected a symbol or more in every source, got none in one.");
        int[] symbols = new int[steps * batch], lengths = [.. sources.Select(s => s.Length)];
        Array.Fill(symbols, -1);
        for (int b = 0; b < batch; b++)
            for (int t = 0; t < sources[b].Length; t++) symbols[t * batch + b] = sources[b][t];
        Hide(tape, symbols, "source.symbols");
        var x = Dropout.Run(tape, _source.Run(tape, symbols, steps, batch), Options.Dropout, Initial.Hash("source.dropout"));
        var h = _encoder.Run(tape, x, out var final, null, lengths);
        var last = Concat.Run(tape, final[^2].Values[0], final[^1].Values[0]);
        var state = _decoder.NewState(batch);
        for (int l = 0; l < state.Length; l++) state[l].Values[0] = Tanh.Run(tape, _bridge[l].Run(tape, last));
        return (_attention.Remember(tape, h, lengths), state);
    }

    /// <summary>
    /// The logits [T, B, targets + 1] of what follows each symbol shown; <paramref name="of"/> says which source a sequence is of, where it is not
    /// that of its place.
    /// </summary>
    private Tensor Decode(
        Tape tape, AttentionMemory memory, int[] shown, int steps, int batch, State[] state, out State[] final, out Tensor weights, int[]? of = null)
    {
        var y = Dropout.Run(tape, _target.Run(tape, shown, steps, batch), Options.Dropout, Initial.Hash("target.dropout"));
        var s = _decoder.Run(tape, y, out final, state);
        var context = _attention.Run(tape, memory, s, out weights, of);
        var mixed = Tanh.Run(tape, _mix.Run(tape, Concat.Run(tape, s, context)));
        return _output.Run(tape, Dropout.Run(tape, mixed, Options.Dropout, Initial.Hash("output.dropout")));
    }
}
