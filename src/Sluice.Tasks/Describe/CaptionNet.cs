using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Describe;

/// <summary>
/// Captions of pictures with visual attention (Xu et al. 2015). A picture is cut into places; each has an annotation a from its
/// pixels and from where it is; before each word an LSTM, by its state so far, looks at them:
/// <code>
/// a_i = tanh(A relu(P x_i)) + E_i,  h(0) = tanh(B ā),  c(0) = tanh(C ā)
/// e_i = v·tanh(W h(t−1) + U a_i),  α = softmax(e),  ẑ(t) = β Σ α_i a_i,  β = σ(w·h(t−1) + b)
/// h(t) = LSTM([F y(t−1), ẑ(t)], h(t−1)),  p(y(t)) = softmax(V tanh(L [F y(t−1), h(t), ẑ(t)]))
/// </code>
/// Soft attention takes the mean by α; hard attention takes one place, drawn by α in training and the most probable one later.
/// </summary>
public sealed partial class CaptionNet : ILayer
{
    private readonly Linear _patch, _annotation, _gate, _mix, _output;
    private readonly Linear[] _start;
    private readonly Embedding _places, _words;
    private readonly RecurrentStack _decoder;
    private readonly Attention _attention;

    /// <summary>An untrained net.</summary>
    /// <param name="inputs">Numbers on each place of a picture.</param>
    /// <param name="words">Words of captions; the end is one more.</param>
    /// <param name="options">The sizes.</param>
    /// <exception cref="SluiceException">Sizes that make no sense.</exception>
    public CaptionNet(int inputs, int words, DescriberOptions options)
    {
        (Options, End) = (options, words);
        ulong seed = options.Seed;
        _patch = new Linear("patch", inputs, options.Features, seed);
        _annotation = new Linear("annotation", options.Features, options.Features, seed);
        _places = new Embedding("places", options.Scenes.Places, options.Features, seed);
        _words = new Embedding("words", words + 1, options.Embedding, seed);
        _decoder = new RecurrentStack("decoder", new StackOptions(options.Cell, options.Embedding + options.Features, options.Hidden), seed);
        var state = _decoder.NewState(1)[0];
        _start = [.. state.Names.Select((name, i) => new Linear($"start.{name}", options.Features, state.Values[i].Columns, seed))];
        _attention = new Attention("attention", AttentionScore.Additive, _decoder.Output, options.Features, seed);
        _gate = new Linear("gate", _decoder.Output, 1, seed);
        _mix = new Linear("mix", options.Embedding + _decoder.Output + options.Features, options.Hidden, seed);
        _output = new Linear("output", options.Hidden, words + 1, seed);
    }

    /// <summary>The sizes.</summary>
    public DescriberOptions Options { get; }

    /// <summary>The layer that writes.</summary>
    public RecurrentStack Decoder => _decoder;

