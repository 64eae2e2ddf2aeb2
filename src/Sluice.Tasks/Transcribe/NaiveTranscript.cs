using System.Text.Json.Nodes;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Data.Text;

namespace Sluice.Tasks.Transcribe;

/// <summary>What can be said of a recording without listening to it: the most frequent word, as often as words usually come.</summary>
/// <param name="Word">The word.</param>
/// <param name="Rate">Words for each row of features.</param>
public sealed record NaiveTranscript(string Word, double Rate)
{
    /// <summary>Counts the words of utterances.</summary>
    public static NaiveTranscript Of(IReadOnlyList<Utterance> utterances)
    {
        string[] words = [.. utterances.SelectMany(u => new SpaceTokenizer().Tokenize(u.Text!))];
        string most = words.GroupBy(w => w, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? "";
        return new NaiveTranscript(most, (double)words.Length / Math.Max(1, utterances.Sum(u => (long)u.Rows.Count)));
    }

    /// <summary>The text for a recording of so many rows.</summary>
    public string For(int rows) => string.Join(' ', Enumerable.Repeat(Word, (int)Math.Round(Rate * rows)));

    internal string ToJson() => DataJson.Write(new JsonObject { ["word"] = Word, ["rate"] = Rate });

    internal static NaiveTranscript FromJson(string json) => DataJson.Read("the naive text", json, root =>
        root.GetProperty("rate").GetDouble() is >= 0 and <= 1000 and var rate
            ? new NaiveTranscript(DataJson.Text(root.GetProperty("word")), rate)
            : throw new SluiceException("expected 0 to 1000 words a row."));
}
