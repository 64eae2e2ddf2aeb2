using System.Runtime.InteropServices;
using Sluice.Data.Sequences;

namespace Sluice.Tasks.Translate;

/// <summary>
/// The naive translator: it answers with what the most similar known source became. Similar is what shares character n-grams, n = 1 to 3,
/// with spaces at both ends: s(a, b) = 2 Σ_g w_g min(a_g, b_g) / (Σ_g w_g a_g + Σ_g w_g b_g), where w_g = ln(1 + N / N_g) and N_g of N sources have g
/// (the coefficient of Dice 1945, with the inverse document frequencies of Spärck Jones 1972).
/// </summary>
public sealed class NearestNeighbour
{
    private const int Orders = 3;

    private readonly IReadOnlyList<SequencePair> _pairs;
    private readonly Dictionary<string, List<(int Pair, int Count)>> _places = new(StringComparer.Ordinal);
    private readonly double[] _weights;

    /// <summary>Remembers pairs.</summary>
    /// <exception cref="SluiceException">There are none.</exception>
    public NearestNeighbour(IReadOnlyList<SequencePair> pairs)
    {
        if (pairs.Count == 0) throw new SluiceException("NearestNeighbour: expected a pair or more, got none.");
        _pairs = pairs;
        for (int i = 0; i < pairs.Count; i++)
        {
            foreach (var (gram, count) in Grams(pairs[i].Source))
            {
                ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, gram, out _);
                (places ??= []).Add((i, count));
            }
        }

        _weights = new double[pairs.Count];
        foreach (var places in _places.Values)
            foreach (var (pair, count) in places) _weights[pair] += Weight(places.Count) * count;
    }

    /// <summary>The pair with the most similar source, of equals the first.</summary>
    /// <param name="source">The source.</param>
    /// <param name="another">Whether the same source does not count, so that what is asked for is never known.</param>
    public SequencePair Find(string source, bool another = false)
    {
        var shared = new double[_pairs.Count];
        double own = 0;
        foreach (var (gram, count) in Grams(source))
        {
            if (!_places.TryGetValue(gram, out var places))
            {
                own += Weight(0) * count;
                continue;
            }

            double weight = Weight(places.Count);
            own += weight * count;
            foreach (var (pair, other) in places) shared[pair] += weight * Math.Min(count, other);
        }

        int best = 0;
        double similarity = -1;
        for (int i = 0; i < shared.Length; i++)
            if (2 * shared[i] / (own + _weights[i]) is var s && s > similarity && !(another && _pairs[i].Source == source))
                (best, similarity) = (i, s);
        return _pairs[best];
    }

    // A gram that no source has weighs as one that a single source has.
    private double Weight(int sources) => Math.Log(1 + (double)_pairs.Count / Math.Max(1, sources));

    private static Dictionary<string, int> Grams(string text)
    {
        text = $" {text} ";
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int n = 1; n <= Orders; n++)
            for (int i = 0; i + n <= text.Length; i++) CollectionsMarshal.GetValueRefOrAddDefault(counts, text.Substring(i, n), out _)++;
        return counts;
    }
}
