using Sluice.Autodiff;

namespace Sluice.Tasks;

/// <summary>A sequence that was found.</summary>
/// <param name="Symbols">Its symbols, without the end.</param>
/// <param name="LogProbability">ln p of all of them and of the end.</param>
/// <param name="Alignment">For each symbol and the end, how much of each place of the source was looked at.</param>
public sealed record FoundTarget(int[] Symbols, double LogProbability, float[][] Alignment);

/// <summary>The most probable sequences of symbols, by following several side by side.</summary>
internal static class BeamSearch
{
    /// <summary>The most probable sequences for each source, the best first; a width of 1 takes the best symbol at each step.</summary>
    /// <param name="sources">How many sources there are. Rows i·width and on are those of source i.</param>
    /// <param name="width">Sequences that are followed side by side.</param>
    /// <param name="longest">Symbols after which a sequence that has not ended is given up.</param>
    /// <param name="normalisation">α of Wu et al. 2016: ln p is divided by ((5 + length) / 6)^α.</param>
    /// <param name="end">The symbol with which sequences begin and end.</param>
    /// <param name="places">The places of each source that can be looked at.</param>
    /// <param name="next">
    /// Takes the symbol shown to each row, and from which row its states come; gives the probabilities of the next symbol [rows, symbols]
    /// and where each row looked [rows, places].
    /// </param>
    /// <returns>For each source at most <paramref name="width"/> sequences; those cut off come after those that ended.</returns>
    public static IReadOnlyList<IReadOnlyList<FoundTarget>> Run(
        int sources, int width, int longest, double normalisation, int end, Func<int, int> places, Func<int[], int[], (Tensor P, Tensor Weights)> next)
    {
        int rows = sources * width;
        var beams = Enumerable.Range(0, sources).Select(i => new Beam(i * width, width)).ToArray();
        int[] from = [.. Enumerable.Range(0, rows)];
        for (int t = 0; t < longest && beams.Any(b => b.IsOpen); t++)
        {
            int[] shown = new int[rows];
            foreach (var beam in beams) beam.Show(shown, end);
            var (p, weights) = next(shown, from);
            from = [.. Enumerable.Range(0, rows)];
            for (int i = 0; i < sources; i++)
                if (beams[i].IsOpen) beams[i].Extend(p, weights, places(i), end, from);
        }

        return [.. beams.Select(b => b.Best(normalisation))];
    }

    /// <summary>The sequences of one source that are followed side by side, and those that have ended.</summary>
    private sealed class Beam(int first, int width)
    {
        private readonly List<FoundTarget> _ended = [];
        private List<FoundTarget> _open = [new([], 0, [])];

        public bool IsOpen => _open.Count > 0;

        /// <summary>Writes the last symbols of the open sequences.</summary>
        public void Show(int[] shown, int end)
        {
            for (int i = 0; i < width; i++) shown[first + i] = i < _open.Count && _open[i].Symbols.Length > 0 ? _open[i].Symbols[^1] : end;
        }

        /// <summary>Goes on with the best symbols, and says from which row the states of each one come.</summary>
        public void Extend(Tensor p, Tensor weights, int length, int end, int[] from)
        {
            var all = new List<(double LogProbability, int Row, int Symbol)>();
            for (int i = 0; i < _open.Count; i++)
            {
                var row = p.Row(first + i);
                for (int k = 0; k < row.Length; k++) all.Add((_open[i].LogProbability + Math.Log(Math.Max(row[k], 1e-30f)), i, k));
            }

            var next = new List<FoundTarget>();
            foreach (var (logarithm, row, symbol) in all.OrderByDescending(a => a.LogProbability).Take(width - _ended.Count))
            {
                var before = _open[row];
                float[][] alignment = [.. before.Alignment, weights.Row(first + row)[..length].ToArray()];
                if (symbol == end)
                {
                    _ended.Add(new FoundTarget(before.Symbols, logarithm, alignment));
                    continue;
                }

                from[first + next.Count] = first + row;
                next.Add(new FoundTarget([.. before.Symbols, symbol], logarithm, alignment));
            }

            _open = next;
        }

        public IReadOnlyList<FoundTarget> Best(double normalisation)
        {
            double Score(FoundTarget f) => f.LogProbability / Math.Pow((5.0 + f.Symbols.Length + 1) / 6, normalisation);
            return [.. _ended.OrderByDescending(Score), .. _open.OrderByDescending(Score)];
        }
    }
}
