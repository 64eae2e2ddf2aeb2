using System.Text;

namespace Sluice.Tasks.Translate;

/// <summary>
/// chrF2 of a corpus (Popović 2015): the F-score of n-grams of 1 to 6 characters, spaces left out, recall counting four times as much
/// as precision. Counted as sacreBLEU 2 does: precision and recall are means over the orders that there are.
/// </summary>
public static class CharacterF
{
    private const int Orders = 6;
    private const double Recall = 4; // β², with β = 2

    /// <summary>The score of translations, from 0 to 100; of several references, the one with the higher score of its own counts.</summary>
    /// <exception cref="SluiceException">Other numbers of translations and references, or one without a reference.</exception>
    public static double Of(IReadOnlyList<string> translations, IReadOnlyList<IReadOnlyList<string>> references)
    {
        if (translations.Count != references.Count || references.Any(r => r.Count == 0))
            throw new SluiceException(
                $"CharacterF: expected a reference or more for each of {translations.Count} translations, got {references.Count} lists.");
        var sums = new int[3 * Orders];
        for (int i = 0; i < translations.Count; i++)
        {
            var own = Counts(translations[i]);
            int[] best = references[i].Select(r => Matches(own, Counts(r))).MaxBy(Score)!;
            for (int s = 0; s < sums.Length; s++) sums[s] += best[s];
        }

        return Score(sums);
    }

    /// <summary>For each order the n-grams of the translation, those of the reference, and those of both.</summary>
    private static int[] Matches(Dictionary<string, int>[] own, Dictionary<string, int>[] reference)
    {
        var counts = new int[3 * Orders];
        for (int n = 0; n < Orders; n++)
        {
            // Where a reference has none of an order, those of the translation are no mistakes.
            counts[3 * n] = reference[n].Count > 0 ? own[n].Values.Sum() : 0;
            counts[3 * n + 1] = reference[n].Values.Sum();
            counts[3 * n + 2] = own[n].Sum(g => Math.Min(g.Value, reference[n].GetValueOrDefault(g.Key)));
        }

        return counts;
    }

    private static double Score(int[] counts)
    {
        double precision = 0, recall = 0;
        int orders = 0;
        for (int n = 0; n < Orders; n++)
        {
            if (counts[3 * n] == 0 || counts[3 * n + 1] == 0) continue;
            precision += (double)counts[3 * n + 2] / counts[3 * n];
            recall += (double)counts[3 * n + 2] / counts[3 * n + 1];
            orders++;
        }

        if (orders == 0 || precision + recall == 0) return 0;
        (precision, recall) = (precision / orders, recall / orders);
        return 100 * (1 + Recall) * precision * recall / (Recall * precision + recall);
    }

    private static Dictionary<string, int>[] Counts(string text)
    {
        string[] letters = [.. text.EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r)).Select(r => r.ToString())];
        var all = new Dictionary<string, int>[Orders];
        for (int n = 1; n <= Orders; n++)
        {
            var counts = all[n - 1] = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i + n <= letters.Length; i++)
            {
                string gram = string.Concat(letters.AsSpan(i, n)!);
                counts[gram] = counts.GetValueOrDefault(gram) + 1;
            }
        }

        return all;
    }
}
