using Sluice.Data.Reports;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Life;

/// <summary>The remaining life of units, such as engines.</summary>
internal sealed class LifeTask() : TaskDescriptor<LifeRun, LifeModel>(
    LifeRun.Settings, new LifeRun("", new LifeOptions(), new TrainingOptions { Epochs = 120 }))
{
    // Fewer units cannot tell what is common to all from what is one's own.
    private const int Fewest = 3;

    public override string Name => LifeModel.TaskName;

    public override string Title => "A model of remaining life";

    public override string Kind => "time-series-regression";

    public override string Predicted => "rows";

    public override string Description => "Trains a model that says how long a unit will last, from histories of units that failed.";

    public override string File => "the histories to learn from, a row a cycle: CSV, TSV, JSON lines or numbers between spaces";

    public override PageWords Page { get; } = new(
        new(
            "Remaining life", "剩余寿命",
            "剩餘壽命"), new("Remaining life is learned from histories of units, each to its failure.", "剩余寿命从各设备直到失效的历史学习。", "剩餘壽命從各設備直到失效的歷史學習。"),
        "L = 1/N Σ (ln σ + (y − μ)² / 2σ²)")
    { Measure = new("Validation: error in rows", "验证：误差（行）", "驗證：誤差（列）") };

    protected override TrainingJob Prepare(LifeRun run)
    {
        var source = new TableSource(run.Data, run.Table);
        var table = source.Read(roles: run.Model.Roles);
        var (model, data) = UserError.In(source.Name, () => LifeModel.From(table, run.Model));
        string[] about =
        [
            .. ColumnTable.About(table, RolesOf(run)),
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Count)} parameters",
            $"rows left, up to {run.Model.Cap}, from {model.Sensors.Width} sensors{SensorText.LeftOut(model.Sensors)}",
            $"{source.Title}, {data.Units} units to learn from, {data.Validation.Count} to check on, cut off at every age",
        ];
        return new TrainingJob(
            this, LifeRun.Settings.ToJson(run), run.Training, data, source.Name, model.Save, about,
            _ => Figures(data.Figures()))
        { Look = () => GlimpseOf(data), Warnings = Warned(table, run) };
    }

    /// <summary>One unit from its first row to its end: what is left of it, and what is expected now.</summary>
    private static Glimpse GlimpseOf(LifeTraining data)
    {
        var (expected, left, gates) = data.Look();
        return new Glimpse(gates, [new Course("life", left, [.. expected.Estimates.Select(e => new[] { e.Low, e.Life, e.High })], 0, expected.Name)]);
    }

    protected override void Evaluate(LifeModel model, Inquiry inquiry)
    {
        var table = inquiry.Table(model);
        inquiry.NoteLearned(model, table);
        double[]? truth = inquiry.Truth is { } file ? Truth(file) : null;
        var figures = UserError.In(inquiry.Truth ?? inquiry.Source.Name, () => truth is null ? model.Evaluate(table) : model.Evaluate(table, truth));
        inquiry.Write(
            figures, Figures(figures),
            () => LifePage.Html(model, UserError.In(inquiry.Source.Name, () => model.Predict(table)), truth, Figures(figures)));
    }

    protected override Predictions Predict(LifeModel model, Inquiry inquiry)
    {
        var table = inquiry.Table(model);
        var curves = UserError.In(inquiry.Source.Name, () => model.Predict(table));
        NumberColumn Numbers(string name, Func<LifeCurve, double> of) => new(name, [.. curves.Select(c => Math.Round(of(c), 1))]);
        var answers = new Table(
        [
            new CategoryColumn(model.Options.Id, [.. curves.Select(c => c.Name)]), Numbers("rows", c => c.Estimates.Count),
            Numbers("life", c => c.Estimates[^1].Life), Numbers("low", c => c.Estimates[^1].Low), Numbers("high", c => c.Estimates[^1].High),
        ]);
        return new Predictions(answers, [new { Units = curves.Select(
            c => new { Unit = c.Name, Rows = c.Estimates.Count, c.Estimates[^1].Life, c.Estimates[^1].Low, c.Estimates[^1].High }) }])
        {
            Pictures = () => LifePage.Pictures(model, curves, null, failed: false),
            Page = () => LifePage.Html(model, curves, null, []),
        };
    }

    protected override List<(string Name, object Value, string Text)> Facts(LifeModel model)
    {
        return
        [
            ("task", Name, $"remaining life of each '{model.Options.Id}', in rows up to {model.Options.Cap}"),
            .. Sizes(model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters),
            ("sensors", model.Sensors.Names, string.Join(", ", model.Sensors.Names) + SensorText.LeftOut(model.Sensors)),
        ];
    }

    /// <summary>The rows left of each unit: the only column of a file.</summary>
    private static double[] Truth(string file)
    {
        var table = DataFile.ReadTable(file);
        return table.Columns.Count == 1
            ? table.Column<NumberColumn>(table.Columns[0].Name).Values
            : throw new SluiceFormatException($"expected one column, the rows left of each unit, got {table.Columns.Count}.", file);
    }

    private static List<(string, string)> Figures(LifeFigures f) =>
    [
        ("units", $"{f.Units}"),
        ("RMSE", $"{f.Model.RootMeanSquaredError:F2} rows (a line through the last row {f.Line.RootMeanSquaredError:F2}, the same for all {f.Constant.RootMeanSquaredError:F2})"),
        ("MAE", $"{f.Model.MeanAbsoluteError:F2} rows (line {f.Line.MeanAbsoluteError:F2}, the same {f.Constant.MeanAbsoluteError:F2})"),
        ("score", $"{f.Model.Score:F0}, less is better (line {f.Line.Score:F0}, the same {f.Constant.Score:F0})"),
        ("coverage", $"{f.Coverage:P1} of true lives from low to high (nominal 80 %)"),
    ];

    public override ILayer Load(SafeTensorsFile file, string path) => LifeModel.Load(file, path);

    protected override TableSource SourceOf(LifeRun run) => new(run.Data, run.Table);

    protected override IReadOnlyDictionary<string, ColumnKind> KindsOf(LifeRun run) => run.Model.Roles;

    protected override IEnumerable<(string Column, string Role)> RolesOf(LifeRun run)
        => [(run.Model.Id, "unit"), (run.Model.Time, "time"), .. run.Model.Sensors.Select(s => (s, "sensor"))];

    public override TaskSample? SampleData { get; } = new(
        "engines", "20 engines, cycle by cycle, until they failed, and 5 that still run", "generated", "public domain (CC0)",
        ["train life engines.csv --id engine --time cycle", "predict last --data running.csv", "evaluate last --data running.csv --truth left.txt"])
    { Make = EngineHistories.Files };

    public override TaskFit? Fit(DataLook look)
    {
        if (look.IfTable is not { } table || (look.GivenColumn("data.id") ?? table.Group) is not { } id || table[id].Different < Fewest) return null;
        string? time = look.GivenColumn("data.time") ?? table.Counter;
        int sensors = table.Numbers.Count(n => n != id && n != time);
        if (sensors == 0) return null;
        bool other =
            time is null || table.IsDate(time) || table.Label is not null || ColumnNames.IsEpisode(id) || table.Numbers.Any(ColumnNames.IsAction);
        return new TaskFit(
            other ? FitStrength.Possible : FitStrength.Likely,
            $"{table[id].Different} units in '{id}', each row by row{(time is null ? "" : $" in '{time}'")}, with {sensors} {(sensors == 1 ? "sensor" : "sensors")}")
            .With("data.id", id, "equal values stand together: a unit each")
            .With("data.time", time, "rises with each row of a unit");
    }

    protected override object Report(LifeRun run, string? config) => UserError.In(run.Data, () =>
    {
        var table = SourceOf(run).Read(roles: run.Model.Roles);
        return TableReport.Of(table, TableWarnings.Whole(table)) with
        {
            Warnings = Warned(table, run),
            Roles = RolesOf(run).Where(r => r.Column.Length > 0).DistinctBy(r => r.Column).ToDictionary()
        };
    });

    /// <summary>That time rises within each unit is seen to where it is read.</summary>
    private static IReadOnlyList<string> Warned(Table table, LifeRun run) => TableWarnings.Of(table, null, null, run.Model.Time);

    protected override Inspected Inspect(LifeModel model, InspectInquiry inquiry)
    {
        var histories = new LifeHistories(model, inquiry.ReadTable(model));
        var unit = histories.Units[inquiry.Place(histories.Units.Count)];
        var curve = histories.Curves([unit])[0];
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, ["row", "life"],
            curve.Estimates.Select((e, t) => new[] { $"{t + 1}", $"{e.Life:F1}" }).TakeLast(inquiry.Last),
            model.Record(histories.Batch([unit]).X, inquiry.Last));
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new("life", [LifeModel.From(FuzzTable.Units, new LifeOptions { Id = "unit", Time = "t", Sensors = ["x"], Hidden = 2, Cap = 5 }).Model.Save],
            ["\\\"cap\\\":", "\\\"constant\\\":", "0.5,", "null"], model => FuzzTable.Try(() => ((LifeModel)model).Predict(FuzzTable.Units))),
    ];
}
