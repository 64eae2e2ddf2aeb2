using Sluice.Data.Sequences;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>
/// A tagged sentence a row: its words, a tab, as many tags; and, where wholes have labels, a tab and the label, or the label as the last tag, as
/// ATIS has it: the one beyond the words, or that of the word EOS, BOS and EOS being the ends.
/// </summary>
internal static class SentenceRows
{
    private const string Start = "BOS", End = "EOS";

    /// <summary>Whether lines are such rows.</summary>
    public static bool Are(IEnumerable<string> filled)
    {
        var (columns, more) = (0, 0);
        bool several = false;
        foreach (string line in filled)
        {
            string[] row = ConllForm.Columns(line);
            if (row.Length is not (2 or 3) || (columns > 0 && row.Length != columns)) return false;
            int words = Count(row[0]), beyond = Count(row[1]) - words;
            if (beyond is not (0 or 1) || (columns > 0 && beyond != more)) return false;
            (columns, more) = (row.Length, beyond);
            several |= words > 1;
        }

        return several;
    }

    /// <summary>Whether the tags of such rows are those of spans; other texts may have as many words on both sides of a tab.</summary>
    public static bool AreSpans(IEnumerable<string> lines)
        => lines.Where(l => !string.IsNullOrWhiteSpace(l))
            .Select(ConllForm.Columns).All(r => TextLines.Words(r[1])[..(Count(r[0]) - (Ended(r) ? 1 : 0))].All(ConllForm.IsTag));

    /// <summary>Reads rows that are such.</summary>
    public static (List<Sample> Sentences, List<string> Notes) Read(IEnumerable<string> lines, string file)
    {
        List<Sample> sentences = [];
        var all = lines.Where(l => !string.IsNullOrWhiteSpace(l)).Select(ConllForm.Columns);
        string[] first = all.First();
        bool ends = all.All(Ended), beyond = Count(first[1]) > Count(first[0]), column = first.Length == 3;
        bool last = beyond || (ends && !column && all.All(r => !ConllForm.IsTag(TextLines.Words(r[1])[^1])));
        var shared = new SharedStrings();
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            string[] row = ConllForm.Columns(line), words = shared.Of(TextLines.Words(row[0])), tags = shared.Of(TextLines.Words(row[1]));
            string? label = column ? shared.Of(TextLines.Trim(row[2])) : last ? tags[^1] : null;
            tags = tags[..words.Length];
            if (ends) (words, tags) = (words[1..^1], tags[1..^1]);
            if (words.Length == 0) throw new SluiceFormatException("the sentence has no word.", file, number);

            // The line of a row holds all its words.
            sentences.Add(Sample.Of(words, tags, label, number));
        }

        string where = column ? ", the label in a column of its own" : last ? ", the label at the end of its tags" : "";
        return (sentences, [$"read as a sentence a row{where}{(ends ? $"; {Start} and {End} left out" : "")}"]);
    }

    private static bool Ended(string[] row) => TextLines.Words(row[0]) is [Start, _, .., End];

    private static int Count(string cell) => TextLines.Words(cell).Length;
}
