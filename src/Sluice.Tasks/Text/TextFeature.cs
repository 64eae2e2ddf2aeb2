using System.Globalization;
using Sluice.Data.Text;
using Sluice.Readers;

namespace Sluice.Tasks.Text;

/// <summary>
/// Features of a text that a net may keep track of, found by rules. A symbol has the label that holds once its last character was read.
/// </summary>
public static class TextFeature
{
    /// <summary>
    /// The features: <c>quotes</c>, outside or inside a quotation; <c>brackets</c>, how many are open; <c>line-length</c>, characters since the
    /// line began; <c>number</c> and <c>gender</c>, the last that a word told.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = ["quotes", "brackets", "line-length", "number", "gender"];

    private const int MostNumbered = 20, MostClasses = 50;

    /// <summary>The labels of a feature of a name.</summary>
    /// <param name="feature">One of <see cref="Names"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">Cuts it into symbols.</param>
    /// <exception cref="SluiceException">There is no such feature.</exception>
    public static SymbolLabels Of(string feature, string text, ITokenizer tokenizer)
    {
        text = Plain(text);
        var (classes, labels, notes) = feature switch
        {
            "quotes" => TextMarks.Quotes(text),
            "brackets" => TextMarks.Brackets(text),
            "line-length" => ([], Columns(text), []),
            "number" => TextWords.Number(text),
            "gender" => TextWords.Gender(text),
            _ => throw new SluiceException($"--feature: expected one of {string.Join(", ", Names)} or a file of labels, got '{feature}'.{(
                Nearest.To(feature, Names) is { } near ? $" Did you mean '{near}'?" : "")}"),
        };
        return new SymbolLabels(feature, classes, [.. Ends(text, tokenizer).Select(end => labels[end])]) { Notes = notes };
    }

    /// <summary>
    /// The labels of a file, one in each line, an empty one for none: as many as the text has symbols, or as many as it has lines, whose symbols
    /// all have that of their line. More than twenty different labels that are all numbers are a number to be told, all others are classes.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">Cuts it into symbols.</param>
    /// <exception cref="SluiceFormatException">There is no such file, it has another number of lines, or too many classes.</exception>
    public static SymbolLabels OfFile(string path, string text, ITokenizer tokenizer)
    {
        string[] labels = TextLines.Of(TextFile.Read(path));
        text = Plain(text);
        int[] ends = [.. Ends(text, tokenizer)];
        if (labels.Length != ends.Length)
        {
            int[] lines = Lines(text);
            int count = lines.Length == 0 ? 0 : lines[^1] + 1;
            if (labels.Length != count)
                throw new SluiceFormatException(
                    $"expected a label in each line, {ends.Length} for the symbols of the text or {count} for its lines, got {labels.Length}.", path);
            labels = [.. ends.Select(end => labels[lines[end]])];
        }

        string[] different = [.. labels.Select(l => l.Trim()).Where(l => l.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        string name = Path.GetFileNameWithoutExtension(path);
        if (different.Length > MostNumbered && different.All(l => Number(l) is not null))
            return new SymbolLabels(name, [], [.. labels.Select(l => Number(l.Trim()) ?? float.NaN)]);
        if (different.Length > MostClasses)
            throw new SluiceFormatException($"expected at most {MostClasses} different labels, or numbers alone, got {different.Length}.", path);
        return new SymbolLabels(name, different, [.. labels.Select(l => Array.IndexOf(different, l.Trim()) is >= 0 and int k ? k : float.NaN)]);
    }

    private static float? Number(string text)
        => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value : null;

    /// <summary>A text with one character for each end of a line.</summary>
    internal static string Plain(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>The place of the last character of each symbol.</summary>
    internal static IEnumerable<int> Ends(string text, ITokenizer tokenizer)
    {
        int at = 0;
        foreach (string symbol in tokenizer.Tokenize(text))
        {
            // White space that separates symbols is none; the end of a line may be written <eos>.
            string written = tokenizer is LineTokenizer && symbol == LineTokenizer.End ? "\n" : symbol;
            int found = text.IndexOf(written, at, StringComparison.Ordinal);
            if (found < 0) throw new SluiceException($"TextFeature: the symbol '{symbol}' is not where it was read.");
            at = found + written.Length;
            yield return at - 1;
        }
    }

    /// <summary>The line of each character; the end of a line belongs to it.</summary>
    private static int[] Lines(string text)
    {
        var lines = new int[text.Length];
        for (int i = 1; i < text.Length; i++) lines[i] = lines[i - 1] + (text[i - 1] == '\n' ? 1 : 0);
        return lines;
    }

    /// <summary>Characters since the line began; 0 at its end, after which the next begins.</summary>
    private static float[] Columns(string text)
    {
        var columns = new float[text.Length];
        for (int i = 0; i < text.Length; i++) columns[i] = text[i] == '\n' ? 0 : 1 + (i == 0 ? 0 : columns[i - 1]);
        return columns;
    }
}
