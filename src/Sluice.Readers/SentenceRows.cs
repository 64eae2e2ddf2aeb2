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
    public static bool Are(string[] filled)
    {
        string[][] rows = [.. filled.Select(ConllForm.Columns)];
        return rows.Length > 0 && rows.All(
            r => r.Length is 2 or 3 && r.Length == rows[0].Length && Count(r[1]) is var tags && (tags == Count(r[0]) || tags == Count(r[0]) + 1))
            && rows.Any(r => Count(r[0]) > 1) && rows.All(r => Count(r[1]) - Count(r[0]) == Count(rows[0][1]) - Count(rows[0][0]));
    }

    /// <summary>Whether the tags of such rows are those of spans; other texts may have as many words on both sides of a tab.</summary>
    public static bool AreSpans(string[] lines)
        => lines.Where(l => !string.IsNullOrWhiteSpace(l))
            .Select(ConllForm.Columns).All(r => TextLines.Words(r[1])[..(Count(r[0]) - (Ended(r) ? 1 : 0))].All(ConllForm.IsTag));

    /// <summary>Reads rows that are such.</summary>
    public static (List<Sample> Sentences, List<string> Notes) Read(string[] lines, string file)
    {
        List<Sample> sentences = [];
        string[][] all = [.. lines.Where(l => !string.IsNullOrWhiteSpace(l)).Select(ConllForm.Columns)];
        bool ends = all.All(Ended), beyond = Count(all[0][1]) > Count(all[0][0]), column = all[0].Length == 3;
        bool last = beyond || (ends && !column && all.All(r => !ConllForm.IsTag(TextLines.Words(r[1])[^1])));
        for (int i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            string[] row = ConllForm.Columns(lines[i]), words = TextLines.Words(row[0]), tags = TextLines.Words(row[1]);
            string? label = column ? TextLines.Trim(row[2]) : last ? tags[^1] : null;
            tags = tags[..words.Length];
            if (ends) (words, tags) = (words[1..^1], tags[1..^1]);
            if (words.Length == 0) throw new SluiceFormatException("the sentence has no word.", file, i + 1);

            // The line of a row holds all its words.
            sentences.Add(Sample.Of(words, tags, label, i + 1));
        }

        string where = column ? ", the label in a column of its own" : last ? ", the label at the end of its tags" : "";
        return (sentences, [$"read as a sentence a row{where}{(ends ? $"; {Start} and {End} left out" : "")}"]);
    }

    private static bool Ended(string[] row) => TextLines.Words(row[0]) is [Start, _, .., End];

    private static int Count(string cell) => TextLines.Words(cell).Length;
}
