using Sluice.Audio;
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
        => new PartFiles(SourceOf(run), run.ValidationData.Length > 0 ? run.ValidationData : null, null).Sequences(run.Columns, run.Text, whole: true);

    protected override ClassifyRun Propose(ClassifyRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        string path = inquiry.Source.File;
        if (Directory.Exists(path) || Recording.Is(path) || IsSeries(path)) return run;
        var table = inquiry.Source.Read();
        string[] texts = [.. table.Columns.OfType<CategoryColumn>().Select(c => c.Name)];
        string target = texts.LastOrDefault() ?? throw new SluiceFormatException("expected a column of labels, got none.", inquiry.Source.Name);

        // A table of texts has a column of them beside the labels; another has a row for each step, and first a column that names the sequence.
        string other = texts.Length > 1 ? texts[0] : table.Columns[0].Name;
        lines.AddRange([("target", target), (texts.Length > 1 ? "text" : "sequence", other)]);
        notes["data.target"] = "the last column of texts";
        notes[texts.Length > 1 ? "data.text" : "data.sequence"] = "the first such column";
        return run with { Text = texts.Length > 1 ? other : "", Columns = run.Columns with { Target = target, Sequence = texts.Length > 1 ? "" : other } };
    }

    protected override InputKind Reads(Classifier model) => model.Input is WordInput ? new("text", model.Options.Tokenizer == "word") : new(model.Sound is not null ? "sound" : "rows");

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
        var rows = model.Sound is { } sound ? Recording.Read(Recording.In(path), new SpectralFeatures(sound), path) : Series(inquiry.Source!, "", model.Columns!);
        int index = inquiry.Place(rows.Sequences.Count);
        return new ChosenSample(
            model.Read(new LabelledRows(rows.Table, [rows.Sequences[index]], [rows.Labels[index]]))[0], inquiry.Source!.Name, index, rows.Sequences.Count, IsSound: model.Sound is not null);
    }

    protected override Inspected Inspect(Classifier model, InspectInquiry inquiry)
    {
        var chosen = Choose(model, inquiry);
        var recordings = model.Inspect(chosen.Sample);
        var told = model.Beginnings(chosen.Sample, Beginnings).ToDictionary(b => b.Steps - 1, b => model.Labels[Array.IndexOf(b.Probabilities, b.Probabilities.Max())]);
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, [chosen.Sample.Words.Count > 0 ? "symbol" : "step", "label"],
            Enumerable.Range(0, chosen.Sample.Count).Select(t => new[] { Inspected.Visible(chosen.Step(t)), told.GetValueOrDefault(t, "") }), recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new("classifier", [Small()], ["\\\"a\\\",", "\\\"hidden\\\": 9,", "mean", "1048576"], model =>
        {
            var classifier = (Classifier)model;
            if (classifier.Input is WordInput) classifier.Classify([Sample.Of(["play", "y", ""]), Sample.Of([])]);
        }),
    ];

    private static Action<string> Small() => Classifier.FromTexts([Sample.Of(["play", "x"], null, "p"), Sample.Of(["x"], null, "q")], [], new ClassifierOptions { Hidden = 2, Word = 2 }).Model.Save;
}
