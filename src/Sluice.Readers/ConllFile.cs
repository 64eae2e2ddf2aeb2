using Sluice.Data;

namespace Sluice.Readers;

/// <summary>
/// Sentences in columns, as the tasks of CoNLL have them: a word a line, its tag in the last column, an empty line after each
/// sentence. Columns are separated by a tab, or by spaces where there is none. Lines of -DOCSTART- are skipped.
/// </summary>
public static class ConllFile
{
    private const string DocumentStart = "-DOCSTART-";

    // So many lines with tags are no chance.
    private const int Looked = 20;

    /// <summary>Whether the first lines of a file each end with a tag; false where there is no such file.</summary>
    public static bool Is(string path)
    {
        try
        {
            string?[] tags = [.. File.ReadLines(path).Select(Tag).Where(t => t != DocumentStart).Take(Looked)];
            return tags.Length > 0 && tags.All(t => t is TagScheme.Outside or "" or ['B' or 'I' or 'E' or 'S', '-', _, ..]) && tags.Any(t => t != "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Whether a file has tags that only BIOES has.</summary>
    /// <exception cref="SluiceFormatException">It cannot be read.</exception>
    public static bool IsBioes(string path) => TextFile.Read(path).Split('\n').Select(Tag).Any(t => t is ['E' or 'S', '-', _, ..]);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bioes">Whether tags are of BIOES; else BIO.</param>
    /// <exception cref="SluiceFormatException">A line has no tag, or a tag that cannot follow the one before: with file and line.</exception>
    public static IReadOnlyList<TaggedSentence> Read(string path, bool bioes = false) => Parse(TextFile.Read(path), path, bioes);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static IReadOnlyList<TaggedSentence> Parse(string text, string file, bool bioes = false)
    {
        List<TaggedSentence> sentences = [];
        List<string> words = [], tags = [];
        int number = 0, begun = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                if (words.Count > 0) Add();
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

        return sentences.Count > 0 ? sentences : throw new SluiceFormatException("the file has no sentence.", file);

        void Add()
        {
            int wrong = TagScheme.FirstWrong(tags, bioes);
            if (wrong >= 0)
            {
                string tag = tags[wrong], before = wrong > 0 ? $"after {tags[wrong - 1]}" : "at the start of a sentence";
                throw new SluiceFormatException(
                    $"the tag '{ColumnInference.Short(tag)}' of '{ColumnInference.Short(words[wrong])}' cannot stand {before} in {(bioes ? "BIOES" : "BIO")}; a span begins with B-{(bioes ? " or S-" : "")}, and what is outside is O.",
                    file, begun + wrong);
            }

            sentences.Add(new TaggedSentence([.. words], [.. tags], begun));
            words.Clear();
            tags.Clear();
        }
    }

    private static string[] Columns(string line) => line.Contains('\t') ? line.Split('\t') : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The tag at the end of a line; empty for an empty line, null where there is none.</summary>
    private static string? Tag(string line) => string.IsNullOrWhiteSpace(line) ? "" : Columns(line) is var columns && columns[0] == DocumentStart ? DocumentStart : columns.Length > 1 ? columns[^1].Trim() : null;
}
