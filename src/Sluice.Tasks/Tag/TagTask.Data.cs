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

/// <summary>How tagged sequences are checked, and chosen to look into a model.</summary>
internal sealed partial class TagTask
{
    public override ILayer Load(SafeTensorsFile file, string path) => Tagger.Load(file, path);

    protected override TableSource SourceOf(TagRun run) => new(run.Data, run.Table);

    protected override object Report(TagRun run, string? config)
        => new PartFiles(SourceOf(run), run.ValidationData.Length > 0 ? run.ValidationData : null, null).Sequences(run.Columns);

    protected override TagRun Propose(TagRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        if (inquiry.Look.Form == DataForm.Table && run.Columns.Target.Length == 0)
            throw new SluiceFormatException("expected a column of labels, got none.", inquiry.Source.Name);
        return run;
    }

    public override TaskSample? SampleData { get; } = new(
        "orders",
        "what people ask of a calendar, a mailbox and lists, what they name tagged: 1,830 sentences to learn from, 100 to check on, 100 to measure on",
        "Microsoft, examples of the npm package ludown", "MIT (orders.LICENSE)",
        ["train tag train.conll --validation-file dev.conll", "predict last --data sentences.txt", "evaluate last --data test.conll"]);

    public override TaskFit? Fit(DataLook look)
    {
        if (look.Form == DataForm.Sentences) return new TaskFit(FitStrength.Sure, "sentences with a tag for each word");
        if (look.IfTable is not { } table
            || (look.GivenColumn("data.target") ?? table.Useful.LastOrDefault(c => c.Kind == ColumnKind.Category)?.Name) is not { } target)
            return null;
        string? group = look.GivenColumn("data.sequence") ?? (table.Group != target ? table.Group : null);
        bool last = table.Dates.Count == 0 && table.Text is null && table.Label == target && table.Columns[^1].Name == target;
        bool other = (group is not null && (ColumnNames.IsEpisode(group) || table.IsSameInGroups(target))) || ColumnNames.IsAction(target);
        return new TaskFit(
            last && !other ? FitStrength.Likely : FitStrength.Possible, $"one of {table[target].Different} labels for each row, in '{target}'")
            .With("data.target", target, "the last column of texts")
            .With("data.sequence", group, "equal values stand together: a sequence each");
    }

    protected override IReadOnlyDictionary<string, ColumnKind> KindsOf(TagRun run) => run.Columns.Roles;

    protected override IEnumerable<(string Column, string Role)> RolesOf(TagRun run) => run.Columns.Named;

    protected override InputKind Reads(Tagger model) => model.Input is WordInput ? new("text", true) : new("table");

    protected override IEnumerable<string> Samples(Tagger model, LearnedData data) => model.Input is WordInput && data.File is { } file
        ? TaggedData.Sentences(file).Where(s => s.Count is > 4 and < 40).Select(s => string.Join(' ', s.Words)) : [];

    protected override IEnumerable<string> StockSamples(Tagger model) => model.Input is WordInput ? StepInput.Sentences : [];

    /// <summary>The sequence to look at: words between spaces, a sentence of a file, or a sequence of a table.</summary>
    public static ChosenSample Choose(Tagger model, InspectInquiry inquiry)
    {
        if (model.Input is WordInput && inquiry.Text is { } text) return new ChosenSample(Sample.Of(TextLines.Words(text)), null, 0, 1);
        var all = model.Input is WordInput ? TaggedData.Sentences(inquiry.File("FILE, or --text TEXT,")) : model.Read(inquiry.ReadTable(model));
        int index = inquiry.Place(all.Count);
        return new ChosenSample(all[index], inquiry.Source!.Name, index, all.Count);
    }

    protected override Inspected Inspect(Tagger model, InspectInquiry inquiry)
    {
        var chosen = Choose(model, inquiry);
        int count = chosen.Sample.Count, shown = inquiry.Shown(count);
        var found = model.Inspect(chosen.Sample, shown);
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, [chosen.Sample.Words.Count > 0 ? "word" : "row", "tag"],
            Enumerable.Range(count - shown, shown).Select(t => new[] { chosen.Step(t), found.Tagging.Tags[t] }), found.Recordings, count);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new("tagger", [OfWords(), OfRows()], ["\\\"a\\\",", "\\\"hidden\\\": 9,", "\\\"spelling\\\":0,", "Plain", "1048576"], model =>
        {
            var tagger = (Tagger)model;
            if (tagger.Input is WordInput) tagger.Tag([Sample.Of(["play", "y", ""]), Sample.Of([])], 2);
            else if (tagger.Input.Width < 1000) tagger.Tag(new Sample(2) { Rows = new float[2 * tagger.Input.Width] });
        }),
    ];

    private static Action<string> OfWords() => Tagger.FromSentences(
        [
            Sample.Of(["play", "x"], ["O", "B-a"], "p"),
            Sample.Of(["x"], ["B-a"], "q")
        ], null, new TaggerOptions { Hidden = 2, Word = 2, Character = 2, Spelling = 2, Validation = 0 }).Model.Save;

    private static Action<string> OfRows()
        => Tagger.FromTable(
            FuzzTable.Table, null, new RowColumns { Target = "c", Inputs = ["y"] },
            new TaggerOptions { Hidden = 2, Field = false, Validation = 0 }).Model.Save;
}
