using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Text;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Labels;

/// <summary>The sizes of a <see cref="WordInput"/>.</summary>
/// <param name="Word">Columns of the table of words.</param>
/// <param name="Character">Columns of the table of characters.</param>
/// <param name="Spelling">Units that read the spelling of a word in each direction; 0 for none.</param>
/// <param name="Lowercase">Whether the table of words knows no capital letters; the spelling always does.</param>
public sealed record WordSizes(int Word, int Character, int Spelling, bool Lowercase);

/// <summary>
/// Words as vectors: a row of a table for each word known, beside the last states of an LSTM that reads its characters from both
/// ends (Lample et al. 2016). In training half of the words that came once are taken for unknown, so that the unknown word is learned too.
/// </summary>
public sealed class WordInput : StepInput
{
    // Longer words are links and the like, and their end says no more.
    private const int LongestWord = 40;

    private const string Unknown = "\uFFFD";

    private readonly Embedding _words;
    private readonly Embedding? _characters;
    private readonly RecurrentStack? _spelling;

    /// <summary>An untrained input.</summary>
    public WordInput(Vocabulary words, Vocabulary characters, WordSizes sizes, ulong seed)
    {
        (Words, Characters, Sizes) = (words, characters, sizes);
        _words = new Embedding("words", words.Count, sizes.Word, seed);
        if (sizes.Spelling == 0) return;
        _characters = new Embedding("characters", characters.Count, sizes.Character, seed);
        _spelling = new RecurrentStack("spelling", new StackOptions("lstm", sizes.Character, sizes.Spelling, Bidirectional: true), seed);
    }

    /// <summary>The words known.</summary>
    public Vocabulary Words { get; }

    /// <summary>The characters known.</summary>
    public Vocabulary Characters { get; }

    /// <summary>The sizes.</summary>
    public WordSizes Sizes { get; }

    /// <inheritdoc/>
    public override int Width => Sizes.Word + 2 * Sizes.Spelling;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => [.. _words.Parameters, .. _characters?.Parameters ?? [], .. _spelling?.Parameters ?? []];

    /// <summary>Learns the vocabularies of sentences.</summary>
    public static WordInput From(IReadOnlyList<Sample> sentences, WordSizes sizes, int minimumCount, ulong seed)
    {
        var words = sentences.SelectMany(s => s.Words);
        return new WordInput(
            Vocabulary.Build(words.Select(w => Form(w, sizes)), minimumCount, unknown: Unknown),
            Vocabulary.Build(sizes.Spelling > 0 ? words.SelectMany(Letters) : [], 1, unknown: Unknown), sizes, seed);
    }

    /// <summary>The place of a word in the table.</summary>
    public int IndexOf(string word) => Words.IndexOf(Form(word, Sizes));

    /// <summary>How many of some words are not in the table.</summary>
    public int CountUnknown(IEnumerable<string> words) => words.Count(w => !Words.Contains(Form(w, Sizes)));

    internal override Sample[] Blank(int steps, int batch)
        => [.. Enumerable.Range(0, batch).Select(_ => new Sample(steps) { Words = [.. Enumerable.Repeat("a", steps)] })];

    /// <inheritdoc/>
    public override Tensor Run(Tape tape, IReadOnlyList<Sample> batch)
    {
        int steps = batch.Max(s => s.Count);
        int[] symbols = new int[steps * batch.Count], places = new int[symbols.Length];
        var chance = new RandomStream(tape.Seed, Purpose.Noise, tape.Epoch, tape.Step);
        var different = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < symbols.Length; i++)
        {
            var (t, b) = Math.DivRem(i, batch.Count);
            (symbols[i], places[i]) = (-1, -1);
            if (t >= batch[b].Count) continue;
            string word = batch[b].Words[t];
            symbols[i] = IndexOf(word);
            if (tape.Training && Words.Counts[symbols[i]] == 1 && chance.Uniform((uint)i) < 0.5f) symbols[i] = Words.UnknownIndex ?? symbols[i];
            if (!different.TryGetValue(word, out places[i])) different[word] = places[i] = different.Count;
        }

