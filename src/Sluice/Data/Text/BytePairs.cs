using System.Text;
using System.Text.Json.Nodes;
using Sluice.Data.Tables;

namespace Sluice.Data.Text;

/// <summary>
/// A vocabulary of parts of words (Sennrich, Haddow and Birch 2016): the characters, and what comes of joining, again and again, the two
/// neighbouring symbols that are seen most often together. A word begins with the space before it, the first one of a text too, so
/// that symbols joined are the text; Chinese characters without a space between them are one word (<see cref="BytePairWords"/>).
/// </summary>
public sealed class BytePairs
{
    /// <summary>The index of the symbol that stands for each character not known.</summary>
    public const int Unknown = 0;

    private const string UnknownText = "<?>";

    private readonly List<string> _symbols = [UnknownText];
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<(int Left, int Right)> _merges = [];
    private readonly Dictionary<(int Left, int Right), (int Rank, int Symbol)> _ranks = [];
    private readonly int _characters;

    /// <summary>Characters in their order, then what is joined from them; indices count from 1, and what is joined first comes first.</summary>
    internal BytePairs(IEnumerable<string> characters, IEnumerable<(int Left, int Right)> merges)
    {
        foreach (var character in characters)
        {
            if (BytePairWords.Characters(character).Count() != 1) throw new SluiceException($"BytePairs: expected one character, got '{character}'.");
            if (!_indices.TryAdd(character, _symbols.Count)) throw new SluiceException($"BytePairs: the character '{character}' appears twice.");
            _symbols.Add(character);
        }

        _characters = _symbols.Count - 1;
        foreach (var merge in merges)
        {
            if (merge.Left < 1 || merge.Right < 1 || merge.Left >= Count || merge.Right >= Count)
                throw new SluiceException(
                    $"BytePairs: merge {_merges.Count + 1} joins {merge.Left} and {merge.Right}, expected symbols 1 to {Count - 1}.");
            string text = _symbols[merge.Left] + _symbols[merge.Right];
            if (text.Length > 2 * BytePairWords.Longest) throw new SluiceException($"BytePairs: merge {_merges.Count + 1} is longer than any word.");
            if (_indices.TryAdd(text, Count)) _symbols.Add(text);
            if (!_ranks.TryAdd(merge, (_merges.Count, _indices[text])))
                throw new SluiceException($"BytePairs: merge {_merges.Count + 1} is there already.");
            _merges.Add(merge);
        }
    }

    /// <summary>
    /// Learns from texts: the most frequent pair is joined first, of equals the first in ordinal order. The same texts, in whatever
    /// order, give the same vocabulary.
    /// </summary>
    /// <param name="texts">What is learned from; never what is tested on.</param>
    /// <param name="merges">The most pairs to join, 0 for characters alone; pairs seen once are not joined.</param>
    /// <param name="minCount">Characters seen less often are not known, so that the unknown symbol is learned.</param>
    /// <exception cref="SluiceException">The merges are below 0 or the count below 1.</exception>
    public static BytePairs Learn(IEnumerable<string> texts, int merges, int minCount = 1)
    {
        if (merges < 0 || minCount < 1)
            throw new SluiceException($"BytePairs: expected merges from 0 and a count from 1, got {merges} and {minCount}.");
        var words = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var word in texts.SelectMany(BytePairWords.Of)) words[word] = words.GetValueOrDefault(word) + 1;
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (word, count) in words)
            foreach (var character in BytePairWords.Characters(word)) counts[character] = counts.GetValueOrDefault(character) + count;
        // Half of a surrogate pair is no character, and no file could hold it.
        var known = new BytePairs(counts.Where(c => c.Value >= minCount && !(c.Key.Length == 1 && char.IsSurrogate(c.Key[0])))
            .OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key), []);
        var learning = new BytePairLearning(known._symbols, words.Select(w => (known.Start(w.Key), w.Value)));
        return new BytePairs(known._symbols.Skip(1), learning.Merges(merges));
    }

    /// <summary>The number of symbols, the unknown one included.</summary>
    public int Count => _symbols.Count;

    /// <summary>The symbols: the unknown one, the characters from the most frequent to the rarest, what is joined from them.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>The symbols of a text.</summary>
    public int[] Encode(string text) => [.. BytePairWords.Of(text).SelectMany(Joined)];

    /// <summary>What each symbol of <see cref="Encode"/> stands for in the text: where it is the unknown one, the character itself.</summary>
    public string[] Pieces(string text)
    {
        int[] symbols = Encode(text);
        string[] unknown = [.. BytePairWords.Of(text).SelectMany(BytePairWords.Characters).Where(c => !_indices.ContainsKey(c))];
        int next = 0;
        return Array.ConvertAll(symbols, s => s == Unknown ? unknown[next++] : _symbols[s]);
    }

    /// <summary>The text of symbols; <c>Decode(Encode(text))</c> is the text where its characters are known.</summary>
    /// <param name="symbols">The symbols, 0 .. Count-1.</param>
    /// <param name="copy">What to write for an unknown symbol at a position, such as a piece of the source; null writes <c>&lt;?&gt;</c>.</param>
    /// <exception cref="SluiceException">A symbol is out of range.</exception>
    public string Decode(IReadOnlyList<int> symbols, Func<int, string>? copy = null)
    {
        var text = new StringBuilder();
        for (int i = 0; i < symbols.Count; i++)
        {
            if (symbols[i] < 0 || symbols[i] >= Count)
                throw new SluiceException($"BytePairs: expected symbols 0 to {Count - 1}, got {symbols[i]} at {i}.");
            text.Append(symbols[i] == Unknown && copy is not null ? copy(i) : _symbols[symbols[i]]);
        }

        return text.Length > 0 && text[0] == ' ' ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    /// <summary>The vocabulary as JSON, for the metadata of a model file.</summary>
    public string ToJson() => DataJson.Write(new JsonObject
    {
        ["characters"] = new JsonArray([.. _symbols.Skip(1).Take(_characters).Select(s => JsonValue.Create(s))]),
        ["merges"] = new JsonArray([.. _merges.SelectMany(m => new[] { m.Left, m.Right }).Select(i => JsonValue.Create(i))]),
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static BytePairs FromJson(string json) => DataJson.Read("the byte-pair vocabulary", json, root =>
    {
        int[] merges = [.. root.GetProperty("merges").EnumerateArray().Select(i => i.GetInt32())];
        if (merges.Length % 2 != 0) throw new SluiceException($"expected two symbols for each merge, got {merges.Length} in all.");
        return new BytePairs(root.GetProperty("characters").EnumerateArray().Select(DataJson.Text), merges.Chunk(2).Select(m => (m[0], m[1])));
    });

    private int[] Start(string word) => [.. BytePairWords.Characters(word).Select(c => _indices.GetValueOrDefault(c, Unknown))];

    /// <summary>What was joined first in learning is joined first here.</summary>
    private List<int> Joined(string word)
    {
        List<int> symbols = [.. Start(word)];
        while (true)
        {
            (int Rank, int Symbol) best = (int.MaxValue, 0);
            for (int i = 1; i < symbols.Count; i++)
                if (_ranks.TryGetValue((symbols[i - 1], symbols[i]), out var found) && found.Rank < best.Rank) best = found;
            if (best.Rank == int.MaxValue) return symbols;
            BytePairLearning.Join(symbols, _merges[best.Rank], best.Symbol);
        }
    }
}
