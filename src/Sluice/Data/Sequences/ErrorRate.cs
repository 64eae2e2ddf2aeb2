namespace Sluice.Data.Sequences;

/// <summary>
/// How much of sequences (of words, of phonemes) is wrong. Of several right answers the nearest counts, of equally near the longest.
/// </summary>
/// <param name="Sequences">How many were compared.</param>
/// <param name="Wrong">Those not wholly right.</param>
/// <param name="Edits">The edits to the right answers, in all (<see cref="EditDistance"/>).</param>
/// <param name="Length">The symbols of the right answers, in all.</param>
public sealed record ErrorRate(int Sequences, int Wrong, long Edits, long Length)
{
    /// <summary>The share of sequences that are wrong: 0 to 1. For spelling to sound this is the word error.</summary>
    public double OfSequences => Sequences == 0 ? 0 : (double)Wrong / Sequences;

    /// <summary>Edits for each symbol of the right answers, 0 or more: word error of sentences, phoneme error of words.</summary>
    public double OfSymbols => Length == 0 ? 0 : (double)Edits / Length;

    /// <summary>Compares answers with right ones, the symbols of both between spaces.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="references">For each of them one right answer or more.</param>
    /// <exception cref="SluiceException">Other numbers of answers and references, or one without a reference.</exception>
    public static ErrorRate Of(IReadOnlyList<string> answers, IReadOnlyList<IReadOnlyList<string>> references)
    {
        if (answers.Count != references.Count || references.Any(r => r.Count == 0))
            throw new SluiceException($"ErrorRate: expected a reference or more for each of {answers.Count} answers, got {references.Count} lists.");
        int wrong = 0;
        long edits = 0, length = 0;
        for (int i = 0; i < answers.Count; i++)
        {
            string[] answer = Symbols(answers[i]);
            var best = references[i].Select(Symbols)
                .Select(r => (Edits: EditDistance.Of(answer, r), r.Length)).OrderBy(r => r.Edits).ThenByDescending(r => r.Length).First();
            if (best.Edits > 0) wrong++;
            edits += best.Edits;
            length += best.Length;
        }

        return new ErrorRate(answers.Count, wrong, edits, length);
    }

    private static string[] Symbols(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
