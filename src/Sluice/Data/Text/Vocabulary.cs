using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Data.Tables;

namespace Sluice.Data.Text;

/// <summary>The symbols of a text and their indices 0 .. Count-1. The unknown symbol, where there is one, stands for every other.</summary>
public sealed class Vocabulary
{
    private readonly string[] _symbols;
    private readonly long[] _counts;
    private readonly Dictionary<string, int> _indices;

    /// <summary>Numbers symbols in the given order.</summary>
    /// <param name="symbols">The symbols, each once.</param>
    /// <param name="counts">How often each was seen, or null for not known (all 0).</param>
    /// <param name="unknown">Which of the symbols stands for all others, or null for none.</param>
    /// <exception cref="SluiceException">A symbol appears twice, the counts are not as many, or the unknown symbol is not among them.</exception>
    public Vocabulary(IEnumerable<string> symbols, IEnumerable<long>? counts = null, string? unknown = null)
    {
        _symbols = [.. symbols];
        _counts = counts is null ? new long[_symbols.Length] : [.. counts];
        if (_counts.Length != _symbols.Length) throw new SluiceException($"Vocabulary: {_symbols.Length} symbols but {_counts.Length} counts.");
        _indices = new Dictionary<string, int>(_symbols.Length, StringComparer.Ordinal);
        for (int i = 0; i < _symbols.Length; i++)
            if (!_indices.TryAdd(_symbols[i], i)) throw new SluiceException($"Vocabulary: the symbol '{_symbols[i]}' appears twice.");
        if (unknown is not null && !_indices.ContainsKey(unknown))
            throw new SluiceException($"Vocabulary: the unknown symbol '{unknown}' is not among the symbols.");
        UnknownIndex = unknown is null ? null : _indices[unknown];
    }

    /// <summary>
    /// The vocabulary of a text, the most frequent symbols first, equals in ordinal order; the unknown symbol, where
    /// there is one, is number 0 and its count is that of the symbols left out.
    /// </summary>
    /// <param name="tokens">The text.</param>
    /// <param name="minCount">Rarer symbols are left out.</param>
    /// <param name="maxSize">The most symbols, the unknown one included.</param>
    /// <param name="unknown">What to call the symbols left out and those never seen.</param>
    /// <exception cref="SluiceException">Symbols are left out and there is no unknown symbol.</exception>
    public static Vocabulary Build(IEnumerable<string> tokens, int minCount = 1, int maxSize = int.MaxValue, string? unknown = null)
    {
        if (maxSize < 1) throw new SluiceException($"Vocabulary: the size must be positive, got {maxSize}.");
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var token in tokens) counts[token] = counts.GetValueOrDefault(token) + 1;
        long unknownCount = unknown is not null && counts.Remove(unknown, out long literal) ? literal : 0;

        var kept = counts.Where(c => c.Value >= minCount)
            .OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)
            .Take(unknown is null ? maxSize : maxSize - 1).ToArray();
        if (unknown is null)
            return kept.Length == counts.Count
                ? new Vocabulary(kept.Select(c => c.Key), kept.Select(c => c.Value))
                : throw new SluiceException(
                    $"Vocabulary: {counts.Count - kept.Length} of {counts.Count} symbols are left out; give an unknown symbol to stand for them.");
        unknownCount += counts.Values.Sum() - kept.Sum(c => c.Value);
        return new Vocabulary(kept.Select(c => c.Key).Prepend(unknown), kept.Select(c => c.Value).Prepend(unknownCount), unknown);
    }

    /// <summary>The number of symbols.</summary>
    public int Count => _symbols.Length;

    /// <summary>The symbols in order.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>How often each symbol was seen when the vocabulary was built.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>The index of the unknown symbol, or null.</summary>
    public int? UnknownIndex { get; }

    /// <summary>The symbol with an index.</summary>
    public string this[int index] => _symbols[index];

    /// <summary>Whether a symbol has an index of its own.</summary>
    public bool Contains(string symbol) => _indices.ContainsKey(symbol);

    /// <summary>The index of a symbol, or that of the unknown symbol.</summary>
    /// <exception cref="SluiceFormatException">The symbol is not known and there is no unknown symbol; the message suggests the nearest.</exception>
    public int IndexOf(string symbol) => _indices.TryGetValue(symbol, out int index) ? index
        : UnknownIndex ?? throw new SluiceFormatException($"'{symbol}' is not in the vocabulary of {Count} symbols.{Nearest.Hint(symbol, _symbols)}");

    /// <summary>The indices of a text.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="IndexOf"/>.</exception>
    public int[] Encode(IEnumerable<string> tokens) => [.. tokens.Select(IndexOf)];

    /// <summary>The symbols of indices.</summary>
    public IEnumerable<string> Decode(IEnumerable<int> indices) => indices.Select(i => _symbols[i]);

    /// <summary>The vocabulary as JSON, for the metadata of a model file.</summary>
    public string ToJson() => DataJson.Write(new JsonObject
    {
        ["symbols"] = new JsonArray([.. _symbols.Select(s => JsonValue.Create(s))]),
        ["counts"] = new JsonArray([.. _counts.Select(c => JsonValue.Create(c))]),
        ["unknown"] = UnknownIndex is { } i ? _symbols[i] : null,
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static Vocabulary FromJson(string json) => DataJson.Read("the vocabulary", json, root => new Vocabulary(
        root.GetProperty("symbols").EnumerateArray().Select(DataJson.Text),
        root.GetProperty("counts").EnumerateArray().Select(c => c.GetInt64()),
        root.GetProperty("unknown") is { ValueKind: not JsonValueKind.Null } unknown ? DataJson.Text(unknown) : null));
}
