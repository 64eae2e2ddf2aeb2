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
    /// The most probable labels over all ways to say them, by a prefix beam search (<see cref="PrefixBeam"/>).
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
        var beam = new PrefixBeam(blank, width, language);
        foreach (double[] y in LogProbabilities(logits, sequence, steps)) beam.Push(y);
        return beam.Best;
    }
}
