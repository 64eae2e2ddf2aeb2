using Sluice.Audio;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Classify;

/// <summary>A label for a whole sequence.</summary>
internal sealed partial class ClassifyTask() : TaskDescriptor<ClassifyRun, Classifier>(
    ClassifyRun.Settings, new ClassifyRun("", new ClassifierOptions(), new TrainingOptions { Epochs = 40, Patience = 10, Rate = 0.003 }))
{
    // A larger table of what was told for what does not fit on a screen.
    private const int MostShown = 20;

    // Shares of n sequences are off by up to 1/√n by chance (twice the deviation of a half): below so many by more than 7 %.
    private const int Few = 200;

    public override string Name => Classifier.TaskName;

    public override string Title => "A classifier";

    public override string Kind => "sequence-classification";

    public override string Predicted => "sequences";

    public override string Description => "Trains a classifier: a label for a whole text, series or recording.";

    public override string File => "a folder with a file of texts a label, a folder of recordings (.wav), a .ts file, images in IDX, or a table";

    public override PageWords Page { get; } = new(
        new("Classify", "分类", "分類"), new(
            "A classifier learns from labelled sequences: a folder, a .ts file, images, recordings, or a table.", "分类器从带标签的序列学习：文件夹、.ts 文件、图像、录音或表格。",
            "分類器從帶標籤的序列學習：資料夾、.ts 檔案、影像、錄音或表格。"),
        "L = −1/N Σ ln p(label | sequence)");

    public override string Look => "label";

    protected override TrainingJob Prepare(ClassifyRun run)
    {
        string? held = run.ValidationData.Length > 0 ? run.ValidationData : null;
        var source = new TableSource(run.Data, run.Table);
        bool texts = IsText(run);
        if (run.Data.Length > 0 && !Path.Exists(FileScope.Check(run.Data))) throw new SluiceFormatException("there is no such file or folder.", run.Data);
        if (!texts && !Recording.Is(run.Data) && !IsSeries(run.Data) && run.Columns.Target.Length == 0)
            throw new UsageException(
                "train classify: expected a folder of texts or recordings, a .ts file, images in IDX, or --target COLUMN for a table, with --text COLUMN or --sequence COLUMN.");
        List<int> left = [];
        var table = run.Columns.Target.Length > 0 ? UserError.In(source.Name, () => source.Read(roles: KindsOf(run))) : null;
        var (model, data) = UserError.In(source.Name, () => texts
            ? Classifier.FromTexts(
                Texts(run, source, left, table), held is null ? null : Texts(run, TableSource.Of(held), left), run.Model,
                run.Text.Length > 0 ? run.Columns with { Inputs = [run.Text] } : null)
            : Recording.Is(run.Data) ? FromRecordings(run, held)
            : Classifier.FromRows(
                Series(source, run.Labels, run.Columns, table: table), held is null ? null : Series(TableSource.Of(held), "", run.Columns),
                run.Columns, run.Model));
        if (run.Text.Length > 0)
            model.Schema = new Schema(
                [.. Roles(run).Select(r => new ColumnSchema(r.Key, new ColumnForm(r.Value), null, null, []))], run.Table.Missing);
        string[] about =
        [
            .. table is null ? [] : ColumnTable.About(table, RolesOf(run)),
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}{(run.Model.Bidirectional ? " in both directions" : "")}, {model.Parameters.Sum(p => p.Count)} parameters",
            $"{source.Title}, {data.Samples.Count} sequences to learn from, {data.Validation.Count} to check on, {data.Test.Count} to measure on at the end",
            $"{model.Labels.Count} labels",
            .. left.Count > 0
                ? [$"rows without a text, which are left out: {left.Count} (line {string.Join(", ", left.Take(10))}{(left.Count > 10 ? " ..." : "")})"]
                : Array.Empty<string>(),
        ];
        return new TrainingJob(
            this, ClassifyRun.Settings.ToJson(run), run.Training, data, source.Name, model.Save, about,
            _ => Figures(model.Evaluate(data.Test.Count > 0 ? data.Test
                : data.Validation.Count > 0 ? data.Validation
                : data.Samples)))
        { Look = ClassifyLook.At(model, data), Warnings = IdxFile.Is(run.Data) ? [] : WarningsIn(run) };
    }

    protected override void Evaluate(Classifier model, Inquiry inquiry)
    {
        var all = Read(model, inquiry).Samples;
        Sample[] samples = [.. all.Where(s => s.Count > 0)];
        if (samples.All(s => s.Label is null))
            throw new SluiceFormatException(
                "expected labels, got none; where they stand in a file of their own, name it with --truth.", inquiry.Source.Name);
        inquiry.NoteLearned(model, [.. samples.Select(SampleHash.Of)], i => samples[i].Line, "sequences");
        var figures = model.Evaluate(samples);
        inquiry.Write(
            figures, Figures(figures),
            () => AnswerPage.Html($"How well it does on {inquiry.Source.Title}", Figures(figures), [ClassAnswers.Confusion(figures)]));
        if (inquiry.Json) return;
        if (samples.Length < all.Count)
            inquiry.WriteLine($"warning: {all.Count - samples.Length} of {all.Count} sequences are empty or cannot be read, and are left out", 9);
        string[] unseen = [.. samples.Select(s => s.Label).OfType<string>().Distinct().Except(model.Labels)];
        if (unseen.Length > 0) inquiry.WriteLine($"warning: never seen in training, and so never told: {string.Join(", ", unseen.Take(10))}", 9);
        if (figures.Labels.Count <= MostShown) Confusion(figures, inquiry.Output);
    }

    protected override Predictions Predict(Classifier model, Inquiry inquiry)
    {
        var asked = Read(model, inquiry);
        var samples = asked.Samples;
        foreach (var sample in samples.Where(s => s.Count == 0 && model.Sound is null)) inquiry.Unanswered.PassEmpty(sample.Line);
        if (model.Input is WordInput words)
        {
            int[] strange = [.. samples.Where(s => s.Count > 0 && !s.Words.Any(words.Words.Contains)).Select(s => s.Line)];
            if (strange.Length > 0)
                inquiry.Unanswered.Note(
                    $"{strange.Length} texts have no symbol that the model knows, and their labels say nothing: line {string.Join(", ", strange.Take(10))}{(strange.Length > 10 ? " ..." : "")}");
        }

        return ClassAnswers.Of(model, asked, model.Classify(samples), Math.Min(inquiry.Best, model.Labels.Count));
    }

    protected override List<(string Name, object Value, string Text)> Facts(Classifier model)
    {
        return
        [
            ("task",
             Name,
             $"classify {(model.Input is WordInput ? $"texts, by {model.Options.Tokenizer}" : model.Sound is { } sound ? $"recordings of {sound.Rate} samples a second" : "series")}"),
            .. Sizes(
                model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters,
                model.Options.Bidirectional ? " in both directions" : ""),
            ("labels", model.Labels, $"{model.Labels.Count}: {string.Join(" ", model.Labels.Take(12))}{(model.Labels.Count > 12 ? " ..." : "")}"),
            ("input",
             model.Input.Width, model.Input is WordInput words ? $"{words.Words.Count} symbols known" : $"{model.Input.Width} numbers a step"),
            ("temperature", model.Temperature.Value[0, 0], $"{model.Temperature.Value[0, 0]:G4}"),
        ];
    }

    private static List<(string, string)> Figures(ClassFigures f) =>
    [
        ("sequences", $"{f.Sequences}"),
        ("accuracy", $"{f.Accuracy:P2} (most frequent label {f.Majority:P2})"),
        ("macro F1", $"{100 * f.MacroF1:F2}"),
        ("loss", $"{f.Loss:F4} nats (guessing evenly {Math.Log(f.Labels.Count):F4})"),
        ("calibration",
         $"probabilities are off by {f.CalibrationError:P1} in the mean (as trained {f.Uncalibrated:P1}){(f.Sequences < Few ? $"; measured on {f.Sequences} sequences alone, which tell this no closer than to {1 / Math.Sqrt(f.Sequences):P0}: do not trust it" : "")}"),
    ];

    private static void Confusion(ClassFigures f, TextWriter output)
    {
        int longest = Math.Min(16, f.Labels.Max(l => l.Length)), cell = Math.Max(5, $"{f.Sequences}".Length + 1);
        string Short(string label, int width) => label.Length <= width ? label : label[..width];
        output.WriteLine();
        output.WriteLine("what is right, and how often each was told:");
        output.WriteLine(new string(' ', longest + 1) + string.Concat(f.Labels.Select(l => Short(l, cell - 1).PadLeft(cell))) + "     F1");
        for (int k = 0; k < f.Labels.Count; k++)
            output.WriteLine(Short(f.Labels[k], longest).PadRight(longest + 1)
                + string.Concat(f.Confusion[k].Select(c => (c == 0 ? "." : $"{c}").PadLeft(cell))) + $"{100 * f.F1(k),7:F1}");
    }
}
