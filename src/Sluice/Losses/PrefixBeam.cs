namespace Sluice.Losses;

/// <summary>
/// The prefix beam search of connectionist temporal classification (Graves 2012; with a language model: Hannun, Maas, Jurafsky and Ng
/// 2014), a step at a time: for each sequence of labels that is kept, ln p of all ways to have said it so far.
/// </summary>
/// <param name="blank">The number of the blank.</param>
/// <param name="width">Prefixes kept at each step.</param>
/// <param name="language">What is added to ln p when a prefix goes on with a label: what a language model thinks of it; null for nothing.</param>
/// <param name="keepsGreedy">Whether what the best class of each step says is kept beside the others; false for the search as it was
/// published.</param>
public sealed class PrefixBeam(int blank, int width, Func<IReadOnlyList<int>, int, double>? language = null, bool keepsGreedy = true)
{
    private const double Never = double.NegativeInfinity;

    private readonly int _width = width >= 1 ? width : throw new SluiceException($"PrefixBeam: expected a width of 1 or more, got {width}.");
    private List<Prefix> _beam = [new(null, -1) { Blank = 0 }];
    private Prefix? _greedy;
    private int? _before;

    /// <summary>Labels with ln p, what the language model added included, the best first.</summary>
    public IReadOnlyList<(int[] Labels, double LogProbability)> Best => [.. Kept.Take(_width)];

    /// <summary>All that is kept: <see cref="Best"/>, and what the best class of each step says, however little it is worth among them.</summary>
    internal IEnumerable<(int[] Labels, double LogProbability)> Kept => _beam.Select(p => (p.Labels(), p.Total));

    /// <summary>The labels with which everything that is kept begins: later steps do not change them.</summary>
    public int[] Settled
    {
        get
        {
            int[][] all = [.. _beam.Select(p => p.Labels())];
            int count = 0;
            while (all.All(l => count < l.Length && l[count] == all[0][count])) count++;
            return all[0][..count];
        }
    }

    /// <summary>Takes one step.</summary>
    /// <param name="y">ln p of each class, the blank among them.</param>
    public void Push(ReadOnlySpan<double> y)
    {
        List<Prefix> next = [];
        var greedy = keepsGreedy ? Greedy(y) : null;
        foreach (var prefix in _beam)
        {
            // The prefix stays as it is by a blank, or by its last label once more.
            Touch(prefix);
            prefix.NextBlank = ConnectionistTemporal.Add(prefix.NextBlank, prefix.Total + y[blank]);
            if (prefix.Label >= 0) prefix.NextLabel = ConnectionistTemporal.Add(prefix.NextLabel, prefix.Last + y[prefix.Label]);
            for (int c = 0; c < y.Length; c++)
            {
                if (c == blank || double.IsNegativeInfinity(y[c])) continue;

                // The same label again is another one only after a blank.
                double from = c == prefix.Label ? prefix.Blank : prefix.Total;
                if (double.IsNegativeInfinity(from)) continue;
                var longer = prefix.Next(c);
                Touch(longer);
                longer.NextLabel = ConnectionistTemporal.Add(longer.NextLabel, from + y[c] + longer.Bonus(language));
            }
        }

        foreach (var prefix in next) prefix.Advance();
        _beam = [.. next.OrderByDescending(p => p.Total).Take(_width)];

        if (greedy is not null && !_beam.Contains(greedy)) _beam.Add(greedy);
        foreach (var prefix in _beam) prefix.Kept = true;
        foreach (var prefix in next) if (!prefix.Kept) prefix.Drop();
        foreach (var prefix in _beam) prefix.Kept = false;

        void Touch(Prefix prefix)
        {
            if (prefix.Touched) return;
            prefix.Touched = true;
            next.Add(prefix);
        }
    }

    /// <summary>
    /// What the best class of each step says, which stays in the search: where a net knows little, many prefixes are worth the same, and this
    /// one would be lost on the way although it is the best in the end.
    /// </summary>
    private Prefix Greedy(ReadOnlySpan<double> y)
    {
        int best = 0;
        for (int c = 1; c < y.Length; c++) if (y[c] > y[best]) best = c;
        var greedy = _greedy ?? _beam[0];
        if (best != blank && best != (_before ?? blank)) greedy = greedy.Next(best);
        (_greedy, _before) = (greedy, best);
        return greedy;
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

        public bool Kept { get; set; }

        public double Total => ConnectionistTemporal.Add(Blank, Last);

        private Prefix? Before => before;

        public void Advance() => (Blank, Last, NextBlank, NextLabel, Touched) = (NextBlank, NextLabel, Never, Never, false);

        /// <summary>Says nothing any more, and is forgotten unless a longer one is kept: a stream has no end.</summary>
        public void Drop()
        {
            (Blank, Last) = (Never, Never);
            for (var at = this; at.Before is { } shorter && at._longer.Count == 0 && double.IsNegativeInfinity(at.Total); at = shorter)
                shorter._longer.Remove(at.Label);
        }

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
    }
}
