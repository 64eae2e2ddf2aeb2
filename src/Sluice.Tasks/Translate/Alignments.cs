namespace Sluice.Tasks.Translate;

/// <summary>Where translations looked.</summary>
public static class Alignments
{
    /// <summary>
    /// The mean share of attention that symbol t of n gives to symbol n−1−t of the source: 1 for what copies backwards, about 1/n for what looks
    /// everywhere.
    /// </summary>
    /// <param name="translations">Those without as many symbols as their source are left out.</param>
    /// <returns>The share; not a number where nothing is left.</returns>
    public static double OnAntidiagonal(IEnumerable<TranslatedText> translations)
        => translations.Where(t => t.Symbols.Count == t.Source.Count)
            .SelectMany(t => t.Symbols.Select((_, i) => (double)t.Alignment[i][t.Source.Count - 1 - i])).DefaultIfEmpty(double.NaN).Average();
}
