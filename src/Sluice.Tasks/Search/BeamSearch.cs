using Sluice.Autodiff;

namespace Sluice.Tasks.Search;

/// <summary>A sequence that was found.</summary>
/// <param name="Symbols">Its symbols, without the end.</param>
/// <param name="LogProbability">ln p of all of them and of the end.</param>
/// <param name="Alignment">For each symbol and the end, how much of each place of the source was looked at.</param>
public sealed record FoundTarget(int[] Symbols, double LogProbability, float[][] Alignment);

/// <summary>
/// The most probable sequences of symbols, by following several side by side. The one that takes the best symbol at each step is always
/// among them: a search for the best that drops it on the way can end with a worse one.
/// </summary>
internal static class BeamSearch
{
    /// <summary>The most probable sequences for each source, the best first; a width of 1 takes the best symbol at each step.</summary>
    /// <param name="sources">How many sources there are.</param>
    /// <param name="width">Sequences that are followed side by side.</param>
    /// <param name="longest">Symbols after which a sequence that has not ended is given up.</param>
    /// <param name="normalisation">α of Wu et al. 2016: ln p is divided by ((5 + length) / 6)^α.</param>
    /// <param name="end">The symbol with which sequences begin and end.</param>
    /// <param name="places">The places of each source that can be looked at.</param>
    /// <param name="next">
    /// A step of the open sequences of all sources, which are one batch: takes the symbol shown to each row, the row of the step before
    /// from which its states come (null at the first), and the source that it is of; gives the probabilities of the next symbol
    /// [rows, symbols] and where each row looked [rows, places].
    /// </param>
    /// <returns>For each source at most <paramref name="width"/> sequences; those cut off come after those that ended.</returns>
    public static IReadOnlyList<IReadOnlyList<FoundTarget>> Run(
        int sources, int width, int longest, double normalisation, int end, Func<int, int> places,
        Func<int[], int[]?, int[], (Tensor P, Tensor Weights)> next)
    {
        var beams = Enumerable.Range(0, sources).Select(i => new Beam(i, places(i), width, end)).ToArray();
        for (int t = 0; t < longest; t++)
        {
            var open = beams.SelectMany(b => b.Open).ToArray();
            if (open.Length == 0) break;
            var (p, weights) = next(
                [.. open.Select(o => o.Symbol)], t == 0 ? null : [.. open.Select(o => o.Row)],
                [.. beams.SelectMany(b => b.Open.Select(_ => b.Source))]);
            int row = 0;
            foreach (var beam in beams) row += beam.Extend(p, weights, row);
        }

        return [.. beams.Select(b => b.Best(normalisation))];
    }

    /// <summary>A sequence followed so far: its last symbol, and the row of the step that chose it.</summary>
    private sealed record Followed(Followed? Before, int Symbol, double LogProbability, int Row, float[] Attention)
    {
        public FoundTarget Found(bool ended)
        {
            List<Followed> all = [];
            for (var f = this; f.Before is not null; f = f.Before) all.Add(f);
            all.Reverse();
            return new FoundTarget(
                [.. all.Take(all.Count - (ended ? 1 : 0)).Select(f => f.Symbol)], LogProbability, [.. all.Select(f => f.Attention)]);
        }
    }

    /// <summary>The sequences of one source that are followed side by side, and those that have ended.</summary>
    private sealed class Beam(int source, int length, int width, int end)
    {
        private readonly List<FoundTarget> _ended = [];
        private Followed? _greedy;
        private FoundTarget? _greedyEnded;

        public int Source => source;

        public List<Followed> Open { get; private set; } = [new(null, end, 0, 0, [])];

        /// <summary>Goes on with the best symbols.</summary>
        /// <param name="p">The probabilities of what follows each open sequence.</param>
        /// <param name="weights">Where each looked.</param>
        /// <param name="first">The row of the first open sequence of this source.</param>
        /// <returns>How many sequences were open.</returns>
        public int Extend(Tensor p, Tensor weights, int first)
        {
            int open = Open.Count,
                wanted = width - _ended.Count,
                greedy = _greedyEnded is null ? _greedy is null ? 0 : Open.FindIndex(o => ReferenceEquals(o, _greedy)) : -1;
            var best = new List<(double LogProbability, int Row, int Symbol)>();
            for (int i = 0; i < open; i++)
                foreach (var (symbol, value) in Largest(
                    p.Row(first + i), Math.Max(wanted, 1))) best.Add((Open[i].LogProbability + Math.Log(Math.Max(value, 1e-30f)), i, symbol));
            var next = new List<Followed>();
            var taken = best.OrderByDescending(b => b.LogProbability).Take(wanted).ToList();
            var step = greedy < 0 ? default : best.First(b => b.Row == greedy);
            bool besides = greedy >= 0 && !taken.Contains(step);
            if (besides) taken.Add(step);
            foreach (var now in taken)
            {
                var followed =
                    new Followed(Open[now.Row], now.Symbol, now.LogProbability, first + now.Row, weights.Row(first + now.Row)[..length].ToArray());
                bool ends = now.Symbol == end, isGreedy = greedy >= 0 && now == step;
                if (ends && isGreedy) _greedyEnded = followed.Found(ended: true);
                if (isGreedy) _greedy = followed;
                if (!ends) next.Add(followed);
                else if (!(besides && isGreedy)) _ended.Add(isGreedy ? _greedyEnded! : followed.Found(ended: true));
            }

            Open = next;
            return open;
        }

        public IReadOnlyList<FoundTarget> Best(double normalisation)
        {
            double Score(FoundTarget f) => f.LogProbability / Math.Pow((5.0 + f.Symbols.Length + 1) / 6, normalisation);
            var ended = _greedyEnded is null || _ended.Contains(_greedyEnded) ? _ended : [.. _ended, _greedyEnded];
            return [.. ended.OrderByDescending(Score).Concat(Open.Select(o => o.Found(ended: false)).OrderByDescending(Score)).Take(width)];
        }

        /// <summary>The largest of a row, of equals the first.</summary>
        private static List<(int Symbol, float Value)> Largest(ReadOnlySpan<float> row, int count)
        {
            List<(int Symbol, float Value)> largest = [];
            for (int k = 0; k < row.Length; k++)
            {
                if (largest.Count == count && !(row[k] > largest[^1].Value)) continue;
                if (largest.Count == count) largest.RemoveAt(count - 1);
                int place = largest.Count;
                while (place > 0 && row[k] > largest[place - 1].Value) place--;
                largest.Insert(place, (k, row[k]));
            }

            return largest;
        }
    }
}
