using System.CommandLine;
using System.Globalization;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Series;
using Sluice.Tasks.Settings;
using Sluice.Zero;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice forecast FILE</c>: the next rows of every series in a table, at once and without training.</summary>
internal static class ForecastCommand
{
    private const double Widest = 0.9;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Argument<string?>("file") { Description = "the table; '-' for standard input", Arity = ArgumentArity.ZeroOrOne };
        var horizon = new Option<int?>("--horizon") { Description = "rows to forecast; by default about two seasons of the calendar" };
        var id = new Option<string>("--id", "--by") { Description = "the column that says to which series a row belongs", DefaultValueFactory = _ => "" };
        var time = new Option<string>("--time") { Description = "the column of dates; by default the only one there is", DefaultValueFactory = _ => "" };
        var values = new Option<string>("--values")
        {
            Description = "the columns to forecast, with commas; by default all numbers",
            DefaultValueFactory = _ => "",
        };
        var interval = new Option<double>("--interval") { Description = "the share of values that the interval is to hold, up to 0.9", DefaultValueFactory = _ => 0.8 };
        var evaluate = new Option<bool>("--evaluate") { Description = "forecasts what is known, from several rows of the past, beside simple forecasts" };
        var origins = new Option<int>("--origins") { Description = "with --evaluate: how many rows of each series to forecast from", DefaultValueFactory = _ => 10 };
        var answers = new Option<string?>("--out") { Description = "a file for the forecasts, in place of the output" };
        var plot = new Option<string?>("--plot") { Description = "a picture of the forecasts to write (.svg)" };
        var report = new Option<string?>("--report") { Description = "a page (HTML) to write" };
        var json = JsonLine.Option();
        var command = new Command("forecast", "Forecasts every series of a table at once, without training; 'train forecast' and 'train series' learn from it.")
        {
            file, horizon, id, time, values, interval, evaluate, origins, answers, plot, report, json,
        };
        var data = new DataOptions("the table; '-' for standard input");
        data.AddTo(command, file: false);
        command.SetAction(parsed =>
        {
            var source = data.Of(parsed, parsed.GetValue(file)) ?? throw new UsageException("forecast: expected a file, or --query TEXT.");
            int? asked = parsed.GetValue(horizon);
            if (asked is < 1 or > Forecast.LongestHorizon)
                throw new UsageException($"--horizon: expected 1 to {Forecast.LongestHorizon}, got {asked}.");
            double share = parsed.GetValue(interval);
            if (share is not (> 0 and <= Widest)) throw new UsageException($"--interval: expected a share above 0, up to {Widest}, got {share}.");
            if (parsed.GetValue(origins) < 1) throw new UsageException($"--origins: expected 1 or more, got {parsed.GetValue(origins)}.");
            var columns = new SeriesColumns { Id = parsed.GetValue(id)!, Time = parsed.GetValue(time)! };
            columns = SeriesColumns.Settings.Apply(columns, "data.values", parsed.GetValue(values)!);
            using var standard = StandardInput.Of(source);
            source = standard?.Source ?? source;
            StandardInput.Named(standard, () =>
            {
                var inquiry = new Inquiry("", source, parsed.GetValue(json), output)
                {
                    Unanswered = new Unanswered(error),
                    Out = parsed.GetValue(answers),
                    Plot = parsed.GetValue(plot),
                    Report = parsed.GetValue(report),
                    ToJson = JsonLine.Of,
                };
                var series = new TableSeries(source, columns, inquiry.Unanswered.Note);
                int rows = asked ?? series.UsualHorizon;
                if (parsed.GetValue(evaluate)) Evaluate(inquiry, series, rows, parsed.GetValue(origins));
                else inquiry.Write(new SeriesAnswers(series, rows, share, inquiry.Unanswered.Note).Predictions());
                inquiry.Unanswered.Finish();
            });
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>The net beside simple forecasts, over rolling origins.</summary>
    private static void Evaluate(Inquiry inquiry, TableSeries series, int horizon, int origins)
    {
        var figures = new ForecastStudy(horizon, origins).Run(series.Plain());
        if (figures.Count == 0)
            throw new SluiceFormatException(
                $"no series is long enough to forecast {horizon} rows of it from two seasons and 8 rows before them. Take a smaller --horizon.", inquiry.Source.Name);
        var measured = figures.Select(f => f.Series).ToHashSet();
        string[] left = [.. series.Names.Where(n => !measured.Contains(n))];
        if (left.Length > 0)
            inquiry.Unanswered.Note($"{left.Length} series are too short or constant, and have no figures: {string.Join(", ", left.Take(5))}{(left.Length > 5 ? ", ..." : "")}.");
        var ways = ForecastStudy.Ways
            .Select(way => (Way: way, Own: figures.Where(f => f.Way == way).ToList(), Ratios: ForecastStudy.Ratios(figures, way))).ToList();
        if (inquiry.Json)
        {
            inquiry.WriteJson(new
            {
                Horizon = horizon,
                Series = measured.Count,
                Forecasts = figures.Where(f => f.Way == ForecastStudy.Ways[0]).Sum(f => f.Origins),
                Ways = ways.Select(w => new
                {
                    w.Way,
                    Mase = w.Own.Average(f => f.Mase),
                    OverSeasonalNaive = w.Ratios.Length == 0 ? double.NaN : ForecastStudy.GeometricMean(w.Ratios),
                    Smape = w.Own.Average(f => f.Smape),
                    Rmsse = w.Own.Average(f => f.Rmsse),
                    Crps = w.Own.Average(f => f.Crps),
                    Coverage = w.Own.Average(f => f.Coverage),
                }),
            });
            return;
        }

        inquiry.WriteLine($"{horizon} rows from each of {figures.Where(f => f.Way == ForecastStudy.Ways[0]).Sum(f => f.Origins)} places in {measured.Count} series", 0);
        inquiry.Output.WriteLine();
        MarkdownTable.Write(inquiry.Output,
        [
            ["forecast", "MASE", "over seasonal naive", "sMAPE", "RMSSE", "CRPS, scaled", "80 % interval holds"],
            .. ways.Select(w => (string[])
            [
                w.Way, Number(w.Own.Average(f => f.Mase), "0.000"), w.Ratios.Length == 0 ? "" : Number(ForecastStudy.GeometricMean(w.Ratios), "0.000"),
                Number(w.Own.Average(f => f.Smape), "0.00"), Number(w.Own.Average(f => f.Rmsse), "0.000"), Number(w.Own.Average(f => f.Crps), "0.000"),
                Number(w.Own.Average(f => f.Coverage), "0.0 %"),
            ]),
        ]);
    }

    private static string Number(double value, string form) => double.IsFinite(value) ? value.ToString(form, CultureInfo.InvariantCulture) : "";
}
