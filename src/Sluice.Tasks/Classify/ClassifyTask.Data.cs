using Sluice.Audio;
using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Recording = Sluice.Audio.Recording;

namespace Sluice.Tasks.Classify;

/// <summary>How labelled sequences are checked, and chosen to look into a model.</summary>
internal sealed partial class ClassifyTask
{
    // So many beginnings of a sequence are classified by themselves.
    private const int Beginnings = 240;

    private static readonly string[] s_names = ["Nakamura", "Schneider", "Rossi", "MacDonald", "Kowalski"];

    public override ILayer Load(SafeTensorsFile file, string path) => Classifier.Load(file, path);

    protected override TableSource SourceOf(ClassifyRun run) => new(run.Data, run.Table);

    protected override object Report(ClassifyRun run, string? config)
        => IdxFile.Is(run.Data)
            ? SequenceReport.Of([.. LabelledSequence.Of(Series(SourceOf(run), run.Labels, run.Columns), DataPart.Training)])
            : new PartFiles(
                SourceOf(run), run.ValidationData.Length > 0 ? run.ValidationData : null, null).Sequences(run.Columns, run.Text, whole: true);

    protected override ClassifyRun Propose(
        ClassifyRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        if (inquiry.Look.Form == DataForm.Table && run.Columns.Target.Length == 0)
            throw new SluiceFormatException(
                "expected a column of labels beside one of texts, or for each row of a sequence, got none; name them with --target and --text or --sequence.",
                inquiry.Source.Name);
        return run;
    }

    public override TaskSample? SampleData { get; } = new(
        "names", "what 18 languages call places and languages, 300 names of each", "Unicode CLDR 48.2, npm package cldr-localenames-full",
        "Unicode-3.0 (names/LICENSE)",
        ["train classify names --tokenizer character", "predict last --data names.txt", "evaluate last --data names"]);

    public override TaskFit? Fit(DataLook look) => look.Form switch
    {
        DataForm.Texts => ByLetters(
            new TaskFit(FitStrength.Sure, $"a folder of texts with {Directory.EnumerateFiles(look.Path, "*.txt").Count()} labels"),
            LabelledTexts.Folder(look.Path).Select(t => t.Text)),
        DataForm.Series => new TaskFit(FitStrength.Sure, "labelled series"),
        DataForm.Images => new TaskFit(
            FitStrength.Likely, "images, pixel by pixel").With("data.labels_file", LabelsBeside(look.Path), "its name goes with that of the images"),
        DataForm.Recordings => Recording.In(look.Path).Select(r => r.Label).OfType<string>().ToArray() is { Length: > 1 } labels
            && labels.Distinct().Count() is > 1 and var different
            ? new TaskFit(
                2 * different <= labels.Length ? FitStrength.Likely : FitStrength.Possible,
                $"recordings with one of {different} labels in their names") : null,
        DataForm.Table =>
            Fit(look, look.Table) is { } fit ? fit with { Strength = look.Table.Wide is null ? fit.Strength : FitStrength.Possible } : null,
        _ => null,
    };

    private static TaskFit? Fit(DataLook look, TableLook table)
    {
        if ((look.GivenColumn("data.target") ?? table.Label) is not { } target) return null;
        string? text = look.GivenColumn("data.text") ?? (table.Text != target ? table.Text : null),
            group = look.GivenColumn("data.sequence") ?? (table.Group != target ? table.Group : null);
        if (text is not null && look.Given("data.text") is null && AreRecordings(table.Table.Column(text))) return null;
        int labels = table[target].Different;
        if (text is not null && look.Given("data.sequence") is null)
        {
            var fit = new TaskFit(
                table.Dates.Count > 0 && table.Numbers.Any(n => n != target) ? FitStrength.Possible : FitStrength.Sure,
                $"a text in '{text}' and one of {labels} labels in '{target}'")
                .With("data.text", text, "texts, hardly two of them the same").With("data.target", target, $"one of {labels} values");
            return table.AreWords(text) ? ByLetters(fit) : fit;
        }

        return group is null || !table.IsSameInGroups(target) ? null
            : new TaskFit(
                FitStrength.Sure, $"{table[group].Different} sequences of rows in '{group}', each with one of {labels} labels in '{target}'")
                .With(
                    "data.sequence", group,
                    "equal values stand together: a sequence each").With("data.target", target, "the same in all rows of a sequence");
    }

    /// <summary>Whether what looks like texts are names of files with sound.</summary>
    private static bool AreRecordings(Column column) => Enumerable.Range(0, column.Count).Select(column.Text).OfType<string>().All(Recording.Is);