        var x = _words.Run(tape, symbols, steps, batch.Count);
        return _spelling is null
            ? x
            : Concat.Run(tape, x, Gather.Run(tape, Spell(tape, [.. different.Keys]), places, steps, batch.Count, 2 * Sizes.Spelling));
    }

    /// <summary>[words, 2·Spelling]: the last states of both directions.</summary>
    private Tensor Spell(Tape tape, string[] words)
    {
        int[][] letters = [.. words.Select(w => Characters.Encode(Letters(w)))];
        int longest = Math.Max(1, letters.Max(l => l.Length));
        int[] symbols = new int[longest * words.Length];
        for (int i = 0; i < symbols.Length; i++)
            symbols[i] = i / words.Length < letters[i % words.Length].Length ? letters[i % words.Length][i / words.Length] : -1;
        _spelling!.Run(tape, _characters!.Run(tape, symbols, longest, words.Length), out var final, null, [.. letters.Select(l => l.Length)]);
        return Concat.Run(tape, final[0].Values[0], final[1].Values[0]);
    }

    /// <summary>
    /// Words by their place in the table, and the spelling of each: its characters, padded, and how many there are. What stands beyond the end of a
    /// sequence may be any word.
    /// </summary>
    internal override string Export(NetworkBuilder net)
    {
        string words = net.Input("words", ElementType.Int64, "time", "batch"), x = net.Embedding(_words, words);
        if (_spelling is null) return x;
        string characters = net.Input("characters", ElementType.Int64, "time", "batch", "letters");
        string counts = net.Input("spelled", ElementType.Int64, "time", "batch");

        // All words side by side, letter after letter.
        string together = net.Concat(0, net.Integers(-1), net.Dimension(characters, 2));
        string letters = net.Transpose(net.Add("Reshape", characters, together), 1, 0);
        var (_, final) = net.Stack(_spelling, net.Embedding(_characters!, letters), net.Reshape(counts, -1));
        string spelled = net.Concat(0, net.Add("Shape", words), net.Integers(2 * Sizes.Spelling));
        return net.Concat(-1, x, net.Add("Reshape", net.Concat(-1, final[0][0], final[1][0]), spelled));
    }

    /// <summary>The places of a word's characters.</summary>
    internal int[] Spelling(string word) => Characters.Encode(Letters(word));

    private static string Form(string word, WordSizes sizes) => sizes.Lowercase ? word.ToLowerInvariant() : word;

    private static IEnumerable<string> Letters(string word)
    {
        var letters = StringInfo.GetTextElementEnumerator(word);
        for (int i = 0; i < LongestWord && letters.MoveNext(); i++) yield return letters.GetTextElement();
    }

    internal override JsonObject ToJson() => new()
    {
        ["kind"] = "words",
        ["words"] = JsonNode.Parse(Words.ToJson()),
        ["characters"] = JsonNode.Parse(Characters.ToJson()),
        ["word"] = Sizes.Word,
        ["character"] = Sizes.Character,
        ["spelling"] = Sizes.Spelling,
        ["lowercase"] = Sizes.Lowercase,
    };

    /// <summary>An input with the sizes and vocabularies of a file, whose weights are still to be read.</summary>
    internal static WordInput Read(JsonElement json, Action<Int128> check)
    {
        int Size(string name, int least)
            => json.GetProperty(name).GetInt32() is var size && size >= least && size <= 1 << 14
                ? size
                : throw new JsonException($"the size '{name}' is not from {least} to {1 << 14}.");
        Vocabulary Known(string name)
            => Vocabulary.FromJson(json.GetProperty(name).GetRawText()) is { UnknownIndex: not null } v
                ? v
                : throw new JsonException($"the vocabulary '{name}' has no unknown symbol.");
        var (words, characters) = (Known("words"), Known("characters"));
        var sizes = new WordSizes(Size("word", 1), Size("character", 1), Size("spelling", 0), json.GetProperty("lowercase").GetBoolean());
        check((Int128)words.Count * sizes.Word
            + (sizes.Spelling > 0 ? (Int128)characters.Count * sizes.Character + 8 * (Int128)sizes.Spelling * sizes.Spelling : 0));
        return new WordInput(words, characters, sizes, 1);
    }
}
