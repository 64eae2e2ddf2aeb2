using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Series;

/// <summary>How many series in a table are found, proposed for and checked.</summary>
internal sealed partial class SeriesTask
{
    // So many times as many rows as a forecast and what it looks back on are needed for the usual sizes.
    private const int Enough = 4, Week = 7;

    protected override TableSource SourceOf(SeriesRun run) => new(run.Data, run.Table);

    protected override IReadOnlyDictionary<string, ColumnKind> KindsOf(SeriesRun run) => run.Columns.Roles;

    protected override IEnumerable<(string Column, string Role)> RolesOf(SeriesRun run) => Roles(run.Columns);

    public override TaskSample? SampleData { get; } = new(
        "shops", "what two shops sold day by day: weeks, seasons and special offers", "generated", "public domain (CC0)",
        ["train series shops.csv --id shop --values sold --horizon 7", "predict last --data shops.csv"])
    { Make = ShopSales.Files };

    public override TaskFit? Fit(DataLook look)
    {
        if (look.IfTable is not { Numbers.Count: > 0 } table) return null;
        if (table.Wide is { } wide)
        {
            bool dated = wide.Columns.Any(c => c is DateColumn);
            return new TaskFit(
                dated || wide.Columns.Count == 2 ? FitStrength.Sure : FitStrength.Likely,
                $"{table.Table.RowCount} series, one in each row{(dated ? ", dated by the names of the columns" : "")}")
                .With("data.id", wide.Columns[0].Name, "it names each row");
        }

        string? id = look.GivenColumn("data.id") ?? table.Series ?? (table.IsDate(table.Counter) ? table.Group : null);
        string[] numbers = [.. table.Numbers.Where(n => n != id)];
        if (id is null || numbers.Length == 0)
        {
            if (table is { Group: { } group, Counter: { } counter } && numbers.Any(n => n != group && n != counter))
                return new TaskFit(FitStrength.Possible, $"{table[group].Different} series one below the other, told apart by '{group}'").With(
                    "data.id", group, $"'{counter}' rises within each of its values");
            return table.Dates.Count == 1 && numbers.Length > 1
                ? new TaskFit(
                    FitStrength.Possible,
                    $"{numbers.Length} columns of numbers beside the dates of '{table.Dates[0]}', which one net can forecast together")
                : null;
        }

        string[] past = numbers[..^1];
        return new TaskFit(
            table.Dates.Count == 1 ? FitStrength.Sure : FitStrength.Likely, $"{table[id].Different} series one below the other, told apart by '{id}'")
            .With("data.id", id, "rows with the same date differ in it")
            .With("data.time", table.Dates.Count == 1 ? table.Dates[0] : null, "the dates")
            .With(
                "data.values", NameList.Write([numbers[^1]]),
                past.Length == 0 ? "the only numbers" : $"the last column of numbers; also possible: {string.Join(", ", past)}")
            .With("data.past", past.Length == 0 ? null : NameList.Write(past), "the other numbers, of which only the past is seen");
    }

    protected override SeriesRun Propose(SeriesRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        var table = UserError.In(inquiry.Source.Name, () => KnownColumns.ToLearnFrom(inquiry.Source.Read(roles: run.Columns.Roles), run.Columns));
        lines.AddRange(table.Describe(run.Model.Calendar).Select((text, i) => (i == 0 ? "series" : "", text)));
        int rows = (int)(table.Spans.Min(s => s.Rows.Length) * (1 - run.Model.Validation - run.Model.Test));
        if (rows < Enough * (Math.Max(run.Model.Lookback, 2 * run.Model.Horizon) + run.Model.Horizon)) run = Shorter(run, table, rows, notes, lines);
        var found = UserError.In(inquiry.Source.Name, () => SeriesDefaults.Find(table, run.Model));
        lines.AddRange(found.Reasons.Select((text, i) => (i == 0 ? "found" : "", text)));
        return run;
    }

    /// <summary>Few rows: shorter forecasts, by the week where the rows are days.</summary>
    private static SeriesRun Shorter(
        SeriesRun run, SeriesTable table, int rows, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        int segment = table.Step is { } step && step.ToString() is "1 day" or "1 working day" && rows >= Enough * 3 * Week
            ? Week
            : Math.Clamp(rows / 24, 1, run.Model.Segment > 0 ? run.Model.Segment : run.Model.Horizon);
        notes["model.horizon"] = $"shorter than usual, for {rows} rows to learn from";
        lines.Add(("short", $"forecasts of {segment} rows, for {rows} rows to learn from"));
        return run with { Model = run.Model with { Horizon = segment, Lookback = 0, Segment = 0 } };
    }

    protected override object Report(SeriesRun run, string? config)
    {
        if (config is null && run.Columns.Id.Length == 0) return new PartFiles(SourceOf(run), null, null).Tables(null);
        var found = UserError.In(SourceOf(run).Name, () => KnownColumns.ToLearnFrom(SourceOf(run).Read(roles: run.Columns.Roles), run.Columns));
        return Report(run.Until is { } last ? found.Until(last) : found, run);
    }

    /// <summary>
    /// What is in the table. That each series goes on from date to date was seen to when it was read, so that dates are compared no more.
    /// </summary>
    private static TableReport Report(SeriesTable found, SeriesRun run) => UserError.In(run.Data, () =>
    {
        var parts = found.Spans.Count > 1 ? TableWarnings.Whole(found.Table) : Split.ByShare(found.Length, run.Model.Validation, run.Model.Test);
        var report = TableReport.Of(found.Table, parts, null);
        return report with
        {
            Roles = Roles(found.Columns).Where(r => r.Column.Length > 0).DistinctBy(r => r.Column).ToDictionary(),
            Warnings =
            [
                .. found.Columns.Time.Length == 0 ? report.Warnings : TableWarnings.Of(found.Table, null, parts, found.Columns.Time),
                .. run.Model.WithoutEffect(found.Columns),
            ],
        };
    });

    private static IEnumerable<(string Column, string Role)> Roles(SeriesColumns c) =>
        [
            (c.Id, "id"), (c.Time, "time"), .. c.Values.Select(v => (v, "value")), .. c.Ahead.Select(k => (k, "known ahead")),
            .. c.Past.Select(k => (k, "past")), .. c.Static.Select(k => (k, "static"))
        ];
}
