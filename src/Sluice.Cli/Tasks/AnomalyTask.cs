using System.CommandLine;
using System.Diagnostics;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;
using Sluice.Training;

namespace Sluice.Cli.Tasks;

/// <summary>Anomalies in a live series.</summary>
internal sealed class AnomalyTask : ITaskCommands
{
    public string Name => "anomalies";

    public string Title => "An anomaly detector";

    public string Kind => "time-series-anomaly-detection";

    public string Predicted => "rows";

    public Studio.StudioTask? ForStudio() => null;

    public Command Train(TextWriter output, TextWriter error)
    {
        var file = new Argument<string?>("file") { Description = "the table: CSV, TSV or JSON lines (or in --config)", Arity = ArgumentArity.ZeroOrOne };
        var options = new TrainOptions<AnomalyRun>(AnomalyRun.Settings);
        var command = new Command(Name, "Calibrates an anomaly detector on the first rows of a table; with --resume, goes on with the later ones.") { file };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var clock = Stopwatch.StartNew();
            var run = options.Apply(ConfigFile.Anomalies, parsed, "data.file", parsed.GetValue(file));
            var source = new TableSource(run.Data, run.Database);
            if (run.Data.Length == 0 && !run.Database.IsGiven) throw new UsageException($"train {Name}: expected a table, or --config FILE that names one.");
            var table = source.Read();
            if (run.Detector.Target.Length == 0) throw new UsageException($"train {Name}: expected --target COLUMN, one of {string.Join(", ", table.Columns.OfType<NumberColumn>().Select(c => c.Name))}.");
            string? resumed = options.Resumed(parsed);
            var detector = resumed is null ? Fitting.To(source.Name, () => Calibrated(table, run.Detector)) : AnomalyDetector.Load(new RunFolder(resumed).Model);
            var folder = new RunFolder(resumed ?? StudyFolder.New(parsed.GetValue(options.Out), Name));
            AtomicFile.Write(folder.Config, AnomalyRun.Settings.ToJson(run));

            // The first time, the rest of the table is a trial, which the saved detector knows nothing of.
            if (resumed is null) detector.Save(folder.Model);
            List<AnomalyRow> rows = [.. detector.Read(table)];
            if (resumed is not null) detector.Save(folder.Model);
            var figures = AnomalyFigures.Of(table, rows, detector.Options);
            AtomicFile.Write(folder.Card, ModelCard.Of(new CardSubject(this, AnomalyRun.Settings.ToJson(run), source.Name, About(detector, source.Title), detector.Options.Seed, clock.Elapsed.TotalSeconds, Metrics(figures)), folder, Texts(figures)));
            if (parsed.GetValue(options.Json)) output.WriteLine(JsonLine.Of(new { Event = "done", detector.Rows, Folder = folder.Path, Figures = figures }));
            else
            {
                foreach (string line in About(detector, source.Title)) error.WriteLine(line);
                foreach (var (name, text) in Texts(figures)) Screen.WriteLine(output, $"{name,-16} {text}", 17);
                output.WriteLine($"{"run folder",-16} {folder.Path}");
            }

            return CommandLine.Done;
        });
        return command;
    }

    public void Evaluate(Inquiry inquiry)
    {
        var (detector, table) = (AnomalyDetector.Load(inquiry.Model), inquiry.Source.Read());
        List<AnomalyRow> rows = [.. detector.Read(table)];
        var figures = AnomalyFigures.Of(table, rows, detector.Options);
        if (inquiry.Report is { } report) AtomicFile.Write(report, AnomalyPage.Of(detector.Options.Target, rows));
        inquiry.Write(figures, Texts(figures));
    }

    public void Predict(Inquiry inquiry)
    {
        var detector = AnomalyDetector.Load(inquiry.Model);
        if (inquiry.Source.File == "-")
        {
            Live(detector, Console.In, inquiry);
            return;
        }

        List<AnomalyRow> rows = [.. detector.Read(inquiry.Source.Read())];
        if (inquiry.Report is { } report) AtomicFile.Write(report, AnomalyPage.Of(detector.Options.Target, rows));
        if (inquiry.Json) foreach (var row in rows) inquiry.Output.WriteLine(JsonLine.Of(row));
        else CsvTable.Write(ToTable(rows), inquiry.Output);
    }

    public List<(string Name, object Value, string Text)> Facts(string model)
    {
        var detector = AnomalyDetector.Load(model);
        var o = detector.Options;
        return
        [
            ("task", Name, $"anomalies in '{o.Target}'"),
            ("cell", o.Cell, o.Cell),
            ("sizes", new { o.Layers, o.Hidden }, $"{o.Layers} {(o.Layers == 1 ? "layer" : "layers")} of {o.Hidden} units"),
            ("parameters", detector.Parameters.Sum(p => p.Value.Count), $"{detector.Parameters.Sum(p => p.Value.Count)}"),
            ("rows", detector.Rows, $"{detector.Rows} seen, {(detector.IsCalibrated ? "calibrated" : "not yet calibrated")}"),
        ];
    }

    private static AnomalyDetector Calibrated(Table table, AnomalyOptions options)
    {
        var detector = new AnomalyDetector(options);
        foreach (var _ in detector.Read(table, options.Calibration))
        {
            // Taking a row is all there is to do.
        }

        return detector.IsCalibrated ? detector : throw new SluiceFormatException($"expected {options.Calibration} rows or more to calibrate on, got {table.RowCount}. Give more, or ask for fewer with --calibration.", table.File);
    }

    /// <summary>Lines as they come: the header of a table, then a row a line.</summary>
    private static void Live(AnomalyDetector detector, TextReader input, Inquiry inquiry)
    {
        string? header = input.ReadLine();
        if (header is null) throw new SluiceFormatException("expected a line with the names of the columns, then a row a line, got nothing.", "standard input");
        bool first = true;
        for (int number = 2; input.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var read = detector.Read(CsvTable.Parse($"{header}\n{line}\n", $"standard input, line {number}", new Dictionary<string, ColumnKind> { [detector.Options.Target] = ColumnKind.Number })).Single();
            var row = read with { Row = number - 2 };
            if (inquiry.Json)
            {
                inquiry.Output.WriteLine(JsonLine.Of(row));
                continue;
            }

            using var text = new StringWriter();
            CsvTable.Write(ToTable([row]), text);
            inquiry.Output.Write(first ? text.ToString() : text.ToString()[(text.ToString().IndexOf('\n') + 1)..]);
            inquiry.Output.Flush();
            first = false;
        }
    }

    private static Table ToTable(IReadOnlyList<AnomalyRow> rows)
    {
        double Rounded(double value, double scale) => double.IsFinite(value) ? Math.Round(value, (int)Math.Clamp(6 - Math.Floor(Math.Log10(Math.Abs(scale) + 1e-12)), 0, 15)) : double.NaN;
        return new Table(
        [
            new NumberColumn("row", [.. rows.Select(r => r.Row + 1.0)]),
            .. rows.Any(r => r.Time is not null) ? new[] { new DateColumn("time", [.. rows.Select(r => r.Time)]) } : [],
            new NumberColumn("value", [.. rows.Select(r => r.Value)]),
            new NumberColumn("score", [.. rows.Select(r => Math.Round(r.Score, 4))]),
            new NumberColumn("alarm", [.. rows.Select(r => r.IsAlarm ? 1.0 : 0)]),
            new NumberColumn("expected", [.. rows.Select(r => Rounded(r.Expected, r.Expected))]),
            new NumberColumn("low", [.. rows.Select(r => Rounded(r.Low, r.Expected))]),
            new NumberColumn("high", [.. rows.Select(r => Rounded(r.High, r.Expected))]),
        ]);
    }

    private static string[] About(AnomalyDetector detector, string title) =>
    [
        $"{detector.Options.Cell}, {detector.Options.Layers} x {detector.Options.Hidden}, {detector.Parameters.Sum(p => p.Value.Count)} parameters",
        $"'{detector.Options.Target}' of {title}, calibrated on the first {detector.Options.Calibration} rows",
    ];

    private static Dictionary<string, double> Metrics(AnomalyFigures f) => new() { ["alarms"] = f.Alarms, ["mae"] = f.MeanAbsoluteError, ["persistence_mae"] = f.LastValueError };

    private static List<(string Name, string Text)> Texts(AnomalyFigures f)
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
}
