using System.Buffers;
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
    int Characters, int Different, int Words, int Lines, int LongestLine, Split Parts, IReadOnlyList<string> Unseen, double Repeated, double Shared,
    IReadOnlyList<string> Warnings)
{
    // Shorter lines, such as the name of who speaks, come again in honest texts.
    private const int LongLine = 20;

    private static readonly SearchValues<char> s_controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\f' or '\r' or '\n'))]);

    /// <summary>Looks at a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="validation">The share at its end that is for validation.</param>
    /// <exception cref="SluiceFormatException">It is too short to be divided.</exception>
    public static TextReport Of(string text, double validation)
    {
        var (count, different) = TextElements.Of(text);
        var parts = Split.ByShare(count, validation);
        string[] unseen = [.. different.Where(d => d.Place >= parts.Train.End).Select(d => d.Element)];
        int at = TextElements.PlaceOf(parts.Train.End, text);
        var (lines, longest) = (0, 0);
        foreach (var (_, length) in TextLines.Places(text, 0, text.Length)) (lines, longest) = (lines + 1, Math.Max(longest, length));

        // Lines are kept by their places: a string of each would be the text once more.
        var seen = new HashSet<(int, int)>(new SameLine(text));
        var (after, known) = (0, 0);
        foreach (var line in Long(text, 0, at)) seen.Add(line);
        foreach (var line in Long(text, at, text.Length)) (after, known) = (after + 1, known + (seen.Contains(line) ? 1 : 0));
        seen.Clear();
        int all = 0;
        foreach (var line in Long(text, 0, text.Length))
        {
            all++;
            seen.Add(line);
        }

        double repeated = all == 0 ? 0 : 1 - (double)seen.Count / all, shared = after == 0 ? 0 : (double)known / after;
        var warnings = new List<string>();
        if (text.IndexOf('\uFFFD') is >= 0 and var damaged)
            warnings.Add($"line {LineOf(text, damaged)} has the mark U+FFFD: the text was once read in a wrong encoding, and characters are lost.");
        if (text.AsSpan().IndexOfAny(s_controls) is >= 0 and var control)
            warnings.Add($"line {LineOf(text, control)} has control characters: is this a text?");
        if (shared > 0.05) warnings.Add($"{shared:P0} of the lines of validation are in training too: they measure memory.");
        return new TextReport(count, different.Count, new WordTokenizer().Count(text), lines, longest, parts, unseen, repeated, shared, warnings);
    }

    private static IEnumerable<(int Start, int Length)> Long(string text, int from, int to)
    {
        foreach (var (start, length) in TextLines.Places(text, from, to))
        {
            var line = text.AsSpan(start, length).TrimStart();
            int begin = start + length - line.Length, trimmed = line.TrimEnd().Length;
            if (trimmed >= LongLine) yield return (begin, trimmed);
        }
    }

    private static int LineOf(string text, int place) => TextLines.Places(text, 0, place + 1).Count();

    private sealed class SameLine(string text) : IEqualityComparer<(int Start, int Length)>
    {
        public bool Equals((int Start, int Length) a, (int Start, int Length) b)
            => text.AsSpan(a.Start, a.Length).SequenceEqual(text.AsSpan(b.Start, b.Length));

        public int GetHashCode((int Start, int Length) line) => string.GetHashCode(text.AsSpan(line.Start, line.Length));
    }
}