    /// <summary>The symbol with which every caption begins and ends.</summary>
    public int End { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters =>
    [
        .. _patch.Parameters, .. _annotation.Parameters, .. _places.Parameters, .. _words.Parameters, .. _start.SelectMany(
            s => s.Parameters), .. _decoder.Parameters,
        .. _attention.Parameters, .. _gate.Parameters, .. _mix.Parameters, .. _output.Parameters,
    ];

    /// <summary>
    /// The mean of −ln p of a word of the captions, their ends included, each from all before it. Where the tape records, the gradient is
    /// that of this loss with what attention adds to it: see <see cref="Even"/> and <see cref="Reinforce"/>.
    /// </summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="pictures">x [places, B, inputs]: the pixels of each place.</param>
    /// <param name="captions">The words of each caption.</param>
    /// <param name="predicted">How many words the mean is over.</param>
    /// <param name="baseline">What hard attention expects of ln p of a word.</param>
    /// <param name="glance">Where hard attention looks; null to draw it in training, and to take the best place elsewhere.</param>
    internal double Loss(Tape tape, Tensor pictures, IReadOnlyList<int[]> captions, out int predicted, double baseline = 0, Glance? glance = null)
    {
        var (logits, looks, wanted) = Read(tape, pictures, captions, glance);
        predicted = wanted.Count(w => w >= 0);
        double loss = CrossEntropy.Mean(tape, logits, wanted);
        if (tape.Recording && Options.IsHard) Reinforce(tape, looks, logits, wanted, predicted, baseline);
        else if (tape.Recording) Even(tape, looks, captions, predicted);
        return loss;
    }

    /// <summary>
    /// The logits of each word of captions after those before it, where the net looked, and the words by step; <paramref name="recordings"/> receives
    /// a recording of each step, or is null.
    /// </summary>
    internal (Tensor Logits, List<Look> Looks, int[] Wanted) Read(
        Tape tape, Tensor pictures, IReadOnlyList<int[]> captions, Glance? glance = null, List<Recording>? recordings = null)
    {
        int batch = captions.Count, steps = captions.Max(c => c.Length) + 1;
        int[] wanted = new int[steps * batch];
        Array.Fill(wanted, -1);
        for (int b = 0; b < batch; b++)
            for (int t = 0; t <= captions[b].Length; t++) wanted[t * batch + b] = t < captions[b].Length ? captions[b][t] : End;

        var (memory, state) = Remember(tape, pictures);
        var looks = new List<Look>();
        var seen = new List<Tensor>();
        for (int t = 0; t < steps; t++)
        {
            int[] shown = [.. Enumerable.Range(0, batch).Select(b => t == 0 ? End : wanted[(t - 1) * batch + b])];
            seen.Add(Step(tape, memory, shown, t, ref state, out var look, glance, null, recordings));
            looks.Add(look);
        }

        return (Say(tape, RowJoin.Run(tape, seen, steps, batch, seen[0].Columns)), looks, wanted);
    }

    /// <summary>The annotations of pictures, and the states with which captions begin.</summary>
    private (AttentionMemory Memory, State[] State) Remember(Tape tape, Tensor pictures)
    {
        int places = pictures.Shape[0], batch = pictures.Shape[1];
        var what = Tanh.Run(tape, _annotation.Run(tape, Relu.Run(tape, _patch.Run(tape, pictures))));
        var where = _places.Run(tape, [.. Enumerable.Range(0, places * batch).Select(i => i / batch)], places, batch);
        var annotations = Sum.Run(tape, what, where);
        var mean = Dropout.Run(tape, Pool.Mean(tape, annotations, null), Options.Dropout, Initial.Hash("start.dropout"));
        var state = _decoder.NewState(batch);
        for (int i = 0; i < _start.Length; i++) state[0].Values[i] = Tanh.Run(tape, _start[i].Run(tape, mean));
        return (_attention.Remember(tape, annotations, null), state);
    }

    /// <summary>
    /// Looks, reads a word, and gives what the next word is to be told from: [F y, h, ẑ]; <paramref name="of"/> says which picture a caption is of,
    /// where it is not that of its place.
    /// </summary>
    private Tensor Step(
        Tape tape, AttentionMemory memory, int[] shown, int step, ref State[] state, out Look look, Glance? glance, int[]? of = null,
        List<Recording>? recordings = null)
    {
        int batch = shown.Length;
        var before = RowView.Run(tape, state[0].Values[0], 0, 1, batch, _decoder.Output);
        var soft = _attention.Run(tape, memory, before, out var alpha, of);
        look = new Look(alpha, Options.IsHard ? Places(tape, alpha, step, glance) : null);
        var context = Gated.Run(tape, look.Places is { } places ? Taken(tape, memory.Values, soft, places, of) : soft, _gate.Run(tape, before));
        var word = _words.Run(tape, shown, 1, batch);
        var h = _decoder.Run(tape, Concat.Run(tape, word, context), out state, state, recordings: recordings);
        return Concat.Run(tape, Concat.Run(tape, word, h), context);
    }

    /// <summary>The logits of the next word.</summary>
    private Tensor Say(Tape tape, Tensor seen)
        => _output.Run(tape, Dropout.Run(tape, Tanh.Run(tape, _mix.Run(tape, seen)), Options.Dropout, Initial.Hash("output.dropout")));

    /// <summary>
    /// The doubly stochastic penalty λ Σ_i (1 − Σ_t α_ti)² of each caption (Xu et al. 2015, equation 14): over a whole caption each place is to be
    /// looked at as much as any other.
    /// </summary>
    private void Even(Tape tape, List<Look> looks, IReadOnlyList<int[]> captions, int predicted)
    {
        if (Options.Penalty == 0) return;
        foreach (var look in looks) tape.GradientOf(look.Alpha);
        for (int b = 0; b < captions.Count; b++)
        {
            for (int i = 0; i < looks[0].Alpha.Columns; i++)
            {
                double sum = 0;
                for (int t = 0; t <= captions[b].Length; t++) sum += looks[t].Alpha[b, i];
                float slope = (float)(2 * Options.Penalty * (sum - 1) / predicted);
                for (int t = 0; t <= captions[b].Length; t++) looks[t].Alpha.Gradient![b, i] += slope;
            }
        }
    }

    /// <summary>Where a step looked.</summary>
    /// <param name="Alpha">α [1, B, places].</param>
    /// <param name="Places">The place of each row, or −1 for the mean of all; null where attention is soft.</param>
    internal sealed record Look(Tensor Alpha, int[]? Places);
}
