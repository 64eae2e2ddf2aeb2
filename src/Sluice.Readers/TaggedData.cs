using Sluice.Data.Sequences;

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
    public static IReadOnlyList<Sample> Read(string path) => Directory.Exists(path) ? Folder(path) : ConllFile.Read(path);

    /// <summary>Reads sentences to be tagged: a line each, words between spaces; or the words of tagged sentences, as <see cref="Read"/> has them.</summary>
    /// <exception cref="SluiceFormatException">The file cannot be read, or has no sentence.</exception>
    public static IReadOnlyList<Sample> Sentences(string path)
    {
        if (Directory.Exists(path)) return Folder(path);
        string text = TextFile.Read(path);
        string[] lines = Lines(text);
        if (lines.All(l => string.IsNullOrWhiteSpace(l))) throw new SluiceFormatException("the file has no sentence.", path);
        return lines.All(l => string.IsNullOrWhiteSpace(l) || l.Contains('\t'))
            ? ConllFile.Parse(text, path, TagKind.Plain)
            : [.. lines.Select((l, i) => Sample.Of(Words(l), line: i + 1))];
    }

    private static List<Sample> Folder(string folder)
    {
        string[] words = LinesOf(WordsFile), tags = LinesOf(TagsFile);
        string[]? labels = File.Exists(Path.Combine(folder, LabelFile)) ? LinesOf(LabelFile) : null;
        foreach (var (name, count) in new[] { (TagsFile, tags.Length), (LabelFile, labels?.Length ?? words.Length) })
            if (count != words.Length) throw new SluiceFormatException($"expected {words.Length} lines as in {WordsFile}, got {count}.", Path.Combine(folder, name));
        List<Sample> samples = [];
        for (int i = 0; i < words.Length; i++)
        {
            string[] own = Words(words[i]), marks = Words(tags[i]);
            if (own.Length != marks.Length) throw new SluiceFormatException($"expected {own.Length} tags for as many words, got {marks.Length}.", Path.Combine(folder, TagsFile), i + 1);
            if (own.Length == 0) throw new SluiceFormatException("the sentence is empty.", Path.Combine(folder, WordsFile), i + 1);
            if (labels is not null && string.IsNullOrWhiteSpace(labels[i])) throw new SluiceFormatException("expected a label, got an empty line.", Path.Combine(folder, LabelFile), i + 1);
            samples.Add(Sample.Of(own, marks, labels?[i].Trim(), i + 1));
        }

        if (samples.Count == 0) throw new SluiceFormatException("the file has no sentence.", Path.Combine(folder, WordsFile));

        // A tag stands in the line of its sentence.
        var kind = TagScheme.Detect(samples.SelectMany(s => s.Tags!));
        foreach (var sample in samples) ConllFile.Check([sample], kind, Path.Combine(folder, TagsFile), sample.Line);
        return samples;

        string[] LinesOf(string name) => Lines(TextFile.Read(Path.Combine(folder, name)));
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
