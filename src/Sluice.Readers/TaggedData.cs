using Sluice.Data.Sequences;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>
/// Tagged sentences: a file in columns (<see cref="ConllFile"/>), or a folder with one file of words (<c>seq.in</c>), one of tags
/// (<c>seq.out</c>) and, where wholes have labels, one of these (<c>label</c>), the lines of which belong together.
/// </summary>
public static class TaggedData
{
    private const string WordsFile = "seq.in", TagsFile = "seq.out", LabelFile = "label";

    /// <summary>Whether a path is such a folder.</summary>
    public static bool IsFolder(string path) => File.Exists(Path.Combine(path, WordsFile));

    /// <summary>Reads a file or a folder.</summary>
    /// <exception cref="SluiceFormatException">Something is missing, or a tag cannot follow the one before: with file and line.</exception>
    public static TaggedSentences Read(string path) => Directory.Exists(path) ? Folder(path) : ConllFile.Read(path);

    /// <summary>
    /// Reads sentences to be tagged: a line each, words between spaces, an empty one for an empty line; or the words of tagged sentences, whose tags
    /// are left.
    /// </summary>
    /// <param name="path">A file, or a folder as <see cref="Read"/> has it.</param>
    /// <param name="known">Tags by which a file is known to be tagged already, beside those of spans.</param>
    /// <exception cref="SluiceFormatException">The file cannot be read, or has no sentence.</exception>
    public static TaggedSentences Sentences(string path, IReadOnlyCollection<string>? known = null)
        => Directory.Exists(path) ? Folder(path) : TextFile.ByLines(path, lines => ParseSentences(lines, path, known));

    /// <summary>The same from the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Sentences"/>.</exception>
    public static TaggedSentences ParseSentences(string text, string file, IReadOnlyCollection<string>? known = null)
        => ParseSentences(TextLines.Of(text), file, known);

    private static TaggedSentences ParseSentences(IEnumerable<string> lines, string file, IReadOnlyCollection<string>? known)
    {
        var filled = lines.Where(l => !string.IsNullOrWhiteSpace(l));
        if (!filled.Any()) throw new SluiceFormatException("the file has no sentence.", file);
        if (!filled.All(l => l.Contains('\t')) && !ConllFile.Is(lines) && !AreTagged(filled, known ?? []))
        {
            var shared = new SharedStrings();
            return new TaggedSentences([.. lines.Select((l, i) => Sample.Of(shared.Of(TextLines.Words(l)), line: i + 1))], []);
        }

        var tagged = ConllFile.Parse(lines, file, TagKind.Plain);
        return new TaggedSentences(
            [.. tagged.Select(s => s with { Tags = null, Label = null })],
            [.. tagged.Notes, "the file is tagged already: its words are read, and its tags are left"]);
    }

    /// <summary>Whether all lines have equally many columns, and the last holds tags that are known.</summary>
    private static bool AreTagged(IEnumerable<string> filled, IReadOnlyCollection<string> known)
    {
        var rows = filled.Where(l => l[0] != '#').Select(ConllForm.Columns).Where(c => c[0] != ConllForm.DocumentStart);
        return known.Count > 0 && rows.FirstOrDefault() is { Length: > 1 } first && rows.All(r => r.Length == first.Length && known.Contains(r[^1]));
    }

    private static TaggedSentences Folder(string folder)
    {
        string[] words = LinesOf(WordsFile), tags = LinesOf(TagsFile);
        string[]? labels = File.Exists(Path.Combine(folder, LabelFile)) ? LinesOf(LabelFile) : null;
        foreach (var (name, count) in new[] { (TagsFile, tags.Length), (LabelFile, labels?.Length ?? words.Length) })
            if (count != words.Length)
                throw new SluiceFormatException($"expected {words.Length} lines as in {WordsFile}, got {count}.", Path.Combine(folder, name));
        List<Sample> samples = [];
        for (int i = 0; i < words.Length; i++)
        {
            string[] own = TextLines.Words(words[i]), marks = TextLines.Words(tags[i]);
            if (own.Length != marks.Length)
                throw new SluiceFormatException(
                    $"expected {own.Length} tags for as many words, got {marks.Length}.", Path.Combine(folder, TagsFile), i + 1);
            if (own.Length == 0) throw new SluiceFormatException("the sentence is empty.", Path.Combine(folder, WordsFile), i + 1);
            if (labels is not null && string.IsNullOrWhiteSpace(labels[i]))
                throw new SluiceFormatException("expected a label, got an empty line.", Path.Combine(folder, LabelFile), i + 1);
            samples.Add(Sample.Of(own, marks, labels is null ? null : TextLines.Trim(labels[i]), i + 1));
        }

        if (samples.Count == 0) throw new SluiceFormatException("the file has no sentence.", Path.Combine(folder, WordsFile));

        // A tag stands in the line of its sentence.
        return ConllFile.Scheme(samples, [], Path.Combine(folder, TagsFile), lineEach: true);

        // Empty lines at the end are none.
        string[] LinesOf(string name) => TextLines.Of(TextFile.Read(Path.Combine(folder, name)).TrimEnd('\r', '\n'));
    }
}
