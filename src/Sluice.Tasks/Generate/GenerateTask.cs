using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Generate;

/// <summary>Sequences with chance inside: music, strokes of a pen, numbers, classes.</summary>
internal sealed partial class GenerateTask() : TaskDescriptor<GenerateRun, Generator>(
    GenerateRun.Settings, new GenerateRun("", new GeneratorOptions(), new TrainingOptions { Epochs = 60, Patience = 10, Rate = 0.002 }))
{
    public override string Name => Generator.TaskName;

    public override string Title => "A net that generates";

    public override string Kind => "other";

    public override string Predicted => "steps";

    public override string Description => "Trains a net with chance inside, which draws music, strokes of a pen, images or series of numbers.";

    public override string File
        => "music (JSON with the parts train, valid and test), strokes (a JSON list of [dx, dy, lifted] a line), images (IDX), or a table";

    public override PageWords Page { get; } = new(
        new("Generate", "生成", "生成"), new(
            "A net with latents learns from music, from strokes of a pen, from images or from a table, and draws new ones.",
            "带隐变量的网络从音乐、笔画、图像或表格学习，并生成新的。", "帶隱變數的網路從音樂、筆畫、影像或表格學習，並生成新的。"),
        "L = −1/N Σ [ln p(xₜ | zₜ) − KL(q(zₜ | x) ‖ p(zₜ))]");

    protected override TrainingJob Prepare(GenerateRun run)
    {
        var data = StepFile.Learn(run);
        var (model, training) = UserError.In(run.Data, () => Generator.From(data, run.Model));
        var options = model.Options;
        bool images = data.Form.Kind == StepForm.Images;
        string[] about =
        [
            $"{options.Kind}, {options.Cell}, {options.Layers} x {options.Hidden}, {Latents(model)}, {options.Likelihood}, {Size(model)} parameters",
            images
                ? $"{data.Train.Count} images of {data.Form.Height} x {data.Form.Width / data.Form.Height} to learn from, "
                    + $"{data.Validation.Count} to check on"
                : $"{data.Train.Count} sequences of {data.Train.Sum(s => s.Length)} steps to learn from, {data.Validation.Count} to check on",
        ];
        string source = new TableSource(run.Data, run.Table).Name;
        return new TrainingJob(this, GenerateRun.Settings.ToJson(run), run.Training, training, source, model.Save, about, _ =>
        {
            var figures = Figures(model, model.Evaluate(data.Validation));
            figures.Insert(1, ("baseline", Baseline(data, data.Validation)));
            return figures;
        })
        { Look = Looking(model, data), Warnings = WarningsIn(run) };
    }

    private static string Latents(Generator model) => model.Options.Kind switch
    {
        "plain" => "no latents",
        "draw" => $"{model.Options.Glimpses} glimpses of {model.Options.Latents} latents, {(model.Options.Attention ? "attention" : "no attention")}",
        _ => $"{model.Options.Latents} latents a step",
    };

    protected override List<(string Name, object Value, string Text)> Facts(Generator model)
    {
        string what = model.Form.Kind switch
        {
            StepForm.Music => $"which of {Music.Keys} keys sound",
            StepForm.Strokes => "moves of a pen",
            StepForm.Images => $"images of {model.Form.Height} x {model.Form.Width / model.Form.Height}",
            StepForm.Values => $"which of {model.Form.Width} values '{model.Form.Columns[0]}' has",
            _ => $"the numbers {string.Join(", ", model.Form.Columns)}",
        };
        return
        [
            ("task", Name, $"{model.Options.Kind}: {(model.Form.Kind == StepForm.Images ? "" : "step by step, ")}{what}"),
            .. Sizes(
                model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters,
                model.Latent > 0 ? $", {Latents(model)}" : ""),
        ];
    }

    public override ILayer Load(SafeTensorsFile file, string path) => Generator.Load(file, path);

    public override TaskFit? Fit(DataLook look) => look.Form switch
    {
        DataForm.Music => new TaskFit(FitStrength.Possible, "pieces of music, which a net with latents can draw too"),
        DataForm.Strokes => new TaskFit(FitStrength.Sure, "a list of moves of a pen on each line"),
        DataForm.Images => new TaskFit(FitStrength.Possible, "images, of which new ones can be drawn").With(
            "model.kind", "draw", "it draws images"),
        DataForm.Table when look.Table.Numbers.Count > 0 => new TaskFit(FitStrength.Possible, "columns of numbers, of which new series can be drawn")
            .With(
                "data.id", look.GivenColumn("data.id") ?? (look.Table.Counter is null ? null : look.Table.Group), "its equal values stand together"),
        _ => null,
    };

    public override TaskSample? SampleData { get; } = new(
        "letters", "letters of straight strokes, as moves of a pen", "generated", "public domain (CC0)",
        ["train generate letters.jsonl", "evaluate last --data letters.jsonl", "predict last --count 5 --out letters.svg"])
    { Make = () => [("letters.jsonl", Letters.Lines())] };

}
