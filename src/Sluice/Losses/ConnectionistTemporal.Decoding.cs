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
    /// The most probable labels over all ways to say them, by a prefix beam search (<see cref="PrefixBeam"/>). What it keeps is then measured
    /// by all ways to say it, of which the search itself loses some with each prefix that it drops; so what is returned first is at
    /// least as probable as what <see cref="Greedy"/> says.
    /// </summary>
    /// <param name="logits">[T, B, K].</param>
    /// <param name="sequence">Which of the B.</param>
    /// <param name="steps">Its length.</param>
    /// <param name="blank">The number of the blank.</param>
    /// <param name="width">Prefixes kept at each step.</param>
    /// <param name="language">What is added to ln p when a prefix goes on with a label: what a language model thinks of it; null for nothing.</param>
    /// <param name="keepsGreedy">Whether what <see cref="Greedy"/> says is kept, and all is measured anew; false for the search as it was
    /// published.</param>
    /// <returns>Labels with ln p, what the language model added included, the best first; <paramref name="width"/> of them at most.</returns>
    public static IReadOnlyList<(int[] Labels, double LogProbability)> Beam(
        Tensor logits, int sequence, int steps, int blank = 0, int width = 16, Func<IReadOnlyList<int>, int, double>? language = null,
        bool keepsGreedy = true)
    {
        var beam = new PrefixBeam(blank, width, language, keepsGreedy);
        double[][] rows = LogProbabilities(logits, sequence, steps);
        foreach (double[] y in rows) beam.Push(y);
        return keepsGreedy ? [.. Ranked(beam, rows, blank, language).Take(width)] : beam.Best;
    }

    /// <summary>What a search has kept, measured by all ways to say it, the best first.</summary>
    /// <param name="beam">The search.</param>
    /// <param name="rows">ln p [steps][K] of all steps that it took.</param>
    /// <param name="blank">The number of the blank.</param>
    /// <param name="language">What the language model adds, as for the search.</param>
    internal static IEnumerable<(int[] Labels, double LogProbability)> Ranked(
        PrefixBeam beam, IReadOnlyList<double[]> rows, int blank, Func<IReadOnlyList<int>, int, double>? language)
        => beam.Kept.Select(k =>
            (k.Labels, LogProbability: LogProbability(rows, k.Labels, blank) + Bonus(k.Labels, language))).OrderByDescending(k => k.LogProbability);

    /// <summary>ln p of labels over all ways to say them: the forward recursion.</summary>
    /// <param name="y">ln p [steps][K].</param>
    /// <param name="labels">The labels.</param>
    /// <param name="blank">The number of the blank.</param>
    internal static double LogProbability(IReadOnlyList<double[]> y, IReadOnlyList<int> labels, int blank)
    {
        int places = 2 * labels.Count + 1;
        int Label(int s) => s % 2 == 0 ? blank : labels[s / 2];
        double[] now = new double[places], next = new double[places];
        Array.Fill(now, Never);
        now[0] = 0;
        bool first = true;
        foreach (double[] row in y)
        {
            for (int s = 0; s < places; s++)
            {
                double before = first ? (s < 2 ? 0 : Never)
                    : Add(Add(now[s], s > 0 ? now[s - 1] : Never), s % 2 == 1 && s >= 3 && Label(s) != Label(s - 2) ? now[s - 2] : Never);
                next[s] = before + row[Label(s)];
            }

            (now, next, first) = (next, now, false);
        }

        return places > 1 ? Add(now[^1], now[^2]) : now[0];
    }

    private static double Bonus(int[] labels, Func<IReadOnlyList<int>, int, double>? language)
    {
        double sum = 0;
        for (int i = 0; i < labels.Length && language is not null; i++) sum += language(labels[..i], labels[i]);
        return sum;
    }
}
