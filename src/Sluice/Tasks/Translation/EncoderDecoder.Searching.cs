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
        var (memory, state) = Encode(new Tape(recording: false), sources);
        var beams = sources.Select((s, i) => new Beam(i, s.Length, width, End)).ToArray();

        // A step reads the states that the one before left on the other tape.
        Tape[] tapes = [new(recording: false), new(recording: false)];
        for (int t = 0; t < longest; t++)
        {
            // The open targets of all sources are one batch; each looks at its own source.
            var (tape, open) = (tapes[t % 2], beams.SelectMany(b => b.Open).ToArray());
            if (open.Length == 0) break;
            tape.Reset();
            int[] of = [.. beams.SelectMany(b => b.Open.Select(_ => b.Source))];
            var p = Softmax.Of(Decode(tape, memory, [.. open.Select(o => o.Symbol)], 1, open.Length, state, out var final, out var weights, of));
            int row = 0;
            foreach (var beam in beams) row += beam.Extend(p, weights, row);
            int[] from = [.. beams.SelectMany(b => b.Open).Select(o => o.Row)];
            if (from.Length == 0) break;
            state = [.. final.Select(f => new State([.. f.Names], [.. f.Values.Select(v => Gather.Run(tape, v, from, from.Length, v.Columns))]))];
        }

        return [.. beams.Select(b => b.Best(normalisation))];
    }

    /// <summary>A target followed so far: its last symbol, and the row of the step that chose it.</summary>
    private sealed record Followed(Followed? Before, int Symbol, double LogProbability, int Row, float[] Looked)
    {
        public FoundTarget Found(bool ended)
        {
            List<Followed> all = [];
            for (var f = this; f.Before is not null; f = f.Before) all.Add(f);
            all.Reverse();
            return new FoundTarget([.. all.Take(all.Count - (ended ? 1 : 0)).Select(f => f.Symbol)], LogProbability, [.. all.Select(f => f.Looked)]);
        }
    }

    /// <summary>The targets of one source that are followed side by side, and those that have ended.</summary>
    private sealed class Beam(int source, int length, int width, int end)
    {
        private readonly List<FoundTarget> _ended = [];

        public int Source => source;

        public List<Followed> Open { get; private set; } = [new(null, end, 0, 0, [])];

        /// <summary>Goes on with the best symbols.</summary>
        /// <param name="p">The probabilities of what follows each open target.</param>
        /// <param name="weights">Where each looked.</param>
        /// <param name="first">The row of the first open target of this source.</param>
        /// <returns>How many targets were open.</returns>
        public int Extend(Tensor p, Tensor weights, int first)
        {
            int open = Open.Count, wanted = width - _ended.Count;
            var best = new List<(double LogProbability, int Row, int Symbol)>();
            for (int i = 0; i < open; i++)
                foreach (var (symbol, value) in Largest(p.Row(first + i), wanted)) best.Add((Open[i].LogProbability + Math.Log(Math.Max(value, 1e-30f)), i, symbol));
            var next = new List<Followed>();
            foreach (var (logarithm, i, symbol) in best.OrderByDescending(b => b.LogProbability).Take(wanted))
            {
                var followed = new Followed(Open[i], symbol, logarithm, first + i, weights.Row(first + i)[..length].ToArray());
                if (symbol == end) _ended.Add(followed.Found(ended: true));
                else next.Add(followed);
            }

            Open = next;
            return open;
        }

        public IReadOnlyList<FoundTarget> Best(double normalisation)
        {
            double Score(FoundTarget f) => f.LogProbability / Math.Pow((5.0 + f.Symbols.Length + 1) / 6, normalisation);
            return [.. _ended.OrderByDescending(Score), .. Open.Select(o => o.Found(ended: false)).OrderByDescending(Score)];
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
