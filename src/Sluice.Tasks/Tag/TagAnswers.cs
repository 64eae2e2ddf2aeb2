using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Descriptor;

namespace Sluice.Tasks.Tag;

/// <summary>Readings of sentences as a table, and as lines with a word and its tags each.</summary>
internal static class TagAnswers
{
    /// <summary>A row for each word; a sentence without words has one row without a word.</summary>
    public static Predictions Of(Tagger model, IReadOnlyList<Sample> samples, IReadOnlyList<IReadOnlyList<Tagging>> taggings)
    {
        (int Sentence, int Word)[] rows =
            [.. samples.SelectMany((s, i) => Enumerable.Range(s.Count == 0 ? -1 : 0, Math.Max(1, s.Count)).Select(t => (i, t)))];
        CategoryColumn Texts(string name, Func<int, int, string?> of) => new(name, [.. rows.Select(r => r.Word < 0 ? null : of(r.Sentence, r.Word))]);
        List<Column> columns = [new NumberColumn("sentence", [.. rows.Select(r => r.Sentence + 1.0)]), Texts("word", (i, t) => samples[i].Words[t])];
        for (int best = 0; best < taggings.Select(t => t.Count).DefaultIfEmpty(0).Max(); best++)
        {
            int place = best;
            columns.Add(Texts(place == 0 ? "tag" : $"tag {place + 1}", (i, t) => place < taggings[i].Count ? taggings[i][place].Tags[t] : null));
        }

        if (taggings.Any(t => t[0].Label is not null)) columns.Add(Texts("label", (i, _) => taggings[i][0].Label));
        return new Predictions(
            new Table(columns),
            samples.Select((sample, i) => Machine(model, sample, taggings[i])))
        { Text = output => Write(samples, taggings, output) };
    }

    private static object Machine(Tagger model, Sample sample, IReadOnlyList<Tagging> readings) => new
    {
        sample.Words,
        readings[0].Label,
        readings[0].LabelProbability,
        Readings = readings.Select(t => new
        {
            t.Probability,
            t.Tags,
            Spans = model.Kind == TagKind.Plain ? null : TagScheme.Spans(
                t.Tags).Select(s => new { s.Type, s.Start, s.End, Text = string.Join(' ', sample.Words.Skip(s.Start).Take(s.End - s.Start)) }),
        }),
    };

    private static void Write(IReadOnlyList<Sample> samples, IReadOnlyList<IReadOnlyList<Tagging>> taggings, TextWriter output)
    {
        for (int i = 0; i < samples.Count; i++)
        {
            if (taggings[i][0].Label is { } label) output.WriteLine($"# label = {label}");
            for (int t = 0; t < samples[i].Count; t++)
                output.WriteLine(string.Join('\t', taggings[i].Select(g => g.Tags[t]).Prepend(samples[i].Words[t])));
            output.WriteLine();
        }
    }
}
