using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Forecast;

/// <summary>How tables are recognised, checked and walked along to look into a model.</summary>
internal sealed partial class ForecastTask
{
    // So many different texts are names or notes rather than categories.
    private const int MostCategories = 1000;

    public override TaskSample? SampleData { get; } = new(
        "weather", "the weather of Seattle, 2012 to 2015, day by day",
        "US National Oceanic and Atmospheric Administration, as in the npm package vega-datasets", "public domain (US government)",
        ["train forecast weather.csv --target temp_max --horizon 7", "predict last --data weather.csv", "inspect last --data weather.csv"]);

    public override TaskFit? Fit(DataLook look)
    {
        if (look.IfTable is not { } table || (look.GivenColumn("data.target") ?? Chosen(table)) is not { } target) return null;
        bool dated = table.Dates.Count > 0, classes = table.Table.Column(target) is CategoryColumn;
        bool others = table.Wide is not null
            || table.Group is not null || table.Series is not null || (table.Text is not null && table.Label is not null && !dated)
            || (classes && !dated && look.Given("data.target") is null);
        string rows = dated ? $"{table.Table.RowCount} rows with dates in '{table.Dates[0]}'" : $"{table.Table.RowCount} rows in an order";
        return new TaskFit(
            others || (classes && table.Numbers.Count == 0) ? FitStrength.Possible : FitStrength.Likely,
            $"{rows}, of which the next '{target}' can be foreseen");
    }

    public override bool Recognises(IReadOnlySet<string> keys) => keys.Contains("data.target");

    public override ILayer Load(SafeTensorsFile file, string path) => Forecaster.Load(file, path);

    protected override TableSource SourceOf(ForecastRun run) => new(run.Data, run.Table);

    protected override object Report(ForecastRun run, string? config)
    {
        var (model, source) = (run.Model, SourceOf(run));
        if (source.Name.Length == 0)
            throw new SluiceFormatException("expected a table in 'data.file', or a query in 'data.query', got none.", config);
        if (config is null) return new PartFiles(source, null, null).Tables(null);
        var table = source.Read();
        foreach (string column in (model.Columns ?? []).Concat(model.Known ?? [])) table.Column(column);
        var report =
            UserError.In(source.Name, () => TableReport.Of(table, Split.ByShare(table.RowCount, model.Validation, model.Test), model.Target));
        return report.Parts.Train.Count >= model.Window + 2
            ? report
            : report with
            {
                Warnings =
            [
                .. report.Warnings,
                $"{report.Parts.Train.Count} rows to train on are too few for one window of {model.Window} and 2 before it."
            ]
            };
    }

    protected override IReadOnlyList<string> WarningsOn(ForecastRun run) => [];

    protected override ForecastRun Propose(
        ForecastRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines)
    {
        var source = inquiry.Source;
        var table = inquiry.Look.Table.Table;
        var columns = inquiry.Look.Table.Columns;
        string[] useful = [.. columns.Where(IsUseful).Select(c => c.Name)], candidates = Candidates(inquiry.Look.Table);
        string[] dates = [.. columns.Where(c => useful.Contains(c.Name) && c.Kind == ColumnKind.Date).Select(c => c.Name)];
        string chosen = inquiry.Look.GivenColumn("data.target")
            ?? Chosen(inquiry.Look.Table)
            ?? throw new SluiceFormatException("there is no column to forecast: expected one with different numbers or categories.", source.Name);

        var model = run.Model with { Target = chosen };
        Meant(table, run with { Model = model });
        string[] seen = [.. useful.Where(n => n != chosen)], left = [.. columns.Select(c => c.Name).Except(useful).Where(n => n != chosen)];
        if (left.Length > 0 && seen.Length > 0) model = model with { Columns = seen };
        int training = UserError.In(source.Name, () => Split.ByShare(table.RowCount, model.Validation, model.Test)).Train.Count;
        model = model with { Window = Math.Clamp(training / 2, 2, model.Window) };
        model = model with { Season = UserError.In(source.Name, () => Forecaster.From(table, model).Model.Target.Season) };

        string others = string.Join(", ", candidates.Where(c => c != chosen)), ahead = string.Join(", ", dates);
        lines.Add(("target", $"{chosen}{(candidates.Length > 1 ? $" (also possible: {others})" : "")}"));
        lines.Add(("dates", dates.Length > 0 ? ahead + ", known ahead" : "none"));
        lines.Add(("season", model.Season == 1 ? "none found" : $"{model.Season} rows"));
        if (left.Length > 0) lines.Add(("left out", $"{string.Join(", ", left)}: constant, or texts that are no categories"));
        notes["data.target"] = candidates.Length > 1 ? $"also possible: {others}" : "the only one possible";
        notes["data.known"] = dates.Length > 0 ? $"here: {ahead}" : "here there are none";
        notes["model.season"] = model.Season == 1 ? "none was found" : $"{model.Season} was found";
        return run with { Model = model };
    }

    private static bool IsUseful(ColumnReport c)
        => c.Different > 1
            && c.Kind switch { ColumnKind.Category => c.Different <= MostCategories, ColumnKind.Text or ColumnKind.Id => false, _ => true };

    private static string[] Candidates(TableLook table)
        => [.. table.Columns.Where(c => IsUseful(c) && c.Kind != ColumnKind.Date).Select(c => c.Name)];

    /// <summary>The last column of numbers where there are dates, else the last of all.</summary>
    private static string? Chosen(TableLook table)
        => (table.Dates.Count > 0 ? table.Numbers.LastOrDefault() : null) ?? Candidates(table).LastOrDefault();

    protected override IEnumerable<(string Column, string Role)> RolesOf(ForecastRun run)
        => [(run.Model.Target, "the target"), .. (run.Model.Known ?? []).Select(k => (k, "known ahead"))];

    protected override Inspected Inspect(Forecaster model, InspectInquiry inquiry)
    {
        var table = InOrder(inquiry.ReadTable(model), model.Options);
        _ = ClockChanges(table, model.Options).Count();
        var (recordings, forecasts) = model.Inspect(table, inquiry.Last);
        var target = table.Column(model.Target.Name);
        bool dated = forecasts.Any(f => f.Date is not null), timed = forecasts.Any(f => f.Date is { } d && d.TimeOfDay != default);
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, [dated ? "date" : "row", "value", "forecast"],
            forecasts.Select(f => new[]
            {
                dated ? f.Date?.ToString(timed ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd") ?? "" : $"{f.Row + 1}",
                Inspected.Number(target.Text(f.Row)),
                f.Class ?? Inspected.Number($"{f.Point:R}"),
            }),
            recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new("forecaster", [Small("y"), Small("c")], ["\\\"a\\\",", "\\\"kind\\\":\\\"date\\\",", "\\\"horizon\\\":", "null", "0.5,"], model =>
        {
            try
            {
                ((Forecaster)model).Predict(FuzzTable.Table);
            }
            catch (SluiceFormatException)
            {
                // The table has no such columns.
            }
        }),
    ];

    private static Action<string> Small(string target)
        => Forecaster.From(
            FuzzTable.Table, new ForecasterOptions { Target = target, Hidden = 2, Window = 4, Horizon = 2, Season = 3, Known = ["d"] }).Model.Save;
}
