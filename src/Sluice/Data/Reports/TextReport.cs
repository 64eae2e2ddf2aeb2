using Sluice.Data.Sequences;
using Sluice.Data.Text;

namespace Sluice.Data.Reports;

/// <summary>What is in a text, before any training.</summary>
/// <param name="Characters">Text elements.</param>
/// <param name="Different">Different ones.</param>
/// <param name="Words">Words and marks.</param>
/// <param name="Lines">Lines.</param>
/// <param name="LongestLine">Characters of the longest line.</param>
/// <param name="Parts">Characters of the parts for training, validation and test.</param>
/// <param name="Unseen">Characters of validation that training does not have.</param>
/// <param name="Repeated">The share of lines, of 20 characters or more, that are the same as an earlier one.</param>
/// <param name="Shared">The share of such lines of validation that training has too.</param>
/// <param name="Warnings">Sentences on what is likely to be wrong.</param>
public sealed record TextReport(
    int Characters, int Different, int Words, int Lines, int LongestLine, Split Parts, IReadOnlyList<string> Unseen, double Repeated, double Shared, IReadOnlyList<string> Warnings)
{
    // Shorter lines, such as the name of who speaks, come again in honest texts.
    private const int LongLine = 20;

    /// <summary>Looks at a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="validation">The share at its end that is for validation.</param>
    /// <exception cref="SluiceFormatException">It is too short to be divided.</exception>
    public static TextReport Of(string text, double validation)
    {
        string[] characters = [.. new CharacterTokenizer().Tokenize(text)];
        var parts = Split.ByShare(characters.Length, validation);
        var known = characters.Take(parts.Train.End).ToHashSet(StringComparer.Ordinal);
        string[] unseen = [.. characters.Skip(parts.Train.End).Where(c => !known.Contains(c)).Distinct()];
        string[] lines = TextLines.Of(text);
        int at = characters.Take(parts.Train.End).Sum(c => c.Length);
        var before = Long(text[..at]);
        var after = Long(text[at..]);
        var all = Long(text);
        double repeated = all.Length == 0 ? 0 : 1 - (double)all.Distinct(StringComparer.Ordinal).Count() / all.Length;
        double shared = after.Length == 0 ? 0 : (double)after.Count(before.ToHashSet(StringComparer.Ordinal).Contains) / after.Length;

        var warnings = new List<string>();
        if (First(lines, c => c == '\uFFFD') is { } damaged)
            warnings.Add($"line {damaged} has the mark U+FFFD: the text was once read in a wrong encoding, and characters are lost.");
        if (First(lines, c => char.IsControl(c) && c is not ('\t' or '\f')) is { } control)
            warnings.Add($"line {control} has control characters: is this a text?");
        if (shared > 0.05) warnings.Add($"{shared:P0} of the lines of validation are in training too: they measure memory.");
        return new TextReport(
            characters.Length, known.Count + unseen.Length, new WordTokenizer().Tokenize(text).Count(), lines.Length, lines.Max(l => l.Length),
            parts, unseen, repeated, shared, warnings);
    }

    private static string[] Long(string text) => [.. TextLines.Of(text).Select(l => l.Trim()).Where(l => l.Length >= LongLine)];

    private static int? First(string[] lines, Func<char, bool> bad) => Array.FindIndex(lines, l => l.Any(bad)) is >= 0 and var line ? line + 1 : null;
}