    private static TaskFit ByLetters(TaskFit fit, IEnumerable<string> texts) => TableLook.AreSingle(texts) ? ByLetters(fit) : fit;

    private static TaskFit ByLetters(TaskFit fit) => fit.With("model.tokenizer", "character", "the texts are single words");

    /// <summary>The file of labels beside one of images: those of MNIST are named in pairs.</summary>
    private static string? LabelsBeside(string images)
    {
        string labels =
            Path.Combine(Path.GetDirectoryName(images) ?? "", Path.GetFileName(images).Replace("images", "labels").Replace("idx3", "idx1"));
        return labels != images && System.IO.File.Exists(labels) ? labels : null;
    }

    protected override IReadOnlyDictionary<string, ColumnKind> KindsOf(ClassifyRun run) => Roles(run);

    protected override IEnumerable<(string Column, string Role)> RolesOf(ClassifyRun run) => [(run.Text, "text"), .. run.Columns.Named];

    protected override InputKind Reads(Classifier model)
        => model.Input is WordInput ? new("text", model.Options.Tokenizer == "word") : new(model.Sound is not null ? "sound" : "rows");

    /// <summary>Texts with different labels.</summary>
    protected override IEnumerable<string> Samples(Classifier model, LearnedData data)
    {
        if (model.Input is not WordInput) return [];
        if (data.Folder is { } folder) return LabelledTexts.Folder(folder).GroupBy(t => t.Label).Select(g => g.First().Text);
        if (model.Columns is not { Inputs: [var column] } columns || data.File is not { } table) return [];
        return LabelledTexts.Columns(table, column, columns.Target).Where(t => t.Text.Length > 0).DistinctBy(t => t.Label).Select(t => t.Text);
    }

    protected override IEnumerable<string> StockSamples(Classifier model) => model.Input is WordInput words
        ? (model.Options.Tokenizer == "character" ? s_names : StepInput.Sentences).Where(s => model.Read(s).Words.Any(words.Words.Contains)) : [];

    /// <summary>The sequence to look at: a text, or one of a file.</summary>
    public static ChosenSample Choose(Classifier model, InspectInquiry inquiry)
    {
        if (model.Input is WordInput)
        {
            if (inquiry.Text is { } text) return new ChosenSample(model.Read(text), null, 0, 1);
            string[] lines = TextLines.Of(TextFile.Read(inquiry.File("FILE, or --text TEXT,")));
            int line = inquiry.Place(lines.Length);
            return new ChosenSample(model.Read(lines[line], null, line + 1), inquiry.Source!.Name, line, lines.Length);
        }

        string path = inquiry.File("FILE");
        var rows = model.Sound is { } sound
            ? Recording.Read(Recording.In(path), new SpectralFeatures(sound), path)
            : Series(inquiry.Source!, "", model.Columns!);
        int index = inquiry.Place(rows.Sequences.Count);
        return new ChosenSample(
            model.Read(new LabelledRows(
                rows.Table, [rows.Sequences[index]],
                [rows.Labels[index]]))[0], inquiry.Source!.Name, index, rows.Sequences.Count, IsSound: model.Sound is not null);
    }

    protected override Inspected Inspect(Classifier model, InspectInquiry inquiry)
    {
        var chosen = Choose(model, inquiry);
        var recordings = model.Inspect(chosen.Sample);
        var told = model.Beginnings(
            chosen.Sample, Beginnings).ToDictionary(b => b.Steps - 1, b => model.Labels[Array.IndexOf(b.Probabilities, b.Probabilities.Max())]);
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, [chosen.Sample.Words.Count > 0 ? "symbol" : "step", "label"],
            Enumerable.Range(
                0, chosen.Sample.Count).Select(t => new[] { Inspected.Visible(chosen.Step(t)), told.GetValueOrDefault(t, "") }), recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new("classifier", [Small()], ["\\\"a\\\",", "\\\"hidden\\\": 9,", "mean", "1048576"], model =>
        {
            var classifier = (Classifier)model;
            if (classifier.Input is WordInput) classifier.Classify([Sample.Of(["play", "y", ""]), Sample.Of([])]);
        }),
    ];

    private static Action<string> Small()
        => Classifier.FromTexts(
            [Sample.Of(["play", "x"], null, "p"), Sample.Of(["x"], null, "q")], [], new ClassifierOptions { Hidden = 2, Word = 2 }).Model.Save;
}
