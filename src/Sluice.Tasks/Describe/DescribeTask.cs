using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Describe;

/// <summary>Captions of pictures.</summary>
internal sealed partial class DescribeTask() : TaskDescriptor<DescribeRun, Describer>(
    DescribeRun.Settings, new DescribeRun(DescribeRun.Drawn, new DescriberOptions(), new TrainingOptions { Epochs = 16 }))
{
    // A beam of so many finds nearly all that a wider one does.
    private const int Width = 5;

    private const int Measured = 1000, Shown = 12, Checked = 200;

    public override string Name => Describer.TaskName;

    public override string Title => "A describer";

    public override string Kind => "image-to-text";

    public override string Predicted => "words";

    public override string Description => "Trains a describer, which says what is on a picture and shows where it looked for each word.";

    public override string File => "'scenes' (shapes that are drawn; the default), or images of handwritten digits (IDX, as MNIST)";

    public override PageWords Page { get; } = new(
        new("Describe", "描述图像", "描述影像"), new("A describer learns from scenes that it draws by itself.", "描述模型从自己画出的场景学习。", "描述模型從自己畫出的場景學習。"),
        "L = −1/N Σ ln p(wₜ | w₁ … wₜ₋₁, picture)");

    public override string Look => "scene";

    protected override TrainingJob Prepare(DescribeRun run)
    {
        var shapes = Shapes(run.Data, run.Labels);
        run = run with { Model = run.Model with { Scenes = run.Model.Scenes with { Kind = shapes is null ? "shapes" : "digits" } } };
        var (model, data) = UserError.In(run.Data, () => Describer.From(run.Model, shapes));
        var scenes = run.Model.Scenes;
        string[] about =
        [
            $"{run.Model.Cell}, {run.Model.Hidden} units, {run.Model.Attention} attention over {scenes.Rows} x {scenes.Columns} places, {model.Parameters.Sum(p => p.Count)} parameters",
            $"up to {scenes.Most} {scenes.Kind} on {scenes.Rows} x {scenes.Columns} places, {data.Scenes.Count} scenes to learn from, {data.Validation.Count} to check on, {Measured} to measure on at the end",
            "what is together in a scene to check or to measure on is never together in one to learn from",
        ];
        return new TrainingJob(
            this, DescribeRun.Settings.ToJson(run), run.Training, data, run.Data, model.Save, about,
            _ => Figures(Measure(model, new SceneMaker(scenes, shapes).Make(DataPart.Test, Measured), data.Scenes)))
        { Look = Looking(model, data) };
    }

    protected override IEnumerable<(string Name, DescribeRun Run)> BuiltIn => [(DescribeRun.Drawn, Usual with { Data = DescribeRun.Drawn })];

    /// <summary>Some pictures to check on, and what is told of them now.</summary>
    private static Func<Glimpse> Looking(Describer model, DescriberTraining data)
    {
        var scenes = Excerpt.Some(data.Validation, 3);
        var grid = model.Options.Scenes;
        return () => new Glimpse(model.Gates(scenes[0]), [new Pictures("caption", [.. model.Describe(scenes).Select((d, i) => new Picture(
            (int)Math.Sqrt(scenes[i].Pixels.Length / 3 / grid.Places) * grid.Columns, scenes[
                i].Pixels, Excerpt.Answer("", $"{d[0]}", $"{model.Language.Describe(scenes[i].Things)}")))])]);
    }

    protected override void Evaluate(Describer model, Inquiry inquiry)
    {
        var (scenes, training) = Scenes(model, inquiry, Measured);
        var measured = Measure(model, scenes, training);
        inquiry.Write(
            measured, Figures(measured), () => ScenePage.Html(model, scenes, model.Describe([.. scenes.Take(Shown)], Width), Figures(measured)));
    }

    protected override Predictions Predict(Describer model, Inquiry inquiry)
    {
        var scenes = Scenes(model, inquiry, Shown).Scenes;
        var told = model.Describe(scenes, Math.Max(Width, inquiry.Best));
        int best = Math.Min(inquiry.Best, told.Max(t => t.Count));
        Column[] answers =
        [
            new NumberColumn("scene", [.. told.Select((_, i) => i + 1.0)]),
            .. Enumerable.Range(0, best).Select(
                n => new CategoryColumn(n == 0 ? "caption" : $"caption {n + 1}", [.. told.Select(t => n < t.Count ? t[n].ToString() : null)])),
        ];
        return new Predictions(
            new Table(answers),
            told.Select(found => found.Take(inquiry.Best).Select(d => new { Caption = d.ToString(), d.LogProbability, d.Words, d.Attention })))
        {
            Page = () => ScenePage.Html(model, scenes, told, []),
            Text = output =>
            {
                foreach (var found in told) output.WriteLine(string.Join('\t', found.Take(inquiry.Best)));
            },
        };
    }

    protected override List<(string Name, object Value, string Text)> Facts(Describer model)
    {
        var scenes = model.Options.Scenes;
        return
        [
            ("task", Name, $"describe up to {scenes.Most} {scenes.Kind} on {scenes.Rows} x {scenes.Columns} places"),
            .. Sizes(model.Options.Cell, 1, model.Options.Hidden, model.Parameters, $", {model.Options.Attention} attention"),
            ("words", model.Language.Words, string.Join(' ', model.Language.Words)),
        ];
    }

    /// <summary>The digits of a file of images, or null for shapes that are drawn.</summary>
    private static HandwrittenDigits? Shapes(string data, string labels)
    {
        if (data == DescribeRun.Drawn) return null;
        // The files of MNIST are named in pairs.
        if (labels.Length == 0)
            labels = Path.Combine(Path.GetDirectoryName(data) ?? "", Path.GetFileName(data).Replace("images", "labels").Replace("idx3", "idx1"));
        if (labels == data) throw new UsageException($"describe: expected --labels-file FILE with the digits of the images in {data}.");
        var (sizes, pixels) = IdxFile.Open(data);
        if (sizes.Length != 3 || sizes[1] != sizes[2])
            throw new SluiceFormatException($"expected square images, got {string.Join(" x ", sizes)}.", data);
        var (counts, digits) = IdxFile.Open(labels);
        if (counts.Length != 1 || counts[0] != sizes[0])
            throw new SluiceFormatException($"expected {sizes[0]} labels for as many images, got {string.Join(" x ", counts)}.", labels);
        return UserError.In(data, () => new HandwrittenDigits(pixels, sizes[1], digits.Span));
    }

    /// <summary>The scenes that are asked about, and some that were learned from.</summary>
    private static (IReadOnlyList<Scene> Scenes, IReadOnlyList<Scene> Training) Scenes(Describer model, Inquiry inquiry, int count)
    {
        var options = model.Options.Scenes;
        bool images = inquiry.Data != DescribeRun.Drawn && IdxFile.Is(inquiry.Data);
        if (images != (options.Kind == "digits"))
            throw new SluiceFormatException(images
                ? "expected 'scenes' or a table of layouts for a model of shapes, got images."
                : "expected a file of images of handwritten digits (IDX) for a model of digits, got something else.", inquiry.Data);
        var maker = new SceneMaker(options, images ? Shapes(inquiry.Data, inquiry.Truth ?? "") : null);
        var scenes = images || inquiry.Data == DescribeRun.Drawn
            ? maker.Make(DataPart.Test, count)
            : [.. SceneTable.Read(inquiry.Source.Read(), options).Select((s, i) => maker.Draw(s.Things, DataPart.Test, options.Seed + (ulong)i))];
        return (scenes, maker.Make(DataPart.Training, Math.Min(options.Count, BaselineFigures.MostCompared)));
    }

    private static Measurement Measure(Describer model, IReadOnlyList<Scene> scenes, IReadOnlyList<Scene> training) => new(
        model.Evaluate(scenes, Width), model.Evaluate(scenes).Exact, BaselineFigures.MostFrequent(
            model.Language, training, scenes), BaselineFigures.MostSimilar(model.Language, training, scenes));

    private static List<(string, string)> Figures(Measurement m) =>
    [
        ("scenes", $"{m.Figures.Scenes}"),
        ("right", $"{m.Figures.Exact:P1} of the captions to the last word (without a beam {m.Greedy:P1})"),
        ("words wrong", $"{m.Figures.WordErrors:P2}"),
        ("loss", $"{m.Figures.Loss:F4} nats a word"),
        ("attention",
         $"{m.Figures.OnNamed:P1} on the thing named, at words for colours and shapes (all places alike {m.Figures.OnNamedByChance:P1}, all things alike {m.Figures.OnNamedAmongThings:P1})"),
        ("looked at most", $"the thing named at {m.Figures.MostOnNamed:P1} of these words"),
        ("most frequent", $"the most frequent caption: {m.Frequent.Exact:P1} right, {m.Frequent.WordErrors:P1} of the words wrong"),
        ("most similar", $"the caption of the most similar picture: {m.Similar.Exact:P1} right, {m.Similar.WordErrors:P1} of the words wrong"),
    ];

    private sealed record Measurement(DescriptionFigures Figures, double Greedy, BaselineFigures Frequent, BaselineFigures Similar);
}
