using Sluice.Data;

namespace Sluice.Readers;

/// <summary>
/// Sentences in columns, as the tasks of CoNLL have them: a word a line, its tag in the last column, an empty line after each
/// sentence. Columns are separated by a tab, or by spaces where there is none. Lines of -DOCSTART- are skipped.
/// </summary>
public static class ConllFile
{
    private const string DocumentStart = "-DOCSTART-";

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

            string[] columns = line.Contains('\t') ? line.Split('\t') : line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
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
}
