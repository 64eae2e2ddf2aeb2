using Sluice.Data.Sequences;
using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>
/// Sentences in columns, as the tasks of CoNLL have them: a word a line, its tag in the last column, an empty line after each
/// sentence. Columns are separated by a tab, or by spaces where there is none. A line <c># label = x</c> before a sentence gives
/// the sentence a label; lines of -DOCSTART- are skipped.
/// </summary>
public static class ConllFile
{
    private const string DocumentStart = "-DOCSTART-", LabelStart = "# label = ";

    // So many lines with tags are no chance.
    private const int Looked = 20;

    /// <summary>Whether the first lines of a file each end with a tag; false where there is no such file.</summary>
    public static bool Is(string path)
    {
        try
        {
            string?[] tags = [.. File.ReadLines(FileScope.Check(path)).Select(Tag).Where(t => t != DocumentStart).Take(Looked)];
            return tags.Length > 0 && tags.All(t => t is TagScheme.Outside or "" or ['B' or 'I' or 'E' or 'S', '-', _, ..]) && tags.Any(t => t != "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What the tags say; null to find out.</param>
    /// <exception cref="SluiceFormatException">A line has no tag, or a tag that cannot follow the one before: with file and line.</exception>
    public static IReadOnlyList<Sample> Read(string path, TagKind? kind = null) => Parse(TextFile.Read(path), path, kind);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static IReadOnlyList<Sample> Parse(string text, string file, TagKind? kind = null)
    {
        List<Sample> sentences = [];
        List<string> words = [], tags = [];
        int number = 0, begun = 0;
        string? label = null;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                if (words.Count > 0) sentences.Add(Sample.Of([.. words], [.. tags], label, begun));
                else if (label is not null) throw new SluiceFormatException("a sentence with a label has no word.", file, number);
                words.Clear();
                tags.Clear();
                label = null;
                continue;
            }

            if (words.Count == 0 && line.StartsWith(LabelStart, StringComparison.Ordinal) && line[LabelStart.Length..].Trim() is { Length: > 0 } given)
            {
                label = given;
                continue;
            }

            string[] columns = Columns(line);
            if (columns[0] == DocumentStart) continue;
            if (columns.Length < 2 || string.IsNullOrWhiteSpace(columns[^1]))
                throw new SluiceFormatException($"expected a word and its tag with a tab or a space between, got '{ColumnInference.Short(line)}'.", file, number);
            if (words.Count == 0) begun = number;
            words.Add(columns[0]);
            tags.Add(columns[^1].Trim());
        }

        if (sentences.Count == 0) throw new SluiceFormatException("the file has no sentence.", file);
        Check(sentences, kind ?? TagScheme.Detect(sentences.SelectMany(s => s.Tags!)), file);
        return sentences;
    }

    /// <summary>Checks that every tag may stand where it does; they stand below each other, or all in one line.</summary>
    /// <exception cref="SluiceFormatException">One may not: with file and line.</exception>
    internal static void Check(IEnumerable<Sample> sentences, TagKind kind, string file, int? line = null)
    {
        if (kind == TagKind.Plain) return;
        bool bioes = kind == TagKind.Bioes;
        foreach (var sentence in sentences)
        {
            int wrong = TagScheme.FirstWrong(sentence.Tags!, bioes);
            if (wrong < 0) continue;
            string tag = sentence.Tags![wrong], before = wrong > 0 ? $"after {sentence.Tags[wrong - 1]}" : "at the start of a sentence";
            throw new SluiceFormatException(
                $"the tag '{ColumnInference.Short(tag)}' of '{ColumnInference.Short(sentence.Words[wrong])}' cannot stand {before} in {(bioes ? "BIOES" : "BIO")}; a span begins with B-{(bioes ? " or S-" : "")}, and what is outside is O.",
                file, line ?? sentence.Line + wrong);
        }
    }

    private static string[] Columns(string line) => line.Contains('\t') ? line.Split('\t') : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The tag at the end of a line; empty for an empty line, null where there is none.</summary>
    private static string? Tag(string line) => string.IsNullOrWhiteSpace(line) ? "" : Columns(line) is var columns && columns[0] == DocumentStart ? DocumentStart : columns.Length > 1 ? columns[^1].Trim() : null;
}
