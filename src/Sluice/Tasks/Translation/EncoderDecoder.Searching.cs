using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Translation;

/// <summary>A target that was found.</summary>
/// <param name="Symbols">Its symbols, without the end.</param>
/// <param name="LogProbability">ln p of all of them and of the end.</param>
/// <param name="Alignment">For each symbol and the end, how much of each symbol of the source was looked at.</param>
public sealed record FoundTarget(int[] Symbols, double LogProbability, float[][] Alignment);

public sealed partial class EncoderDecoder
{
    /// <summary>The most probable targets of each source, the best first, by beam search; a width of 1 takes the best symbol at each step.</summary>
    /// <param name="sources">The symbols of each source.</param>
    /// <param name="width">Targets that are followed side by side.</param>
    /// <param name="longest">Symbols after which a target that has not ended is given up.</param>
    /// <param name="normalisation">α of Wu et al. 2016: ln p is divided by ((5 + length) / 6)^α, so that longer ones are not at a loss; 0 for not at all.</param>
    /// <returns>For each source at most <paramref name="width"/> targets; those cut off come after those that ended.</returns>
    /// <exception cref="SluiceException">A width below 1, or an empty source.</exception>
    public IReadOnlyList<IReadOnlyList<FoundTarget>> Search(IReadOnlyList<int[]> sources, int width = 1, int longest = 100, double normalisation = 0.6)
    {
        if (width < 1 || longest < 1) throw new SluiceException($"EncoderDecoder.Search: expected a width and a length of 1 or more, got {width} and {longest}.");
        if (sources.Count == 0) return [];
        var tape = new Tape(recording: false);

        // Every source stands once for each target that is followed.
        var (memory, state) = Encode(tape, [.. sources.SelectMany(s => Enumerable.Repeat(s, width))]);
        int rows = sources.Count * width;
        var beams = sources.Select((_, i) => new Beam(i * width, width)).ToArray();
        for (int t = 0; t < longest && beams.Any(b => b.IsOpen); t++)
        {
            int[] shown = new int[rows];
            foreach (var beam in beams) beam.Show(shown, End);
            var logits = Decode(tape, memory, shown, 1, rows, state, out var final, out var weights);
            var p = Softmax.Of(logits);
            int[] from = [.. Enumerable.Range(0, rows)];
            foreach (var (beam, i) in beams.Select((b, i) => (b, i)))
                if (beam.IsOpen) beam.Extend(p, weights, sources[i].Length, End, from);
            for (int l = 0; l < state.Length; l++)
                for (int v = 0; v < state[l].Values.Length; v++) state[l].Values[v] = Gather.Run(tape, final[l].Values[v], from, rows, final[l].Values[v].Columns);
        }

        return [.. beams.Select(b => b.Best(normalisation))];
    }

    /// <summary>The targets of one source that are followed side by side, and those that have ended.</summary>
    private sealed class Beam(int first, int width)
    {
        private readonly List<FoundTarget> _ended = [];
        private List<FoundTarget> _open = [new([], 0, [])];

        public bool IsOpen => _open.Count > 0;

        /// <summary>Writes the last symbols of the open targets.</summary>
        public void Show(int[] shown, int end)
        {
            for (int i = 0; i < width; i++) shown[first + i] = i < _open.Count && _open[i].Symbols.Length > 0 ? _open[i].Symbols[^1] : end;
        }

        /// <summary>Goes on with the best symbols, and says from which row the states of each target come.</summary>
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
