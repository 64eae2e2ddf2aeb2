using Sluice.Autodiff;

namespace Sluice.Losses;

public static partial class ConnectionistTemporal
{
    /// <summary>The labels of the most probable way: the best class of each step, without repeats and blanks.</summary>
    /// <param name="logits">[T, B, K].</param>
    /// <param name="sequence">Which of the B.</param>
    /// <param name="steps">Its length.</param>
    /// <param name="blank">The number of the blank.</param>
    /// <returns>The labels, and ln p of that one way.</returns>
    public static (int[] Labels, double LogProbability) Greedy(Tensor logits, int sequence, int steps, int blank = 0)
    {
        double[][] y = LogProbabilities(logits, sequence, steps);
        List<int> labels = [];
        double sum = 0;
        int before = blank;
        foreach (double[] row in y)
        {
            double most = row.Max();
            int best = Array.IndexOf(row, most);
            sum += most;
            if (best != blank && best != before) labels.Add(best);
            before = best;
        }

        return ([.. labels], sum);
    }

    /// <summary>
    /// The most probable labels over all ways to say them, by a prefix beam search (Graves 2012; with a language model: Hannun,
    /// Maas, Jurafsky and Ng 2014).
    /// </summary>
    /// <param name="logits">[T, B, K].</param>
    /// <param name="sequence">Which of the B.</param>
    /// <param name="steps">Its length.</param>
    /// <param name="blank">The number of the blank.</param>
    /// <param name="width">Prefixes kept at each step.</param>
    /// <param name="language">What is added to ln p when a prefix goes on with a label: what a language model thinks of it; null for nothing.</param>
    /// <returns>Labels with ln p, what the language model added included, the best first; <paramref name="width"/> of them at most.</returns>
    public static IReadOnlyList<(int[] Labels, double LogProbability)> Beam(Tensor logits, int sequence, int steps, int blank = 0, int width = 16, Func<IReadOnlyList<int>, int, double>? language = null)
    {
        if (width < 1) throw new SluiceException($"ConnectionistTemporal.Beam: expected a width of 1 or more, got {width}.");
        var root = new Prefix(null, -1) { Blank = 0 };
        List<Prefix> beam = [root];
        foreach (double[] y in LogProbabilities(logits, sequence, steps))
        {
            List<Prefix> next = [];
            foreach (var prefix in beam)
            {
                // The prefix stays as it is by a blank, or by its last label once more.
                Touch(prefix);
                prefix.NextBlank = Add(prefix.NextBlank, prefix.Total + y[blank]);
                if (prefix.Label >= 0) prefix.NextLabel = Add(prefix.NextLabel, prefix.Last + y[prefix.Label]);
                for (int c = 0; c < y.Length; c++)
                {
                    if (c == blank || double.IsNegativeInfinity(y[c])) continue;

                    // The same label again is another one only after a blank.
                    double from = c == prefix.Label ? prefix.Blank : prefix.Total;
                    if (double.IsNegativeInfinity(from)) continue;
                    var longer = prefix.Next(c);
                    Touch(longer);
                    longer.NextLabel = Add(longer.NextLabel, from + y[c] + longer.Bonus(language));
                }
            }

            foreach (var prefix in next) (prefix.Blank, prefix.Last, prefix.NextBlank, prefix.NextLabel, prefix.Touched) = (prefix.NextBlank, prefix.NextLabel, Never, Never, false);
            beam = [.. next.OrderByDescending(p => p.Total).Take(width)];
            foreach (var dropped in next.Except(beam)) (dropped.Blank, dropped.Last) = (Never, Never);

            void Touch(Prefix prefix)
            {
                if (prefix.Touched) return;
                prefix.Touched = true;
                next.Add(prefix);
            }
        }

        return [.. beam.Select(p => (p.Labels(), p.Total))];
    }

    /// <summary>Labels said so far, and ln p of the ways that end with a blank or with the last label.</summary>
    private sealed class Prefix(Prefix? before, int label)
    {
        private readonly Dictionary<int, Prefix> _longer = [];
        private double? _bonus;

        public int Label => label;

        public double Blank { get; set; } = Never;

        public double Last { get; set; } = Never;

        public double NextBlank { get; set; } = Never;

        public double NextLabel { get; set; } = Never;

        public bool Touched { get; set; }

        public double Total => Add(Blank, Last);

        public Prefix Next(int following)
        {
            if (!_longer.TryGetValue(following, out var longer)) longer = _longer[following] = new Prefix(this, following);
            return longer;
        }

        public double Bonus(Func<IReadOnlyList<int>, int, double>? language) => _bonus ??= language?.Invoke(before!.Labels(), label) ?? 0;

        public int[] Labels()
        {
            List<int> labels = [];
            for (var at = this; at.Label >= 0; at = at.Before!) labels.Add(at.Label);
            labels.Reverse();
            return [.. labels];
        }

        private Prefix? Before => before;
    }
}
