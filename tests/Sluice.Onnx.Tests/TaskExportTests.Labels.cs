using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Losses;
using Sluice.Networks;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Tag;

namespace Sluice.Onnx.Tests;

public partial class TaskExportTests
{
    private static readonly Sample[] s_sentences =
    [
        Sample.Of(["Ann", "saw", "New", "York"], ["B-p", "O", "B-l", "I-l"], "see"),
        Sample.Of(["Bo", "left"], ["B-p", "O"], "go"),
        Sample.Of(["York", "is", "far"], ["B-l", "O", "O"], "see"),
    ];

    /// <summary>Numbers of which some are missing, and categories.</summary>
    private static Table Rows => new(
    [
        new NumberColumn("y", [.. Enumerable.Range(0, 30).Select(i => i % 7 == 3 ? double.NaN : 20 + i * 5 % 11)]),
        new CategoryColumn("kind", [.. Enumerable.Range(0, 30).Select(i => i % 4 == 0 ? "p" : i % 3 == 0 ? "q" : "r")]),
        new CategoryColumn("label", [.. Enumerable.Range(0, 30).Select(i => i / 2 % 3 == 0 ? "a" : i % 2 == 0 ? "b" : "c")]),
        new NumberColumn("unit", [.. Enumerable.Range(0, 30).Select(i => (double)(i / 10))]),
    ]);

    private static void Tags()
    {
        var (tagger, _) = Tagger.FromSentences(
            s_sentences, null, new TaggerOptions { Hidden = 4, Layers = 2, Word = 3, Character = 3, Spelling = 2, Validation = 0 });
        Shaken(tagger);
        var (tags, labels) = tagger.Scores(new Tape(recording: false), s_sentences);
        int[][] paths = [.. s_sentences.Select((s, b) => tagger.Field!.Best(tags, b, s.Count)[0].Path)];

        // Beyond the end of a sentence the last tag is repeated.
        int steps = s_sentences.Max(s => s.Count);
        var right = Enumerable.Range(0, steps).SelectMany(t => paths.Select(p => p[Math.Min(t, p.Length - 1)]));
        using var file = new ExportedFile(tagger);
        file.Equal(
            Words((WordInput)tagger.Input, s_sentences, "lengths"), ("tags", Floats(right)), ("label_probabilities", Softmax.Of(labels!).ToArray()),
            ("label", [.. Enumerable.Range(0, 3).Select(b => (float)Best(labels!.Row(b)))]));

        // Rows of a table, each tagged by itself, in one direction: also as they come.
        var table = Rows;
        var columns = new RowColumns { Target = "label", Inputs = ["y", "kind"] };
        var (rows, _) = Tagger.FromTable(table, null, columns, new TaggerOptions { Hidden = 3, Bidirectional = false, Field = false, Validation = 0 });
        Shaken(rows);
        var sample = rows.Read(table)[0];
        var scores = rows.Scores(new Tape(recording: false), [sample]).Tags;
        var inputs = RowInputs(((RowInput)rows.Input).Encoder, table);
        using var each = new ExportedFile(rows);
        var whole = each.Equal(
            inputs, ("scores", scores.ToArray()), ("probabilities", Softmax.Of(scores).ToArray()),
            ("tags", [.. Enumerable.Range(0, sample.Count).Select(t => (float)Best(scores.Row(t)))]));
        ExportedFile.Streams(rows, inputs, whole, [7, 1, 22]);
    }

    private static void Classes()
    {
        foreach (string pool in (string[])["last", "mean", "max"])
        {
            foreach (bool both in (bool[])[true, false])
            {
                var options = new ClassifierOptions { Hidden = 4, Word = 3, Spelling = 2, Pool = pool, Bidirectional = both, Cell = both ? "gru" : "ugrnn" };
                var (model, _) = Classifier.FromTexts(s_sentences, [], options);
                Shaken(model).Temperature.Set([1.7f]);
                double[][] p = model.Classify(s_sentences);
                using var file = new ExportedFile(model);
                file.Equal(
                    Words((WordInput)model.Input, s_sentences, "lengths"), ("probabilities", Floats(p.SelectMany(row => row))),
                    ("label", [.. p.Select(row => (float)Array.IndexOf(row, row.Max()))]));
                if (both) continue;
                Sample[] one = [s_sentences[0]];
                var inputs = Words((WordInput)model.Input, one);
                ExportedFile.Streams(model, inputs, new() { ["probabilities"] = Floats(model.Classify(one)[0]) }, [1, 3], each: 0);
            }
        }
    }

    /// <summary>Sentences as inputs of a graph, padded.</summary>
    private static Dictionary<string, Value> Words(WordInput input, Sample[] sentences, string? lengths = null)
    {
        int steps = sentences.Max(s => s.Count), batch = sentences.Length;
        int[][] spelled = [.. Enumerable.Range(0, steps * batch).Select(i => sentences[i % batch] is var s && i / batch < s.Count
            ? input.Spelling(s.Words[i / batch])
            : [0])];
        int longest = spelled.Max(s => s.Length);
        var inputs = new Dictionary<string, Value>
        {
            ["words"] = Integers([steps, batch], Enumerable.Range(0, steps * batch).Select(i => sentences[i % batch] is var s && i / batch < s.Count
                ? input.IndexOf(s.Words[i / batch])
                : 0)),
            ["characters"] = Integers([steps, batch, longest], spelled.SelectMany(s => s.Concat(Enumerable.Repeat(0, longest - s.Length)))),
            ["spelled"] = Integers([steps, batch], spelled.Select(s => s.Length)),
        };
        if (lengths is not null) inputs[lengths] = Integers([batch], sentences.Select(s => s.Count));
        return inputs;
    }

    /// <summary>The rows of a table as inputs of a graph, for one sequence.</summary>
    private static Dictionary<string, Value> RowInputs(TableEncoder encoder, Table table, string role = "row", int from = 0, int? count = null)
        => encoder.Columns.ToDictionary(c => $"{role}.{c.Name}", c =>
        {
            int rows = count ?? table.RowCount;
            return c switch
            {
                NumberEncoding => Numbers([rows, 1], table.Column<NumberColumn>(c.Name).Values.Skip(from).Take(rows)),
                CategoryEncoding k => Integers([rows, 1], table.Column<CategoryColumn>(c.Name).Values.Skip(from).Take(rows).Select(k.OneHot.IndexOf)),
                _ => Numbers([rows, 1, c.Width], Enumerable.Range(from, rows).SelectMany(r => new TableEncoder([c]).Encode(table, r)).Select(v => (double)v)),
            };
        });

    private static int Best(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int k = 1; k < row.Length; k++) if (row[k] > row[best]) best = k;
        return best;
    }
}
