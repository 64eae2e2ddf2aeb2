using Sluice.Data.Sequences;
using Sluice.Data.Text;
using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>
/// Sentences in columns, as the tasks of CoNLL have them: a word a line, its tag in the last column, an empty line after each
/// sentence. Columns are separated by a tab, or by spaces where there is none. A line <c># label = x</c> before a sentence gives
/// the sentence a label. Files as they are found are recognised (<see cref="ConllForm"/>), and their tags become BIO or BIOES.
/// </summary>
public static class ConllFile
{
    private const string LabelStart = "# label = ";

    // So many lines with tags are no chance, and they stand in so many bytes.
    private const int Looked = 20, Beginning = 1 << 16;

    /// <summary>Whether the first lines of a file each end with a tag; false where there is no such file.</summary>
    public static bool Is(string path)
    {
        try
        {
            using var file = TextFile.Open(path);
            char[] beginning = new char[Beginning];
            int read = file.ReadBlock(beginning);
            string[] lines = TextLines.Of(new string(beginning, 0, read));
            return Is(read == Beginning ? lines[..^1] : lines);
        }
        catch (Exception e) when (e is IOException
            or UnauthorizedAccessException or ArgumentException or NotSupportedException or SluiceFormatException)
        {
            return false;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What the tags say; null to find out.</param>
    /// <exception cref="SluiceFormatException">A line has no tag, or a tag that cannot follow the one before: with file and line.</exception>
    public static TaggedSentences Read(string path, TagKind? kind = null) => TextFile.ByLines(path, lines => Parse(lines, path, kind));

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static TaggedSentences Parse(string text, string file, TagKind? kind = null)
        => Parse(TextLines.Of(text), file, kind);

    /// <summary>Reads lines, which are gone through several times, so that they need not be in memory.</summary>
    internal static TaggedSentences Parse(IEnumerable<string> lines, string file, TagKind? kind)
    {
        var form = ConllForm.Of(lines);
        var (sentences, notes) = form.Rows ? SentenceRows.Read(lines, file) : Words(lines, form, file);
        if (sentences.Count == 0) throw new SluiceFormatException("the file has no sentence.", file);
        return Scheme(sentences, notes, file, kind, lineEach: form.Rows);
    }

    /// <summary>The sentences with their tags in a scheme that taggers know, and what was done to them.</summary>
    /// <exception cref="SluiceFormatException">A tag cannot stand where it does.</exception>
    internal static TaggedSentences Scheme(
        IReadOnlyList<Sample> sentences, IReadOnlyList<string> notes, string file, TagKind? kind = null, bool lineEach = false)
    {
        if (kind == TagKind.Plain) return new TaggedSentences(sentences, notes);
        var notation = TagScheme.Notation([.. sentences.Select(s => s.Tags!)]);
        if (notation is TagNotation.Iob1 or TagNotation.Biluo or TagNotation.Bmes)
        {
            string name = notation == TagNotation.Bmes ? "BMES" : notation == TagNotation.Biluo ? "BILUO" : "IOB1";
            notes = [.. notes, $"scheme: {name}, converted to {(notation == TagNotation.Iob1 ? "IOB2 (BIO)" : "BIOES")}"];
            var shared = new SharedStrings();
            sentences = [.. sentences.Select(s => s with { Tags = shared.Of([.. TagScheme.From(s.Tags!, notation)]) })];
        }

        kind ??= TagScheme.Detect(sentences.SelectMany(s => s.Tags!));
        foreach (var sentence in sentences) Check(sentence, kind.Value, file, lineEach);
        return new TaggedSentences(sentences, notes);
    }

    private static (List<Sample> Sentences, List<string> Notes) Words(IEnumerable<string> lines, ConllForm form, string file)
    {
        List<Sample> sentences = [];
        List<string> words = [], tags = [];
        List<int> places = [];
        int comments = 0, passed = 0, documents = 0;
        string? label = null;
        var shared = new SharedStrings();
        int number = 0;
        foreach (string line in lines.Append(""))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                if (words.Count > 0) sentences.Add(Sample.Of([.. words], [.. tags], label, places[0]));
                else if (label is not null) throw new SluiceFormatException("a sentence with a label has no word.", file, number);
                words.Clear();
                tags.Clear();
                places.Clear();
                label = null;
                continue;
            }

            if (words.Count == 0
                && line.StartsWith(LabelStart, StringComparison.Ordinal) && TextLines.Trim(line[LabelStart.Length..]) is { Length: > 0 } given)
            {
                label = given;
                continue;
            }

            string[] columns = ConllForm.Columns(line);
            if (columns[0] == ConllForm.DocumentStart)
            {
                documents++;
                continue;
            }

            if (words.Count == 0 && form.IsComment(line))
            {
                comments++;
                continue;
            }

            if (form.IsPassedOver(columns))
            {
                passed++;
                continue;
            }

            if (!form.IsWord(columns) || form.Tag(columns) is not { Length: > 0 } tag || columns[form.Word].Length == 0)
                throw new SluiceFormatException($"expected {form.Expected}, got '{ColumnInference.Short(line)}'.", file, number);
            words.Add(shared.Of(columns[form.Word]));
            tags.Add(shared.Of(tag));
            places.Add(number);
        }

        return (sentences, form.Notes(comments, passed, documents));
    }

    /// <summary>Whether lines each end with a tag of a span, or are words of CoNLL-U.</summary>
    internal static bool Is(IEnumerable<string> lines)
    {
        var form = ConllForm.Of(lines);
        if (form.Universal || form.Rows) return form.Universal || SentenceRows.AreSpans(lines);
        string?[] tags = [.. lines.Where(l => !string.IsNullOrWhiteSpace(l) && !form.IsComment(l))
            .Select(ConllForm.Columns).Where(c => c[0] != ConllForm.DocumentStart)
            .Select(c => c.Length > 1 ? form.Tag(c) : null).Take(Looked)];
        return tags.Length > 0 && tags.All(t => t is not null && ConllForm.IsTag(t));
    }

    private static void Check(Sample sentence, TagKind kind, string file, bool lineEach)
    {
        bool bioes = kind == TagKind.Bioes;
        int wrong = kind == TagKind.Plain ? -1 : TagScheme.FirstWrong(sentence.Tags!, bioes);
        if (wrong < 0) return;
        string tag = sentence.Tags![wrong], before = wrong > 0 ? $"after {sentence.Tags[wrong - 1]}" : "at the start of a sentence";
        throw new SluiceFormatException(
            $"the tag '{ColumnInference.Short(tag)}' of '{ColumnInference.Short(sentence.Words[wrong])}' cannot stand {before} in {(bioes ? "BIOES" : "BIO")}; a span begins with B-{(bioes ? " or S-" : "")}, and what is outside is O.",
            file, lineEach ? sentence.Line : sentence.Line + wrong);
    }
}
