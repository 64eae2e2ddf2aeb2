using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Studio.Tests;

/// <summary>All that a task takes, in one file and with nothing but what is public: the next value of a column from those before it.</summary>
internal sealed class ToyTask() : TaskDescriptor<ToyRun, ToyModel>(ToyRun.Settings, new ToyRun("", "value", 4, new TrainingOptions { Epochs = 3 }))
{
    public override string Name => "toy";

    public override string Title => "A toy";

    public override string Kind => "time-series-forecasting";

    public override string Predicted => "values";

    public override string Description => "Trains a toy.";

    public override string File => "a table with a column of numbers";

    public override PageWords Page { get; } = new(
        new("Toy", "玩具", "玩具"), new("A toy learns from a column.", "玩具从一列学习。", "玩具從一欄學習。"),
        "L = 1/N Σ (y − ŷ)²")
    { Measure = new("Toy error", "误差", "誤差") };

    public override ILayer Load(SafeTensorsFile file, string path)
    {
        var model = new ToyModel(ModelFile.Metadata(file, "toy.column", path), int.Parse(ModelFile.Metadata(file, "toy.hidden", path)));
        ModelFile.Restore(file, [.. model.Parameters], path);
        return model;
    }

    protected override ToyRun Propose(ToyRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        string column = inquiry.Source.Read().Columns.OfType<NumberColumn>().Last().Name;
        lines.Add(("column", column));
        notes["data.target"] = "the last column of numbers";
        return run with { Column = column };
    }

    protected override TrainingJob Prepare(ToyRun run)
    {
        var source = SourceOf(run);
        var (model, values) = (new ToyModel(run.Column, run.Hidden), source.Read().Column<NumberColumn>(run.Column).Values);
        return new TrainingJob(
            this, ToyRun.Settings.ToJson(run), run.Training, new ToyTraining(model, values), source.Name, model.Save, [$"{values.Length} values"],
            _ => Figures(model, values))
        {
            Look = () => new Glimpse(
                GateSaturation.Of("gru", model.Run(values, []).Recordings[0]),
                [new Course("forecast", values[1..], [.. model.Run(values, []).Next.Select(v => new[] { (double)v })])]),
        };
    }

    protected override void Evaluate(ToyModel model, Inquiry inquiry)
    {
        double[] values = Values(model, inquiry.Source.Read());
        inquiry.Write(new { Error = model.Error(values) }, Figures(model, values));
    }

    protected override Predictions Predict(ToyModel model, Inquiry inquiry)
    {
        float next = model.Run(Values(model, inquiry.Source.Read()), []).Next[^1];
        return new Predictions(new Table([new NumberColumn("next", [next])]), [new { Next = next }]);
    }

    protected override List<(string Name, object Value, string Text)> Facts(ToyModel model)
        => [("task", Name, $"the next '{model.Column}'"), .. Sizes("gru", 1, model.Hidden, model.Parameters)];

    protected override Inspected Inspect(ToyModel model, InspectInquiry inquiry)
    {
        double[] values = Values(model, inquiry.ReadTable());
        var (next, recordings) = model.Run(values, []);
        return Inspected.Of(
            "gru", 1, model.Hidden, ["row", "value", "next"],
            next.Select((n, t) => new[] { $"{t + 1}", Inspected.Number(values[t]), Inspected.Number(n) }), recordings).LastOf(inquiry.Last);
    }

    private static double[] Values(ToyModel model, Table table) => table.Column<NumberColumn>(model.Column).Values;

    private static List<(string Name, string Text)> Figures(ToyModel model, double[] values) => [("error", $"{model.Error(values):F4}")];
}

/// <summary>A run of the toy.</summary>
internal sealed record ToyRun(string Data, string Column, int Hidden, TrainingOptions Training)
{
    public TableSettings Table { get; init; } = new();

    public static SettingList<ToyRun> Settings { get; } = new(
    [
        Setting<ToyRun>.Text("data.file", "the table", o => o.Data, (o, v) => o with { Data = v }),
        .. TableSettings.Settings.All.Select(s => s.Lift<ToyRun>(o => o.Table, (o, d) => o with { Table = d })),
        Setting<ToyRun>.Text("data.target", "the column", o => o.Column, (o, v) => o with { Column = v }),
        Setting<ToyRun>.Integer("model.hidden", "units", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<ToyRun>.Integer(
            "training.epochs", "passes", 1, o => o.Training.Epochs, (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<ToyRun>(o => o.Training, (o, t) => o with { Training = t }),
    ], "toy");
}

/// <summary>A GRU and a linear layer.</summary>
internal sealed class ToyModel(string column, int hidden) : ILayer
{
    private readonly RecurrentStack _stack = new("rnn", new StackOptions("gru", 1, hidden, 1), 1);
    private readonly Linear _output = new("output", hidden, 1, 1);

    public string Column => column;

    public int Hidden => hidden;

    public IEnumerable<Parameter> Parameters => [.. _stack.Parameters, .. _output.Parameters];

    public void Save(string path)
        => ModelFile.Save(path, "toy", Parameters, new Dictionary<string, string> { ["toy.column"] = column, ["toy.hidden"] = $"{hidden}" });

    public Tensor Run(Tape tape, double[] values, List<Recording> recordings)
    {
        var x = new Tensor(values.Length, 1, 1);
        for (int t = 0; t < values.Length; t++) x[t, 0] = (float)values[t];
        return _output.Run(tape, _stack.Run(tape, x, out _, recordings: recordings));
    }

    public (float[] Next, List<Recording> Recordings) Run(double[] values, List<Recording> recordings)
        => (Run(new Tape(recording: false), values, recordings).ToArray(), recordings);

    public double Error(double[] values) => Run(values, []).Next.Zip(values.Skip(1), (next, came) => Math.Pow(next - came, 2)).Average();
}

/// <summary>One column, all of it at each step.</summary>
internal sealed class ToyTraining(ToyModel model, double[] values) : ITrainable
{
    public IReadOnlyList<Parameter> Parameters { get; } = [.. model.Parameters];

    public IReadOnlyList<Tensor> Carried => [];

    public int Steps(int epoch) => 4;

    public StepLoss Step(Tape tape, int epoch, int step)
    {
        var target = new Tensor(values.Length, 1, 1);
        for (int t = 0; t < values.Length; t++) target[t, 0] = t + 1 < values.Length ? (float)values[t + 1] : float.NaN;
        return new StepLoss(PointLoss.Squared(tape, model.Run(tape, values, []), target), values.Length - 1);
    }

    public IReadOnlyDictionary<string, double> Validate() => new Dictionary<string, double> { ["loss"] = model.Error(values) };
}
