using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Text;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Training;

namespace Sluice.Tasks.Text;

/// <summary>How well a language model foresees a text.</summary>
/// <param name="Loss">The mean of −ln p of each symbol, in nats.</param>
/// <param name="Symbols">Symbols predicted.</param>
/// <param name="Characters">Text elements predicted.</param>
public sealed record TextFigures(double Loss, long Symbols, long Characters)
{
    /// <summary>e^loss: as if guessing among so many symbols.</summary>
    public double Perplexity => Math.Exp(Loss);

    /// <summary>Bits per text element.</summary>
    public double BitsPerCharacter => Loss * Symbols / Characters / Math.Log(2);
}

public sealed partial class LanguageModel
{
    /// <summary>Builds the vocabulary of a text and an untrained model over it, with the data to train it on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="validation">The text by which the best model is chosen; null for a share of the other.</param>
    /// <exception cref="SluiceFormatException">The text is too short for one training step.</exception>
    public static (LanguageModel Model, TextTraining Training) From(string text, LanguageModelOptions options, string? validation = null)
    {
        var tokens = TokenizerFor(options.Tokenizer, options.Words).Tokenize(text).ToArray();
        int end = validation is null ? Split.ByShare(tokens.Length, options.Validation).Train.End : tokens.Length;
        string unknown = options.Tokenizer switch { "word" => "<unknown>", "space" => LineTokenizer.Unknown, _ => "\uFFFD" };
        var vocabulary = Vocabulary.Build(tokens.Take(end), options.MinimumCount, unknown: unknown);
        var model = new LanguageModel(vocabulary, options);
        int[] symbols = vocabulary.Encode(tokens);
        return (model, new TextTraining(model, symbols[..end], validation is null ? symbols[end..] : model.Encode(validation)));
    }

    /// <summary>Measures how well the model foresees symbols, each from all before it.</summary>
    public TextFigures Evaluate(int[] symbols)
    {
        if (symbols.Length < 2) throw new SluiceException($"LanguageModel.Evaluate: expected 2 symbols or more, got {symbols.Length}.");

        // Cut into parallel streams, which lose the context of a few symbols in many and run many times faster.
        int streams = Math.Clamp((symbols.Length - 1) / 4096, 1, 32), length = (symbols.Length - 1 + streams - 1) / streams;
        const int Steps = 128;
        var tape = new Tape(recording: false);
        var state = _stack.NewState(streams);
        double sum = 0;
        long count = 0;
        for (int start = 0; start < length; start += Steps)
        {
            int steps = Math.Min(Steps, length - start);
            int[] x = new int[steps * streams], target = new int[steps * streams];
            int valid = 0;
            for (int t = 0; t < steps; t++)
            {
                for (int b = 0; b < streams; b++)
                {
                    int at = b * length + start + t, i = t * streams + b;
                    bool within = at + 1 < symbols.Length;
                    (x[i], target[i]) = within ? (symbols[at], symbols[at + 1]) : (-1, -1);
                    if (within) valid++;
                }
            }

            tape.Reset();
            if (valid == 0) continue;
            sum += CrossEntropy.Mean(tape, Logits(tape, x, steps, streams, state), target) * valid;
            count += valid;
        }

        long characters = Tokenizer is CharacterTokenizer ? count : Decode(symbols.Skip(1)).Length;
        return new TextFigures(sum / count, count, characters);
    }

    /// <summary>The loss of the naive baselines on a text: symbols drawn by their frequency, and by their frequency after the one before.</summary>
    public static (double Unigram, double Bigram) Baselines(int[] training, int[] test, int symbols)
    {
        var single = new double[symbols];
        var pairs = new Dictionary<(int, int), double>();
        for (int i = 0; i < training.Length; i++)
        {
            single[training[i]]++;
            if (i > 0) pairs[(training[i - 1], training[i])] = pairs.GetValueOrDefault((training[i - 1], training[i])) + 1;
        }

        // The bigram falls back on the unigram with the weight of one occurrence, so that nothing is impossible.
        double unigram = 0, bigram = 0;
        for (int i = 1; i < test.Length; i++)
        {
            double p = (single[test[i]] + 1) / (training.Length + symbols);
            unigram -= Math.Log(p);
            bigram -= Math.Log((pairs.GetValueOrDefault((test[i - 1], test[i])) + p) / (single[test[i - 1]] + 1));
        }

        return (unigram / Math.Max(1, test.Length - 1), bigram / Math.Max(1, test.Length - 1));
    }
}

