using Sluice.Autodiff;
using Sluice.Data.Text;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Live;

namespace Sluice.Tasks.Text;

/// <summary>
/// Predicts the next symbol of a text: embedding, recurrent layers, a linear layer, softmax. It writes by drawing from its
/// own predictions.
/// </summary>
public sealed partial class LanguageModel : ILayer, ITraceable, ILiveModel, ISymbolReader
{
    private readonly Embedding _embedding;
    private readonly RecurrentStack _stack;
    private readonly Linear _output;
    private readonly Parameter[] _parameters;

    /// <summary>An untrained model over a vocabulary.</summary>
    /// <exception cref="SluiceException">An option that makes no sense.</exception>
    public LanguageModel(Vocabulary vocabulary, LanguageModelOptions options)
    {
        (Vocabulary, Options) = (vocabulary, options);
        Tokenizer = TokenizerFor(options.Tokenizer, vocabulary.Symbols);
        _embedding = new Embedding("embedding", vocabulary.Count, options.Embedding, options.Seed);
        _stack = new RecurrentStack("rnn", StackFor(options), options.Seed);
        _output = new Linear("output", _stack.Output, vocabulary.Count, options.Seed);
        _parameters = [.. _embedding.Parameters, .. _stack.Parameters, .. _output.Parameters];
        Live = LiveOf();
        ExpectFrequencies();
    }

    /// <summary>The symbols.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The sizes.</summary>
    public LanguageModelOptions Options { get; }

    /// <summary>How text becomes symbols, and back.</summary>
    public ITokenizer Tokenizer { get; }

    /// <summary>The recurrent layers.</summary>
    public RecurrentStack Stack => _stack;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <summary>The tokeniser of a name; that of words cuts Chinese text into the words that it is told.</summary>
    /// <exception cref="SluiceException">There is none of that name.</exception>
    public static ITokenizer TokenizerFor(string name, IEnumerable<string>? words = null) => name switch
    {
        "character" => new CharacterTokenizer(),
        "word" => new WordTokenizer(words),
        "space" => new LineTokenizer(),
        _ => throw new SluiceException($"Tokenizer: expected character, word or space, got '{name}'."),
    };

    private static StackOptions StackFor(LanguageModelOptions options)
        => new(
            options.Cell, options.Embedding, options.Hidden, options.Layers, false, options.Dropout, options.RecurrentDropout, options.LearnedInitial,
            options.Residual, options.RecurrentDropoutEachStep);

    /// <summary>
    /// An untrained model expects each symbol as often as it came, so that no layer below has to learn to say so: two epochs of
    /// Tiny Shakespeare lead to 1.65 nats instead of 1.87.
    /// </summary>
    private void ExpectFrequencies()
    {
        for (int s = 0; s < Vocabulary.Count; s++) _output.Bias.Value[0, s] = MathF.Log(Math.Max(0, Vocabulary.Counts[s]) + 1);
        float mean = 0;
        foreach (float bias in _output.Bias.Value.Row(0)) mean += bias / Vocabulary.Count;
        foreach (ref float bias in _output.Bias.Value.Row(0)) bias -= mean;
        _output.Bias.Changed();
    }

    /// <summary>The symbols of a text.</summary>
    public int[] Encode(string text) => Vocabulary.Encode(Tokenizer.Tokenize(text));

    /// <inheritdoc/>
    public (int Symbols, int Unknown) Count(string text)
    {
        string[] tokens = [.. Tokenizer.Tokenize(text)];
        return (tokens.Length, tokens.Count(t => !Vocabulary.Contains(t)));
    }

    /// <summary>The text of symbols.</summary>
    public string Decode(IEnumerable<int> symbols) => Tokenizer.Join(Vocabulary.Decode(symbols));

    /// <summary>The logits of the next symbol at every place, [T, B, symbols].</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="symbols">T·B symbols, step after step.</param>
    /// <param name="steps">T.</param>
    /// <param name="batch">B.</param>
    /// <param name="state">The states before; those after on return.</param>
    /// <param name="recordings">Receives what the layers computed, or null.</param>
    public Tensor Logits(Tape tape, int[] symbols, int steps, int batch, State[] state, List<Recording>? recordings = null)
    {
        var logits = Logits(tape, symbols, steps, batch, state, out var final, recordings);
        for (int i = 0; i < state.Length; i++) state[i].CopyFrom(final[i]);
        return logits;
    }

    internal Tensor Logits(
        Tape tape, int[] symbols, int steps, int batch, State[]? before, out State[] after, List<Recording>? recordings = null)
    {
        var x = _embedding.Run(tape, symbols, steps, batch);
        var y = _stack.Run(tape, x, out after, before, null, recordings);
        return _output.Run(tape, Dropout.Run(tape, y, Options.Dropout, Initial.Hash("output.dropout")));
    }
}
