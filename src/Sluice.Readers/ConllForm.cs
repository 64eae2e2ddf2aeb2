using System.Globalization;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>
/// In which columns of a file word and tag stand, found by its lines: word first and tag last; ten columns of CoNLL-U, with numbers
/// such as 1, 1-2 and 8.1 first and the part of speech fourth; a number that counts the words first, as GermEval 2014 has it, with two columns of
/// tags; or a whole sentence a row.
/// </summary>
internal sealed class ConllForm
{
    internal const string DocumentStart = "-DOCSTART-";

    // A line that is broken is named, and no reason to take numbers for words.
    private const double Most = 0.9;

    private const int UniversalColumns = 10, UniversalTag = 3;

    private readonly int _columns, _tag;
    private readonly HashSet<string> _tags;

    private ConllForm(int columns, int word, int tag, bool universal, bool rows, HashSet<string> tags)
        => (_columns, Word, _tag, Universal, Rows, _tags) = (columns, word, tag, universal, rows, tags);

    /// <summary>The column of words.</summary>
    public int Word { get; }

    /// <summary>Whether the file is in CoNLL-U.</summary>
    public bool Universal { get; }

    /// <summary>Whether each row is a sentence.</summary>
    public bool Rows { get; }

    /// <summary>The form of a file.</summary>
    /// <param name="lines">Its lines, which are gone through several times.</param>
    public static ConllForm Of(IEnumerable<string> lines)
    {
        var filled = lines.Where(l => !string.IsNullOrWhiteSpace(l));

        // What begins with # is a comment or a word: the others say how words look.
        var words = filled.Where(l => l[0] != '#').Select(Columns).Where(c => c[0] != DocumentStart);
        if (!words.Any()) words = filled.Select(Columns);
        long count = 0, numbered = 0;
        List<(int Columns, long Count)> widths = [];
        foreach (string[] word in words)
        {
            count++;
            if (word.Length == UniversalColumns && IsNumber(word[0])) numbered++;
            int place = widths.FindIndex(w => w.Columns == word.Length);
            if (place < 0) widths.Add((word.Length, 1));
            else widths[place] = (word.Length, widths[place].Count + 1);
        }

        int columns = count == 0 ? 0 : widths.MaxBy(w => w.Count).Columns;
        bool universal = count > 0 && numbered >= Most * count;
        bool counted = !universal && columns >= 3 && IsCounted(lines);
        int at = universal || counted ? 1 : 0, tag = universal ? UniversalTag : -1;
        bool Tags(int column) => words.All(c => c.Length == columns && IsTag(c[column]));
        if (counted && columns >= 4 && Tags(columns - 1) && Tags(columns - 2)) tag = columns - 2;
        HashSet<string> tags = [.. words.Where(c => c.Length == columns && columns > 1).Select(c => tag < 0 ? c[^1] : c[tag])];
        return new ConllForm(columns, at, tag, universal, !universal && !counted && SentenceRows.Are(filled), tags);
    }

    /// <summary>The columns of a line: between tabs, or between spaces where there is no tab; empty ones at the end are none.</summary>
    public static string[] Columns(string line)
    {
        if (!line.Contains('\t')) return line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : [line];
        string[] columns = line.Split('\t');
        int count = columns.Length;
        while (count > 1 && columns[count - 1].Trim(' ').Length == 0) count--;
        return columns[..count];
    }

    /// <summary>Whether a tag is one of spans in any of the schemes.</summary>
    public static bool IsTag(string tag) => tag == "O" || (tag.Length > 2 && tag[1] == '-' && "BIESLUM".Contains(tag[0]));

    /// <summary>Whether a line before a sentence is a comment: # begins it, and it has not the columns of words.</summary>
    public bool IsComment(string line)
    {
        if (line[0] != '#') return false;
        string[] columns = Columns(line);
        return Universal
            || columns.Length != _columns || columns.Length < 2
            || !(Tag(columns) is { Length: > 0 } tag && (_tags.Contains(tag) || IsTag(tag) || tag[0] == '#'));
    }

    /// <summary>What a line with a word has.</summary>
    public string Expected
        => Universal ? "ten columns with a tab between, the first a number"
            : Word == 1 ? "the number of the word, the word and its tag"
            : "a word and its tag with a tab or a space between";

    /// <summary>Whether a line has what a word has.</summary>
    public bool IsWord(string[] columns)
        => Universal ? columns.Length == UniversalColumns && IsNumber(columns[0]) : columns.Length > Word + 1 && (Word == 0 || IsNumber(columns[0]));

    /// <summary>Whether a line is no word of its own: 1-2 is written as one what follows as two, 8.1 is not written at all.</summary>
    public bool IsPassedOver(string[] columns) => Universal && IsWord(columns) && (columns[0].Contains('-') || columns[0].Contains('.'));

    /// <summary>The tag of a line, or null.</summary>
    public string? Tag(string[] columns)
        => _tag < 0 ? columns.Length > 1 ? TextLines.Trim(columns[^1]) : null : columns.Length > _tag ? TextLines.Trim(columns[_tag]) : null;

    /// <summary>What there is to say of the reading.</summary>
    public List<string> Notes(int comments, int passed, int documents)
    {
        string[] parts =
        [
            .. Universal ? [$"read as CoNLL-U, the fourth column (UPOS) being the tag"]
                : Word == 1 ? [$"read with the number of the word in the first column{(_tag > 0 ? ", and of two columns of tags the first (the outer spans), as in GermEval" : "")}"]
                : Array.Empty<string>(),
            .. comments > 0 ? [$"{comments} {(comments == 1 ? "comment" : "comments")} passed over"] : Array.Empty<string>(),
            .. passed > 0 ? [$"{passed} lines with a number such as 1-2 or 8.1 left out"] : Array.Empty<string>(),
            .. documents > 0 ? [$"{documents} {(documents == 1 ? "line" : "lines")} {DocumentStart} passed over"] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? [] : [string.Join("; ", parts)];
    }

    private static bool IsNumber(string text)
        => text.Length > 0 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]) && text.All(c => char.IsAsciiDigit(c) || c is '-' or '.');

    /// <summary>Whether the first column counts the words of each sentence, from 1 or from 0.</summary>
    private static bool IsCounted(IEnumerable<string> lines)
    {
        int expected = -1, right = 0, all = 0, highest = 0;
        foreach (string line in lines)
        {
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
            {
                expected = -1;
                continue;
            }

            string first = Columns(line)[0];
            if (first == DocumentStart) continue;
            all++;
            if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) continue;
            if (expected < 0 ? number <= 1 : number == expected) right++;
            (expected, highest) = (number + 1, Math.Max(highest, number));
        }

        return highest > 1 && right >= Most * all;
    }
}
