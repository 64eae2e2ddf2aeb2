using Sluice.Data.Sequences;

namespace Sluice.Tasks.Translate;

/// <summary>How well sources are translated.</summary>
/// <param name="Sources">Different sources.</param>
/// <param name="Exact">The share of sources whose translation is one of the right ones, white space aside.</param>
/// <param name="Bleu">BLEU, from 0 to 100, of tokens cut as <paramref name="Tokens"/> says.</param>
/// <param name="Tokens">13a or zh (<see cref="BleuTokens"/>).</param>
/// <param name="ChrF">chrF2, from 0 to 100.</param>
/// <param name="SymbolErrors">Symbols to be changed, left out or put in, as a share of those of the nearest right target: the word, letter or phoneme
/// error rate.</param>
public sealed record TranslationFigures(int Sources, double Exact, double Bleu, string Tokens, double ChrF, double SymbolErrors)
{
    /// <summary>The mean of −ln p of a symbol of the right targets, their ends included, in nats; null for what has no probabilities.</summary>
    public double? Loss { get; init; }

    /// <summary>Compares answers with right ones.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="right">For each of them one right answer or more.</param>
    /// <param name="symbols">How targets are cut up.</param>
    /// <param name="tokens">How BLEU cuts them up: 13a, zh, or auto for what suits the right answers.</param>
    /// <exception cref="SluiceException">Other numbers of answers and right ones, or one without.</exception>
    public static TranslationFigures Of(
        IReadOnlyList<string> answers, IReadOnlyList<IReadOnlyList<string>> right, TextSymbols symbols, string tokens = "auto")
    {
        if (tokens == "auto") tokens = BleuTokens.Suiting(right.SelectMany(r => r));
        var bleu = Translate.Bleu.Of(answers, right, tokens == "zh" ? BleuTokens.OfChinese : BleuTokens.Of13a);
        int exact = 0;
        long edits = 0, length = 0;
        for (int i = 0; i < answers.Count; i++)
        {
            if (right[i].Select(Plain).Contains(Plain(answers[i]))) exact++;
            string[] own = symbols.Cut(answers[i]);
            var nearest = right[i].Select(symbols.Cut).Select(r => (Edits: EditDistance.Of(own, r), r.Length)).MinBy(d => d.Edits);
            (edits, length) = (edits + nearest.Edits, length + nearest.Length);
        }

        return new TranslationFigures(
            answers.Count, (double)exact / Math.Max(1, answers.Count), bleu.Score, tokens, CharacterF.Of(answers, right),
            (double)edits / Math.Max(1, length));
    }

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
