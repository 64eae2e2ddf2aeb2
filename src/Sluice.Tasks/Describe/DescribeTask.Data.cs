using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Describe;

/// <summary>How scenes are recognised, checked and walked along to look into a model.</summary>
internal sealed partial class DescribeTask
{
    public override ILayer Load(SafeTensorsFile file, string path) => Describer.Load(file, path);

    public override TaskSample? SampleData { get; } = new(
        "scenes", "layouts of coloured shapes to be described; those to learn from are drawn by the program", "generated", "public domain (CC0)",
        ["train describe", "predict last --data scenes.csv"])
    {
        Make = () =>
            [("scenes.csv",
                "scene,colour,shape,row,column\nfirst,red,circle,1,1\nfirst,blue,square,2,2\nsecond,green,ring,1,3\nthird,white,diamond,3,1\nthird,white,diamond,3,3\n")],
    };

    public override TaskFit? Fit(DataLook look)
        => look.Form == DataForm.Images ? new TaskFit(FitStrength.Possible, "images, as scenes of digits to describe") : null;

    protected override object Report(DescribeRun run, string? config)
    {
        var options = run.Model.Scenes with { Kind = run.Data == DescribeRun.Drawn ? "shapes" : "digits" };
        var (maker, language) = (new SceneMaker(options, Shapes(run.Data, run.Labels)), new Grammar(options));
        return SequenceReport.Of([.. Enum.GetValues<DataPart>().SelectMany(part => maker.Make(part, Math.Min(options.Count, Checked)).Select(s =>
        {
            var caption = language.Describe(s.Things);
            return new LabelledSequence(part, caption.Words.Count, [], $"{caption}");
        }))]);
    }

    protected override InputKind Reads(Describer model) => new("nothing");

    protected override Inspected Inspect(Describer model, InspectInquiry inquiry)
    {
        var options = model.Options.Scenes;
        var shapes = options.Kind == "digits" ? Shapes(inquiry.File("IMAGES"), "") : null;
        var found = model.Inspect(new SceneMaker(options, shapes).One(DataPart.Test, (uint)Math.Max(0, inquiry.Index)), Width);
        return Inspected.Of(
            model.Options.Cell, 1, model.Options.Hidden, ["word", "probability"],
            found.Probabilities.Select((p, t) =>
                new[] { t < found.Scene.Words.Count ? found.Scene.Words[t] : "∎", $"{100 * p.Max():F0} %" }), [Recording.Join(found.Recordings)]);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new("describer", [Small("soft"), Small("hard")],
        [
            "\\\"hidden\\\": 9,",
            "\\\"rows\\\": 2,",
            "\\\"things\\\": \\\"digits\\\",",
            "\\\"cell\\\": \\\"gru\\\",",
            "\\\"scenes_seed\\\": 7,",
            "1048576"
        ], model =>
        {
            try
            {
                ((Describer)model).Describe([new Scene([], new byte[24])], 2);
            }
            catch (SluiceException)
            {
                // Its grid is another.
            }
        }),
    ];

    private static Action<string> Small(string attention)
        => new Describer(new DescriberOptions
        {
            Attention = attention,
            Hidden = 2,
            Features = 2,
            Embedding = 2,
            Scenes = new SceneOptions { Rows = 1, Columns = 2, Most = 1 }
        }, 2).Save;
}
