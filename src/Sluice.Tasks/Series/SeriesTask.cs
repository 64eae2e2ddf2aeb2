using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Reasons;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Series;

/// <summary>Forecasts of many series.</summary>
internal sealed partial class SeriesTask() : TaskDescriptor<SeriesRun, SeriesForecaster>(
    SeriesRun.Settings, new SeriesRun("", new SeriesOptions { Lookback = 0, Segment = 0, Base = "auto", Scale = "auto", Parts = "auto" }, new TrainingOptions { Epochs = 20, Patience = 5, Rate = SeriesRun.UsualRate }))
{
    public override string Name => SeriesForecaster.TaskName;

    public override string Title => "A forecaster of many series";

    public override string Kind => "time-series-forecasting";

    public override string Predicted => "values";

    public override string Description => "Trains one forecaster of many series: columns side by side, or ids one below the other.";

    public override string File => "the table to learn from: CSV, TSV or JSON lines";

    public override PageWords Page { get; } = new(
        new("Many series", "多条序列", "多條序列"), new(
            "One net for many series learns from a table with a column that names the series.", "一个网络学习多条序列；表格中有一列为序列命名。", "一個網路學習多條序列；表格中有一欄為序列命名。"),
        "L = 1/N Σ ℓ(y, ŷ)");

    protected override TrainingJob Prepare(SeriesRun run)
    {
        var source = new TableSource(run.Data, run.Table);
        var rows = source.Read(roles: run.Columns.Roles);
        var (table, model, data) = UserError.In(source.Name, () =>
        {
            var table = KnownColumns.ToLearnFrom(rows, run.Columns);
            if (run.Until is { } last) table = table.Until(last);
            var (model, data) = SeriesForecaster.From(table, run.Model);
            return (table, model, data);
        });
        var named = table.Columns;
        string[] about =
        [
            .. ColumnTable.About(table.Table, Roles(named)),
            $"{Net(run.Model)}, {model.Options.Cell}, {model.Options.Layers} x {model.Options.Hidden}, {model.Parameters.Sum(p => p.Count)} parameters; {run.Model.Horizon} rows from {model.Options.Lookback} before",
            .. data.Found,
            .. table.Describe(run.Model.Calendar),
            .. model.Options.Season != run.Model.Season
                ? [$"a season of {model.Season} rows, found in them (--season N says another)"]
                : Array.Empty<string>(),
            .. ZeroFloor.Found(run.Model.Floor, model.Encoder.EndsAtZero),
            $"{data.Windows} windows to learn from, in {data.Split.Train.Count} steps; {data.Split.Validation.Count} to check on, {data.Split.Test.Count} for the test",
        ];
        var held = data.Split.Test.Count > 0 ? data.Split.Test : data.Split.Validation.Count > 0 ? data.Split.Validation : data.Split.Train;
        return new TrainingJob(
            this, SeriesRun.Settings.ToJson(run), run.Training, data, source.Name, model.Save, about,
            _ => Figures(model.Evaluate(table, held)))
        { Look = () => GlimpseOf(data), Warnings = Report(table, run).Warnings };
    }

    private static string Net(SeriesOptions options) => options.IsPretrained ? "the net from zero" : options.Kind;

    /// <summary>The last stretch of the validation part, and what is forecast of it now.</summary>
    private static Glimpse GlimpseOf(SeriesTraining data)
    {
        var (before, dates, forecasts, gates) = data.Look();
        // So much of what came before says enough beside what is forecast.
        int count = Math.Min(before.Length, Math.Max(24, 2 * forecasts.Count));
        double[] shown = before[^count..];
        return new Glimpse(gates, [new Course(
            "series", [.. shown, .. forecasts.Select(f => f.Truth)], [.. forecasts.Select(f => new[] { f.Quantiles[0], f.Point, f.Quantiles[^1] })],
            shown.Length, forecasts[0].Series)
        {
            Times = dates is null ? null : [.. dates[^count..].Concat(forecasts.Select(f => f.Date ?? default)).Select(TimeStep.Text)]
        }]);
    }

    protected override void Evaluate(SeriesForecaster model, Inquiry inquiry)
    {
        var table = new SeriesTable(inquiry.Table(model), model.Encoder.Columns);
        var part = model.Unseen(table);
        if (part.Start == 0) inquiry.NoteLearned(model, table.Table, "learned from or checked on");
        var figures = model.Evaluate(table, part);
        inquiry.Write(figures, Figures(figures), () => SeriesPage.Html(model, table, model.Latest(table), Figures(figures)));
        if (!inquiry.Json && part.Start > 0)
            inquiry.WriteLine($"{"rows",-16} only those after {TimeStep.Text(model.Encoder.Learned!.Value)}, up to which the model was made", 17);
    }

    protected override Predictions Predict(SeriesForecaster model, Inquiry inquiry)
    {
        var table = new SeriesTable(inquiry.Table(model), model.Encoder.Columns);
        var forecasts = model.Forecast(table);
        foreach (var series in forecasts.Where(f => double.IsNaN(f.Point)).GroupBy(f => f.Series))
        {
            bool all = forecasts.Where(f => f.Series == series.Key).All(f => double.IsNaN(f.Point));
            inquiry.Unanswered.Note(all
                ? $"'{series.Key}' has fewer than {model.Options.Least} rows with values, which a forecast takes before it: it has none."
                : $"{series.Count()} rows of '{series.Key}' lie beyond the horizon of {model.Options.Horizon}: they have no forecast.");
        }

        var why = inquiry.Option<bool>(ReasonReport.Option) ? Why(model, table, inquiry) : null;
        var machine = forecasts.Select(f => new { f.Series, f.Date, Row = f.Row + 1, f.Point, f.Quantiles });
        return new Predictions(
            ToTable(model, table, forecasts),
            [why is null ? new { model.Options.Quantiles, Forecasts = machine }
                : new { model.Options.Quantiles, Forecasts = machine, Why = why.Machine() }])
        {
            Pictures = () => SeriesPage.Pictures(model, table, Stretches()),
            Page = () => SeriesPage.Html(model, table, Stretches(), [], why?.Html() ?? ""),
            Why = why?.Lines(),
        };

        IReadOnlyList<IReadOnlyList<SeriesForecast>> Stretches() => [.. forecasts.GroupBy(f => f.Series).Select(g => g.ToList())];
    }

    public override IReadOnlyList<TaskOption> PredictOptions { get; } = [new(ReasonReport.Option, ReasonReport.Description, false)];

    private static ReasonReport Why(SeriesForecaster model, SeriesTable table, Inquiry inquiry)
    {
        if (table.Series.Count > ReasonReport.MostSeries)
            inquiry.Unanswered.Note($"{ReasonReport.Option}: the first {ReasonReport.MostSeries} of {table.Series.Count} series are explained.");
        return new ReasonReport(model.Explain(table, ReasonReport.MostSeries));
    }

    protected override List<(string Name, object Value, string Text)> Facts(SeriesForecaster model)
    {
        var (options, encoder) = (model.Options, model.Encoder);
        return
        [
            ("task", Name, $"series: {options.Horizon} rows from {options.Lookback} before, by {Net(options)}"),
            .. Sizes(options.Cell, options.Layers, options.Hidden, model.Parameters),
            ("series",
             encoder.Names, $"{encoder.Names.Count}: {string.Join(", ", encoder.Names.Take(12))}{(encoder.Names.Count > 12 ? ", ..." : "")}"),
            ("step", encoder.Step?.ToString() ?? "", encoder.Step is { } step ? $"{step}; a season is {model.Season}" : "rows without dates"),
            ("known",
             encoder.Columns.Ahead.ToArray(),
             !encoder.Columns.Ahead.Any() ? options.Calendar ? "the calendar" : "nothing" : string.Join(", ", encoder.Columns.Ahead)),
            ("past", encoder.Columns.Past, encoder.Columns.Past.Count == 0 ? "the series alone" : string.Join(", ", encoder.Columns.Past)),
        ];
    }

    /// <summary>Forecasts beside the rows that they are of.</summary>
    private static Table ToTable(SeriesForecaster model, SeriesTable table, IReadOnlyList<SeriesForecast> forecasts)
    {
        var series = table.Series.ToDictionary(table.NameOf);
        var columns = table.Columns;
        int[] rows = [.. forecasts.Select(f => series[f.Series].Span.Rows is var own && f.Row < own.Length ? own[f.Row] : table.Table.RowCount)];
        List<Column> instead = [];
        if (columns.Id.Length > 0) instead.Add(new CategoryColumn(columns.Id, [.. forecasts.Select(f => series[f.Series].Span.Id)], ColumnKind.Id));
        if (columns.Time.Length > 0)
        {
            var dates = table.Table.Column<DateColumn>(columns.Time);
            instead.Add(new DateColumn(columns.Time, [.. forecasts.Select(f => f.Date)]) { Form = dates.Form, Offset = dates.Offset });
        }

        var decimals = series.ToDictionary(s => s.Key, s => AnswerTable.Decimals(s.Value.Values));
        NumberColumn Numbers(string name, Func<SeriesForecast, double> of)
            => new(name, [.. forecasts.Select(f => Math.Round(of(f), decimals[f.Series]))]);
        Column[] answers =
        [
            .. columns.Id.Length == 0 || columns.Values.Count > 1
                ? new[] { new CategoryColumn("series", [.. forecasts.Select(f => series[f.Series].Column)]) }
                : [],
            Numbers("point", f => f.Point),
            .. model.Options.Quantiles.Select((q, i) => Numbers(FormattableString.Invariant($"q{q}"), f => f.Quantiles[i])),
        ];
        return AnswerTable.Of(
            table.Table, rows, answers, instead, columns.Values.ToHashSet(), columns.Time.Length > 0 ? null : forecasts.Select(f => f.Row));
    }

    private static List<(string, string)> Figures(SeriesFigures f) =>
    [
        ("forecasts", $"{f.Windows} windows, {f.Values} values"),
        ("MSE", $"{f.SquaredError:F4} in deviations (last value {f.LastSquaredError:F4}, a season ago {f.SeasonSquaredError:F4})"),
        ("MAE", $"{f.AbsoluteError:F4} in deviations (a season ago {f.SeasonCrps:F4})"),
        ("RMSE", $"{f.RootMeanSquaredError:G5} (last value {f.LastRootMeanSquaredError:G5}, a season ago {f.SeasonRootMeanSquaredError:G5})"),
        ("MASE", $"{f.Mase:F4} (a season ago {f.SeasonMase:F4})"),
        ("sMAPE", $"{f.Smape:F2} % (a season ago {f.SeasonSmape:F2} %)"),
        ("CRPS", $"{f.Crps:F4} in deviations (a season ago {f.SeasonCrps:F4})"),
        ("coverage", $"{f.Coverage:P1} (nominal {f.Nominal:P0})"),
    ];

    public override ILayer Load(SafeTensorsFile file, string path) => SeriesForecaster.Load(file, path);

    protected override Inspected Inspect(SeriesForecaster model, InspectInquiry inquiry)
    {
        var table = new SeriesTable(inquiry.ReadTable(model), model.Encoder.Columns);
        var (series, rows, recordings, why) = model.Inspect(table, inquiry.Place);
        var dates = series.Span.Dates;
        var inspected = Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, [dates is null ? "row" : "date", "value"],
            rows.Select(r =>
                new[] { dates is null ? $"{r + 1}" : TimeStep.Text(dates[r]), Inspected.Number(series.Values[r]) }), recordings);
        return inspected.LastOf(inquiry.Last) with { Why = why };
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new(
            "series forecaster", [.. SeriesOptions.Kinds.Select(Small), SmallPretrained],
            ["\\\"y\\\",", "\\\"likelihood\\\"", "\\\"horizon\\\": 9,", "\\\"months\\\":1,", "1048576", "student"], model =>
        {
            try
            {
                var forecaster = (SeriesForecaster)model;
                forecaster.Forecast(new SeriesTable(FuzzTable.Table, forecaster.Encoder.Columns));
            }
            catch (SluiceFormatException)
            {
                // The table has no such columns, or too few rows.
            }
        }),
    ];

    /// <summary>As from zero, with a net of another size, so that the file is small.</summary>
    private static void SmallPretrained(string path)
    {
        var table = new SeriesTable(FuzzTable.Table, new SeriesColumns());
        var options = new SeriesOptions { From = "zero", Cell = "gru", Hidden = 2, Lookback = 8, Horizon = 2, Calendar = false };
        new SeriesForecaster(options, SeriesEncoder.Fit(table, options, Split.ByShare(table.Length, options.Validation, options.Test))).Save(path);
    }

    private static Action<string> Small(string kind) => SeriesForecaster.From(
        new SeriesTable(FuzzTable.Table, new SeriesColumns
        {
            Past = ["c"]
        }), new SeriesOptions { Kind = kind, Hidden = 2, Lookback = 4, Horizon = 2, Segment = 2, Samples = 2, Identity = 1 }).Model.Save;
}
