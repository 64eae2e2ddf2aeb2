using Sluice.Data.Text;
using Sluice.Tasks.Text;

namespace Sluice.Tasks.Translate;

/// <summary>The symbols of one side of a translator: how its texts are cut up, and which pieces are known.</summary>
public abstract class TextSymbols
{
    /// <summary>The ways to cut a text: by word, by character, at spaces, or into parts of words (<see cref="BytePairs"/>).</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["word", "character", "space", "pairs"];

    /// <summary>Learns the symbols of texts.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="texts">What is learned from; never what is tested on.</param>
    /// <param name="minimum">Pieces (of "pairs": characters) seen fewer times become the unknown symbol.</param>
    /// <param name="merges">The most pairs that "pairs" joins.</param>
    public static TextSymbols Learn(string kind, IEnumerable<string> texts, int minimum = 1, int merges = 0)
        => kind == "pairs" ? new Parts(BytePairs.Learn(texts, merges, minimum)) : new Whole(kind, texts, minimum);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static TextSymbols FromJson(string kind, string json)
        => kind == "pairs" ? new Parts(BytePairs.FromJson(json)) : new Whole(kind, Vocabulary.FromJson(json));

    /// <summary>The number of symbols, the unknown one included.</summary>
    public abstract int Count { get; }

    /// <summary>The index of the symbol that stands for all others.</summary>
    public abstract int Unknown { get; }

    /// <summary>What a symbol stands for.</summary>
    public abstract string this[int symbol] { get; }

    /// <summary>The pieces of a text as they stand there, known or not.</summary>
    public abstract string[] Cut(string text);

    /// <summary>The symbols of a text, one for each piece.</summary>
    public abstract int[] Encode(string text);

    /// <summary>The text of pieces.</summary>
    public abstract string Join(IEnumerable<string> pieces);

    /// <summary>The symbols as JSON, for the metadata of a model file.</summary>
    public abstract string ToJson();

    private sealed class Whole(string kind, Vocabulary known) : TextSymbols
    {
        private const string UnknownText = "\uFFFD";

        private readonly ITokenizer _tokenizer = Tokenizer(kind);

        public Whole(string kind, IEnumerable<string> texts, int minimum)
            : this(kind, Vocabulary.Build(texts.SelectMany(Tokenizer(kind).Tokenize), minimum, unknown: UnknownText))
        {
        }

        public override int Count => known.Count;

        public override int Unknown { get; } =
            known.UnknownIndex ?? throw new SluiceFormatException("expected a symbol for what is not known, got a vocabulary without one.");

        public override string this[int symbol] => known[symbol];

        public override string[] Cut(string text) => [.. _tokenizer.Tokenize(text)];

        public override int[] Encode(string text) => known.Encode(_tokenizer.Tokenize(text));

        public override string Join(IEnumerable<string> pieces) => _tokenizer.Join(pieces);

        public override string ToJson() => known.ToJson();

        private static ITokenizer Tokenizer(string kind) => kind == "space" ? new SpaceTokenizer() : LanguageModel.TokenizerFor(kind);
    }

    private sealed class Parts(BytePairs pairs) : TextSymbols
    {
        public override int Count => pairs.Count;

        public override int Unknown => BytePairs.Unknown;

        public override string this[int symbol] => pairs.Symbols[symbol];

        public override string[] Cut(string text) => pairs.Pieces(text);

        public override int[] Encode(string text) => pairs.Encode(text);

        public override string Join(IEnumerable<string> pieces) => string.Concat(pieces).TrimStart(' ');

        public override string ToJson() => pairs.ToJson();
    }
}
