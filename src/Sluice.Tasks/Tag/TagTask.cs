using System.Globalization;
using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Tag;

/// <summary>A label for each word of a sentence, or for each row of a table.</summary>
internal sealed partial class TagTask() : TaskDescriptor<TagRun, Tagger>(
    TagRun.Settings, new TagRun("", new TaggerOptions(), new TrainingOptions { Epochs = 30, Patience = 8, Rate = 0.003 }))
{
    public override string Name => Tagger.TaskName;

    public override string Title => "A tagger";

    public override string Kind => "token-classification";

    public override string Predicted => "steps";

    public override string Description => "Trains a tagger: a label for each word, or for each row of a table.";

    public override string File => "tagged sentences (a file in columns, or a folder with seq.in and seq.out) or a table";

    public override PageWords Page { get; } = new(
        new("Tag", "标注", "標註"), new(
            "A tagger learns from sentences in columns, or from a table with a target.", "标注器从按列排列的句子或带目标列的表格学习。", "標註器從按欄排列的句子或帶目標欄的表格學習。"),
        "L = −1/N Σ ln p(tags | words)")
    { Measure = new("Validation: share of errors", "验证：错误率", "驗證：錯誤率") };

    public override string Look => "label";

    protected override TrainingJob Prepare(TagRun run)
    {
        var source = new TableSource(run.Data, run.Table);
        bool apart = run.ValidationData.Length > 0, table = run.Columns.Target.Length > 0;
        var notes = new List<string>();
        TaggedSentences Sentences(string path)
        {
            var sentences = TaggedData.Read(path);
            notes.AddRange(sentences.Notes.Where(n => !notes.Contains(n)));
            return sentences;
        }

        var rows = table ? source.Read(roles: run.Columns.Roles) : null;
        var (model, data) = rows is not null
            ? UserError.In(source.Name, () => Tagger.FromTable(
                rows, apart ? DataFile.ReadTable(run.ValidationData, run.Table.Options(null, run.Columns.Roles)) : null, run.Columns, run.Model))
            : UserError.In(run.Data, () => Tagger.FromSentences(Sentences(source.OnlyFile), apart ? Sentences(run.ValidationData) : null, run.Model));
        string[] about =
        [
            .. rows is null ? [] : ColumnTable.About(rows, RolesOf(run)),
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}{(run.Model.Bidirectional ? " in both directions" : "")}, {model.Parameters.Sum(p => p.Count)} parameters",
            $"{source.Title}, {data.Samples.Count} sequences to learn from, {data.Validation.Count} to check on",
            $"{Known(model)}",
            .. notes,
        ];
        return new TrainingJob(this, TagRun.Settings.ToJson(run), run.Training, data, source.Name, model.Save, about, _ => Figures(
            model.Evaluate(data.Validation.Count > 0 ? data.Validation : data.Samples)))
        { Look = Looking(model, data), Warnings = WarningsIn(run) };
    }

    /// <summary>Some sequences to check on with the tags that they are given now.</summary>
    private static Func<Glimpse> Looking(Tagger model, TagTraining data)
    {
        const int Sentences = 3, Longest = 30;
        Sample[] all = [.. (data.Validation.Count > 0 ? data.Validation : data.Samples).Where(s => s.Count is > 0)];

        // Sentences with something to find say more.
        Sample[] telling = [.. all.Where(s => s.Count is > 4 and <= Longest && s.Tags is { } tags && tags.Distinct().Count() > 1)];
        var shown = Excerpt.Some(telling.Length > 0 ? telling : all, Sentences);
        return () => new Glimpse(
            model.Stack is { } stack ? GateSaturation.Of(stack, model.Input.Run(new Tape(recording: false), [shown[0]])) : [],
            [new TaggedWords("tags", [.. model.Tag(shown).Select((t, i) =>
            Enumerable.Range(0, Math.Min(Longest, shown[i].Count))
                .Select(w => new TaggedWord(shown[i].Words.Count > 0 ? shown[i].Words[w] : $"{w + 1}", t[0].Tags[w], shown[i].Tags?[w]))
                .ToArray())])]);
    }

    protected override void Evaluate(Tagger model, Inquiry inquiry)
    {
        var samples =
            model.Input is RowInput ? model.Read(inquiry.Table(model)) : Converted(model, TaggedData.Read(inquiry.Data), inquiry.Unanswered);
        if (samples.Any(s => s.Tags is null))
            throw new SluiceFormatException($"expected the labels in column '{model.Columns!.Target}', and there is none.", inquiry.Source.Name);
        inquiry.NoteLearned(model, [.. samples.Select(SampleHash.Of)], i => samples[i].Line, "sequences");
        var figures = model.Evaluate(samples);
        inquiry.Write(figures, Figures(figures));
        if (inquiry.Json) return;
        string[] unseen = [.. samples.SelectMany(s => s.Tags!).Except(model.Known)];
        if (unseen.Length > 0) inquiry.WriteLine($"warning: never seen in training: {string.Join(", ", unseen.Take(10))}", 9);
    }

    /// <summary>Sentences in the scheme in which the model answers.</summary>
    private static IReadOnlyList<Sample> Converted(Tagger model, TaggedSentences sentences, Unanswered unanswered)
    {
        foreach (string note in sentences.Notes) unanswered.Note(note);
        return [.. sentences.Select(s => s with { Tags = model.Outward(s.Tags!) })];
    }

    protected override Predictions Predict(Tagger model, Inquiry inquiry)
    {
        if (model.Input is RowInput) return OfRows(model, inquiry);
        var samples = Directory.Exists(inquiry.Data)
            ? TaggedData.Sentences(inquiry.Data)
            : TaggedData.ParseSentences(string.Concat(inquiry.ReadLines(separated: true).Select(l => l + '\n')), inquiry.Data, model.Known);
        if (samples.Notes.Count > 0 && inquiry.Unanswered.Unread > 0)
            throw new SluiceFormatException("some lines of these tagged sentences are not valid UTF-8.", inquiry.Data);
        foreach (string note in samples.Notes) inquiry.Unanswered.Note(note);
        foreach (var sample in samples.Where(s => s.Count == 0)) inquiry.Unanswered.PassEmpty(sample.Line);
        NoteLong(samples, inquiry);
        return TagAnswers.Of(model, samples, model.Tag(samples, inquiry.Best));
    }

    private static void NoteLong(IReadOnlyList<Sample> samples, Inquiry inquiry)
    {
        int many = samples.Count(s => s.Count > Tagger.LongestWhole);
        if (many > 0)
            inquiry.Unanswered.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"{many} of {samples.Count} sequences have more than {Tagger.LongestWhole:N0} steps; computed in windows, with one reading each."));
    }

    private static Predictions OfRows(Tagger model, Inquiry inquiry)
    {
        var table = inquiry.Table(model);
        var samples = model.Read(table);
        NoteLong(samples, inquiry);
        string[] tags = [.. model.Tag(samples).SelectMany(t => t[0].Tags)];
        string target = model.Columns!.Target;
        return new Predictions(AnswerTable.Of(
            table, [.. Enumerable.Range(0, table.RowCount)], [new CategoryColumn(target, tags)],
            numbers: Enumerable.Range(0, table.RowCount)), [new { Target = target, Tags = tags }]);
    }

    protected override List<(string Name, object Value, string Text)> Facts(Tagger model)
    {
        return
        [
            ("task", Name, model.Kind == TagKind.Plain ? "tag: a label for each step" : "tag: spans"),
            .. Sizes(
                model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters,
                model.Options.Bidirectional ? " in both directions" : ""),
            ("tags", model.Tags, $"{model.Tags.Count}: {string.Join(" ", model.Tags.Take(8))}{(model.Tags.Count > 8 ? " ..." : "")}"),
            ("labels", model.Labels, model.Labels.Count == 0 ? "none" : string.Join(" ", model.Labels.Take(8))),
            ("input", Known(model), Known(model)),
        ];
    }

    private static string Known(Tagger model) => model.Input is WordInput words
        ? $"{words.Words.Count} words known, {words.Characters.Count} characters; {model.Tags.Count} tags{(model.Labels.Count > 0 ? $", {model.Labels.Count} labels" : "")}"
        : $"{model.Input.Width} numbers a row; {model.Tags.Count} tags";

    private static List<(string, string)> Figures(TagFigures f)
    {
        List<(string, string)> figures = [("sequences", $"{f.Sequences}, {f.Steps} steps")];
        if (f.Spans is { } spans)
        {
            figures.Add(("F1",
                $"{100 * spans[""].F1:F2} (precision {100 * spans[""].Precision:F2}, recall {100 * spans[""].Recall:F2}; by each word alone {100 * f.NaiveSpans.F1:F2})"));
            foreach (var (type, own) in spans.Where(s => s.Key.Length > 0 && spans.Count > 2)
                .OrderByDescending(s => s.Value.True).Take(12)) figures.Add(($"  {type}", $"{100 * own.F1:F2} of {own.True}"));
        }

        figures.Add(("accuracy", $"{f.Accuracy:P2} of steps (by each word alone {f.NaiveAccuracy:P2})"));
        if (f.LabelAccuracy is { } label) figures.Add(("labels", $"{label:P2} (most frequent {f.NaiveLabelAccuracy:P2})"));
        figures.Add(("all right", $"{f.Wholes:P2} of sequences"));
        figures.Add(("loss", $"{f.Loss:F4} nats a sequence"));
        return figures;
    }
}
