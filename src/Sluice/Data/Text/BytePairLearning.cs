using System.Runtime.InteropServices;

namespace Sluice.Data.Text;

/// <summary>Which pairs to join: the counts of pairs are kept up to date word by word, as only words with the joined pair change.</summary>
internal sealed class BytePairLearning
{
    private readonly List<string> _symbols;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<(List<int> Symbols, long Count)> _words = [];
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];
    private readonly PriorityQueue<(int Left, int Right), (long Count, string Left, string Right)> _queue;

    internal BytePairLearning(IEnumerable<string> symbols, IEnumerable<(int[] Symbols, long Count)> words)
    {
        _symbols = [.. symbols];
        for (int i = 1; i < _symbols.Count; i++) _indices[_symbols[i]] = i;
        _queue = new(Comparer<(long Count, string Left, string Right)>.Create((a, b)
            => b.Count.CompareTo(a.Count) is not 0 and var count ? count
                : string.CompareOrdinal(a.Left, b.Left) is not 0 and var left ? left : string.CompareOrdinal(a.Right, b.Right)));
        foreach (var (word, count) in words)
        {
            _words.Add(([.. word], count));
            Add(_words.Count - 1, 1);
        }

        foreach (var pair in _counts.Keys) Enqueue(pair);
    }

    /// <summary>The pairs in the order in which they are joined.</summary>
    internal IEnumerable<(int Left, int Right)> Merges(int most)
    {
        while (most > 0 && _queue.TryDequeue(out var pair, out var seen))
        {
            long count = _counts.GetValueOrDefault(pair);
            if (count < 2) continue;
            if (count != seen.Count)
            {
                // Counted less since it was queued; where more, it was queued again.
                if (count < seen.Count) Enqueue(pair);
                continue;
            }

            most--;
            yield return pair;
            JoinEverywhere(pair);
        }
    }

    /// <summary>Joins every occurrence of a pair, from the left.</summary>
    internal static void Join(List<int> symbols, (int Left, int Right) pair, int joined)
    {
        int to = 0;
        for (int from = 0; from < symbols.Count; to++)
        {
            bool here = from + 1 < symbols.Count && symbols[from] == pair.Left && symbols[from + 1] == pair.Right;
            symbols[to] = here ? joined : symbols[from];
            from += here ? 2 : 1;
        }

        symbols.RemoveRange(to, symbols.Count - to);
    }

    private void JoinEverywhere((int Left, int Right) pair)
    {
        string text = _symbols[pair.Left] + _symbols[pair.Right];
        if (_indices.TryAdd(text, _symbols.Count)) _symbols.Add(text);
        int joined = _indices[text];
        var places = _places[pair];
        _places.Remove(pair);
        var changed = new HashSet<(int Left, int Right)>();
        foreach (int word in places)
        {
            Add(word, -1);
            Join(_words[word].Symbols, pair, joined);
            Add(word, 1);
            var symbols = _words[word].Symbols;
            for (int i = 1; i < symbols.Count; i++)
                if (symbols[i - 1] == joined || symbols[i] == joined) changed.Add((symbols[i - 1], symbols[i]));
        }

        // Only pairs with the joined symbol can be seen more often than before.
        foreach (var other in changed) Enqueue(other);
    }

    private void Add(int word, int sign)
    {
        var (symbols, count) = _words[word];
        for (int i = 1; i < symbols.Count; i++)
        {
            var pair = (symbols[i - 1], symbols[i]);
            if (pair.Item1 == BytePairs.Unknown || pair.Item2 == BytePairs.Unknown) continue;
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += sign * count;
            if (sign < 0) continue;
            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _);
            (places ??= []).Add(word);
        }
    }

    private void Enqueue((int Left, int Right) pair)
    {
        if (_counts.GetValueOrDefault(pair) is > 1 and var count) _queue.Enqueue(pair, (count, _symbols[pair.Left], _symbols[pair.Right]));
    }
}