/// <summary>
/// A text from which a language model learns: cut into parallel streams, each read in pieces of a few steps with the state
/// carried on (truncated back-propagation through time).
/// </summary>
public sealed class TextTraining : ITrainable
{
    private readonly LanguageModel _model;
    private readonly int[] _symbols, _validation;
    private readonly State[] _state;
    private readonly Dictionary<Shard, State[]> _parts = [];
    private readonly int _streams, _length;

    internal TextTraining(LanguageModel model, int[] symbols, int[] validation)
    {
        (_model, _symbols, _validation) = (model, symbols, validation);

        // A short text gives fewer streams, so that each still has a few pieces to read.
        _streams = Math.Clamp((symbols.Length - 1) / (2 * model.Options.Steps), 1, model.Options.Batch);
        _length = (symbols.Length - 1) / _streams;
        if (_length < 2)
            throw new SluiceFormatException($"the text is too short: {symbols.Length} symbols are to train on, and the least is 3. Give more text.");
        _state = model.Stack.NewState(_streams);
        Parameters = [.. model.Parameters];
        Carried = [.. _state.SelectMany(s => s.Values)];
    }

    /// <summary>The training part.</summary>
    public ReadOnlySpan<int> Symbols => _symbols;

    /// <summary>The validation part.</summary>
    public ReadOnlySpan<int> Validation => _validation;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Carried { get; }

    /// <inheritdoc/>
    public bool CutsBatches => true;

    /// <inheritdoc/>
    public bool Recomputes => true;

    /// <inheritdoc/>
    public int Steps(int epoch) => (_length - Offset(epoch) + _model.Options.Steps - 1) / _model.Options.Steps;

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        int first = tape.Shard.First(_streams), streams = tape.Shard.End(_streams) - first;
        if (streams == 0) return default;
        var states = Part(tape.Shard, first, streams);
        if (step == 0) foreach (var state in states) state.Clear();
        int start = Offset(epoch) + step * _model.Options.Steps, steps = Math.Min(_model.Options.Steps, _length - start);
        int[] x = new int[steps * streams], target = new int[steps * streams];
        for (int t = 0; t < steps; t++)
        {
            for (int b = 0; b < streams; b++)
            {
                int at = (first + b) * _length + start + t;
                (x[t * streams + b], target[t * streams + b]) = (_symbols[at], _symbols[at + 1]);
            }
        }

        double loss = Segments.Run(tape, steps, states, (Tape at, int from, int count, State[]? before, out State[] after) =>
        {
            var place = (from * streams)..((from + count) * streams);
            double share = (double)count / steps;
            return CrossEntropy.Mean(at, _model.Logits(at, x[place], count, streams, before, out after), target[place], share) * share;
        }, out var final);
        for (int i = 0; i < states.Length; i++) states[i].CopyFrom(final[i]);
        return new StepLoss(loss, target.Length);
    }

    /// <summary>The states of some streams, in the memory of those of all.</summary>
    private State[] Part(Shard shard, int first, int streams)
    {
        if (streams == _streams) return _state;
        if (!_parts.TryGetValue(shard, out var part))
            _parts[shard] = part = [.. _state.Select(s => new State([.. s.Names], [.. s.Values.Select(v => v.View(first, streams, v.Columns))]))];
        return part;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.Evaluate(_validation.Length > 1 ? _validation : _symbols);
        return new Dictionary<string, double>
        {
            ["loss"] = figures.Loss,
            ["perplexity"] = figures.Perplexity,
            ["bits_per_character"] = figures.BitsPerCharacter
        };
    }

    /// <summary>Each epoch cuts the streams at other places.</summary>
    private int Offset(int epoch)
        => epoch == 0 ? 0 : new RandomStream(_model.Options.Seed, Purpose.Order, (uint)epoch).Below(Math.Min(_model.Options.Steps, _length / 2), 0);
}
