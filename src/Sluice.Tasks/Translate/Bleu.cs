namespace Sluice.Tasks.Translate;

/// <summary>
/// BLEU of a corpus (Papineni, Roukos, Ward and Zhu 2002): the geometric mean of the shares of n-grams of 1 to 4 tokens that are in a
/// reference, times a penalty where the translations are too short. Counted as sacreBLEU does by default (Post 2018).
/// </summary>
/// <param name="Score">From 0 to 100.</param>
/// <param name="Precisions">The shares for n = 1 to 4, in per cent.</param>
/// <param name="BrevityPenalty">e^(1 − reference/length) where the translations are shorter, else 1.</param>
/// <param name="Length">Tokens of the translations.</param>
/// <param name="ReferenceLength">Tokens of the references, of several the one of nearest length.</param>
public sealed record Bleu(double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, int Length, int ReferenceLength)
{
    private const int Orders = 4;

    /// <summary>The score of translations.</summary>
    /// <param name="translations">The translations.</param>
    /// <param name="references">For each of them one right translation or more.</param>
    /// <param name="tokens">How text is cut up: <see cref="BleuTokens.Of13a"/> or <see cref="BleuTokens.OfChinese"/>.</param>
    /// <exception cref="SluiceException">Other numbers of translations and references, or one without a reference.</exception>
    public static Bleu Of(IReadOnlyList<string> translations, IReadOnlyList<IReadOnlyList<string>> references, Func<string, string[]> tokens)
    {
        if (translations.Count != references.Count || references.Any(r => r.Count == 0))
            throw new SluiceException(
                $"Bleu: expected a reference or more for each of {translations.Count} translations, got {references.Count} lists.");
        var (right, total) = (new int[Orders], new int[Orders]);
        int length = 0, reference = 0;
        for (int i = 0; i < translations.Count; i++)
        {
            string[] own = tokens(translations[i]);
            string[][] others = [.. references[i].Select(tokens)];
            length += own.Length;
            reference += others.Select(o => o.Length).OrderBy(n => Math.Abs(n - own.Length)).ThenBy(n => n).First();
            for (int n = 1; n <= Orders; n++)
            {
                var allowed = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var counts in others.Select(o => Counts(o, n)))
                    foreach (var (gram, count) in counts) allowed[gram] = Math.Max(count, allowed.GetValueOrDefault(gram));
                foreach (var (gram, count) in Counts(own, n))
                {
                    right[n - 1] += Math.Min(count, allowed.GetValueOrDefault(gram));
                    total[n - 1] += count;
                }
            }
        }

        double penalty = length == 0 ? 0 : length < reference ? Math.Exp(1 - (double)reference / length) : 1;
        double[] precisions = Smoothed(right, total);
        double score = right.All(r => r == 0) || precisions.Contains(0) ? 0 : penalty * Math.Exp(precisions.Average(Math.Log));
        return new Bleu(score, precisions, penalty, length, reference);
    }

    /// <summary>
    /// Where no n-gram is right, half of one is taken to be, for the next order a quarter, and so on (Chen and Cherry 2014, method 3).
    /// </summary>
    private static double[] Smoothed(int[] right, int[] total)
    {
        var precisions = new double[Orders];
        double half = 1;
        for (int n = 0; n < Orders && total[n] > 0; n++)
        {
            if (right[n] == 0) half /= 2;
            precisions[n] = 100 * (right[n] == 0 ? half : right[n]) / total[n];
        }

        return precisions;
    }

    private static Dictionary<string, int> Counts(string[] tokens, int n)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i + n <= tokens.Length; i++)
        {
            string gram = string.Join(' ', tokens.AsSpan(i, n)!);
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }

        return counts;
    }
}
