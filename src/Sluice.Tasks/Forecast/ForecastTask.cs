using System.Globalization;
using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Inspection;
using Sluice.Readers;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Reasons;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Forecast;

/// <summary>Forecasts of a column of a table.</summary>
internal sealed partial class ForecastTask() : TaskDescriptor<ForecastRun, Forecaster>(
    ForecastRun.Settings, new ForecastRun("", new ForecasterOptions { Target = "" }, new TrainingOptions { Epochs = 30, Patience = 8 }))
{
    public override string Name => "forecast";

    public override string Title => "A forecaster";

    public override string Kind => "time-series-forecasting";

    public override string Predicted => "values";

    public override string Description => "Trains a forecaster of a column of a table.";

    public override string File => "the table to learn from: CSV, TSV or JSON lines";

    public override PageWords Page { get; } = new(
        new("Forecast", "数值预测", "數值預測"), new(
            "A forecaster of a column learns from a table: CSV, TSV or JSON lines.", "对一列的预测从表格学习：CSV、TSV 或 JSON 行。",
            "對一欄的預測從表格學習：CSV、TSV 或 JSON 行。"),
        "L = 1/N Σ max(q (y − ŷ_q), (q − 1)(y − ŷ_q))");

    public override string Look => "series";

    protected override TrainingJob Prepare(ForecastRun run)
    {
        var source = new TableSource(run.Data, run.Table);
        var rows = run.RowsInMemory > 0 ? source.Rows() : null;
        var table = rows is null ? InOrder(source.Read(), run.Model) : rows.Read(1).First();
        if (rows is not null && run.Model.Fill)
            throw new UsageException("--fill: rows that are read in pieces cannot be filled in; fill them in the file or the query.");
        if (rows is not null && run.Model.Holidays.Count > 0)
            throw new UsageException("--holidays: rows that are read in pieces are not told their holidays; leave out --rows-in-memory, or put them into a column.");
        if (run.Model.Target.Length == 0)
            throw new UsageException($"train forecast: expected --target COLUMN, one of {string.Join(", ", table.Columns.Select(c => c.Name))}.");
        Meant(table, run);
        string[] clocks = rows is null ? [.. ClockChanges(table, run.Model)] : [];
        var (model, data) = UserError.In(
            source.Name, () => rows is null ? Forecaster.From(table, run.Model) : Forecaster.From(rows, run.Model, run.RowsInMemory));
        string[] about =
        [
            .. rows is null ? ColumnTable.About(Forecaster.WithHolidays(table, model.Options),
            [
                (run.Model.Target, "target"),
                .. model.Known.Columns.Select(c => (c.Name, "known ahead")),
                .. model.Past.Columns.Select(c => (c.Name, "past"))
            ]) : table.Notes,
            .. RowOrder.Guessed(table, run.Model.Time),
            .. ZeroFloor.Found(run.Model.Floor, model.Target.EndsAtZero),
            .. clocks,
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Count)} parameters",
            $"'{run.Model.Target}' of {source.Title}, {data.Split.Train.Count} rows to learn from, {data.Split.Validation.Count} to check on",
        ];
        return new TrainingJob(
            this, ForecastRun.Settings.ToJson(run), run.Training, data, source.Name, model.Save, about, _ => ForecastFigures.Of(data.Backtest()))
        {
            Look = rows is null ? () => GlimpseOf(model, table) : null,
            Warnings = rows is null
                ? [.. TableWarnings.Of(table, run.Model.Target, data.Split), .. Rough(table.Column(run.Model.Target), data.Split.Validation)]
                : [],
        };
    }

    private static IEnumerable<string> Rough(Column target, RowRange validation) => target is NumberColumn
        ? QuantileCalibration.Rough(Enumerable.Range(validation.Start, validation.Count).Count(r => !target.IsMissing(r)))
        : [];

    /// <summary>A table with the rows that are missing between its dates, if these are to be added.</summary>
    private static Table InOrder(Table table, ForecasterOptions options) => !options.Fill ? table
        : options.TimeOf(table) is { } dates ? RowGaps.Filled(table, dates)
            : throw new SluiceFormatException("there is no column of dates by which missing rows could be added (--fill).", table.File);

    /// <summary>A table as the model is asked about it, with what is to be said of it.</summary>
    private static Table Asked(Forecaster model, Inquiry inquiry)
    {
        var read = inquiry.Table(model);
        var table = InOrder(read, model.Options);
        foreach (string note in table.Notes.Skip(read.Notes.Count).Concat(ClockChanges(table, model.Options)).Concat(Gaps(table, model.Options)))
            inquiry.Unanswered.Note(note);
        return table;
    }

    /// <summary>What is to be said of rows that are missing between two dates.</summary>
    private static IEnumerable<string> Gaps(Table table, ForecasterOptions options)
    {
        if (options.TimeOf(table) is { } dates && DateReport.Of(dates) is { Gaps: > 0 } report)
            yield return $"column '{dates.Name}': {report.Skipped} {(report.Skipped == 1 ? "row is" : "rows are")} missing between the dates; the row after a gap is taken for the next step. A model that is trained with --fill true adds them.";
    }

    /// <summary>Checks that the dates go forward, and says where clocks were put back.</summary>
    /// <exception cref="SluiceFormatException">A date comes twice or is before the one above.</exception>
    private static IEnumerable<string> ClockChanges(Table table, ForecasterOptions options)
    {
        if (options.TimeOf(table) is not { } dates || RowOrder.Check(table, dates) is not { Count: > 0 } back) yield break;
        yield return $"column '{dates.Name}': clocks were put back by an hour, in line {string.Join(", ", back.Take(5))}{(back.Count > 5 ? ", ..." : "")}; the rows of that hour come twice.";
    }

    /// <summary>Texts by the dozen are seldom meant to be classes; numbers or dates that cannot be read are hidden among them.</summary>
    private static void Meant(Table table, ForecastRun run)
    {
        const int Dozens = 24;
        if (table.Column(run.Model.Target) is not CategoryColumn texts || run.Table.Columns.Any(c => c.Name == run.Model.Target)) return;
        int different = texts.Values.OfType<string>().Distinct().Take(1000).Count();
        if (different > Dozens)
            throw new SluiceFormatException(
                $"column '{run.Model.Target}' holds {(different == 1000 ? "1000 or more" : different)} different texts, such as '{texts.Values.OfType<string>().First()}': each would be a class. "
                + $"Say --column {run.Model.Target}=category if that is meant.", table.File);
    }

    /// <summary>What the model foresees of the last rows, each from all before it, and what its gates do.</summary>
    private static Glimpse GlimpseOf(Forecaster model, Table table)
    {
        const int Shown = 120;
        var last = table.RowCount <= Shown ? table : table.Take([new RowRange(table.RowCount - Shown, Shown)]);
        var (recordings, forecasts) = model.Inspect(last);
        var gates = GateSaturation.Of(model.Options.Cell, recordings[0]);
        if (model.Target.Categories is not null)
            return new Glimpse(gates, [new Answers("class", [.. forecasts.TakeLast(8).Select(f => Excerpt.Answer(
                $"#{table.RowCount - last.RowCount + f.Row + 1}", f.Class!, last.Column(model.Target.Name).Text(f.Row), f.Probabilities.Max()))])]);
        return new Glimpse(gates, [new Course(
            "forecast", [.. forecasts.Select(f => last.Column<NumberColumn>(model.Target.Name).Values[
                f.Row])], [.. forecasts.Select(f => new[] { f.Quantiles[0], f.Point, f.Quantiles[^1] })], 0, model.Target.Name)
        {
            Times = model.Options.TimeOf(last) is { } dates ? [.. forecasts.Select(f => dates.Text(f.Row) ?? "")] : null
        }]);
    }

    protected override void Evaluate(Forecaster model, Inquiry inquiry)
    {
        var table = Asked(model, inquiry);
        inquiry.NoteLearned(model, table, "learned from or checked on");
        if (table.RowCount < 2) throw new SluiceFormatException($"expected 2 rows or more to evaluate on, got {table.RowCount}.", table.File);
        var figures = model.Backtest(table, new RowRange(1, table.RowCount - 1));
        inquiry.Write(
            figures, ForecastFigures.Of(figures),
            () => AnswerPage.Html($"Forecasts of {inquiry.Source.Title}", ForecastFigures.Of(figures), ForecastAnswers.Pictures(model, table)));
    }

    protected override Predictions Predict(Forecaster model, Inquiry inquiry)
    {
        var table = Asked(model, inquiry);
        var why = inquiry.Option<bool>(ReasonReport.Option) ? new ReasonReport([model.Explain(table)]) : null;
        return ForecastAnswers.Of(model, table, model.Predict(table), why, $"Answers on {inquiry.Source.Title}");
    }

    public override IReadOnlyList<TaskOption> PredictOptions { get; } = [new(ReasonReport.Option, ReasonReport.Description, false)];

    protected override List<(string Name, object Value, string Text)> Facts(Forecaster model)
    {
        static string[] Names(TableEncoder encoder) => [.. encoder.Columns.Select(c => c.Name)];
        return
        [
            ("task",
             Name,
             $"forecast of '{model.Target.Name}', {(model.Target.Categories is { } c ? $"{c.Width} categories" : $"{model.Options.Horizon} rows ahead")}"),
            .. Sizes(model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters, $", {model.Inputs} inputs"),
            ("season", model.Target.Season, model.Target.Season == 1 ? "none" : $"{model.Target.Season} rows"),
            ("known", Names(model.Known), string.Join(", ", Names(model.Known))),
            ("past", Names(model.Past), string.Join(", ", Names(model.Past))),
        ];
    }
}
