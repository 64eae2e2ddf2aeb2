using System.CommandLine;
using Sluice.Data.Tables;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Series;
using Sluice.Tasks.Settings;
using Sluice.Training;
using Sluice.Zero;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice backtest FILE</c>: what forecasts would have been worth, from rolling origins, models beside simple ways.</summary>
internal static class BacktestCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Argument<string?>("file") { Description = "the table; '-' for standard input", Arity = ArgumentArity.ZeroOrOne };
        var models = new Option<string[]>("--model")
        {
            Description = "models of 'train series' or 'train forecast': run folders, model files, or 'last'",
            AllowMultipleArgumentsPerToken = true,
        };
        var refit = new Option<bool>("--refit") { Description = "trains models of 'train series' anew for each origin, from what lies before it alone" };
        var horizon = new Option<int?>("--horizon") { Description = "rows to forecast; by default as the models do, or about two seasons of the calendar" };
        var origins = new Option<int>("--origins") { Description = "places of each series to forecast from, the last there are", DefaultValueFactory = _ => 10 };
        var step = new Option<int?>("--step") { Description = "rows between two places; by default the horizon, so that no row is forecast twice" };
        var sum = new Option<string?>(SeriesLevels.Option)
        {
            Description = "WRMSSE over sums of the series too, as M5 has it: that of all, and those by COLUMN,COLUMN+COLUMN or by a mark in their names, such as /",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var price = new Option<string?>("--price") { Description = "the column of prices: WRMSSE weighs by what was sold times its price" };
        var columns = new SeriesColumnOptions();
        var report = new Option<string?>("--report") { Description = "a page (HTML) with pictures to write" };
        var json = JsonLine.Option();
        var command = new Command("backtest", "Forecasts what is known, from several places in the past, and compares: models, no training, and simple forecasts.")
        {
            file, models, refit, horizon, origins, step, sum, price, report, json,
        };
        columns.AddTo(command);
        var data = new DataOptions("the table");
        data.AddTo(command, file: false);
        command.SetAction(parsed =>
        {
            var source = data.Of(parsed, parsed.GetValue(file)) ?? throw new UsageException("backtest: expected a file, or --query TEXT.");
            int? asked = parsed.GetValue(horizon), apart = parsed.GetValue(step);
            int places = parsed.GetValue(origins);
            if (asked is < 1 or > Forecast.LongestHorizon) throw new UsageException($"--horizon: expected 1 to {Forecast.LongestHorizon}, got {asked}.");
            if (apart is < 1) throw new UsageException($"--step: expected 1 or more, got {apart}.");
            if (places < 1) throw new UsageException($"--origins: expected 1 or more, got {places}.");
            string[] named = parsed.GetValue(models) ?? [];
            if (parsed.GetValue(refit) && named.Length == 0) throw new UsageException("--refit: expected --model MODEL beside it.");
            if (places == 1) NoEffect.Refuse(parsed, "with --origins 1", step);
            var inquiry = new Inquiry("", source, parsed.GetValue(json), output)
            {
                Unanswered = new Unanswered(error),
                Report = parsed.GetValue(report),
                ToJson = JsonLine.Of,
            };
            var trained = named.Zip(
                ModelTitles.Of(named, ForecastStudy.OwnWays), (name, title) => Model(name, title, parsed.GetValue(refit), error)).ToList();
            Run(inquiry, trained, columns.Of(parsed), asked, places, apart, parsed.GetResult(sum) is null ? null : parsed.GetValue(sum) ?? "", parsed.GetValue(price) ?? "");
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Forecasts from rolling origins, and writes what came of it.</summary>
    /// <param name="inquiry">The table, and where the answer goes.</param>
    /// <param name="trained">The models.</param>
    /// <param name="columns">Which columns are what, as far as it was said.</param>
    /// <param name="horizon">Rows to forecast; null for the usual number.</param>
    /// <param name="origins">Places of each series.</param>
    /// <param name="step">Rows between two; null for the horizon.</param>
    /// <param name="sums">Which sums WRMSSE is taken over (<see cref="SeriesLevels"/>); null for none.</param>
    /// <param name="price">The column of prices by which WRMSSE weighs; empty for none.</param>
    public static void Run(
        Inquiry inquiry, IReadOnlyList<TrainedForecast> trained, SeriesColumns columns, int? horizon, int origins, int? step, string? sums = null,
        string price = "")
    {
        if (trained.Count > 0)
        {
            if (columns.All.Any()) throw new UsageException("--id, --time and --values: models say themselves which columns they read. Leave these options out, or --model.");
            columns = trained[0].Columns;
            if (trained.FirstOrDefault(t => t.Columns.Id != columns.Id || !t.Columns.Values.SequenceEqual(columns.Values)) is { } other)
                throw new UsageException(
                    $"--model: expected models of the same series, got '{trained[0].Way.Name}' of {Series(columns)} and '{other.Way.Name}' of {Series(other.Columns)}.");
            columns = columns with { Known = All(t => t.Known), Past = All(t => t.Past), Static = All(t => t.Static) };
        }

        // What is sold is forecast, and not its price.
        if (price.Length > 0 && !columns.All.Contains(price)) columns = columns with { Past = [.. columns.Past, price] };
        var series = new TableSeries(inquiry.Source, columns, inquiry.Unanswered.Note, trained.FirstOrDefault()?.Schema);
        int rows = horizon ?? (trained.Count > 0 ? trained.Min(t => t.Horizon) : series.UsualHorizon);
        if (trained.FirstOrDefault(t => t.Horizon < rows) is { } shorter)
            throw new UsageException($"--horizon: expected {shorter.Horizon} or less, for which '{shorter.Way.Name}' was trained, got {rows}.");
        var study = new ForecastStudy(rows, origins) { Models = [.. trained.Select(t => t.Way)], Step = step ?? 0 };
        var plain = series.Plain(price);
        var levels = sums is null ? null : SeriesLevels.Of(series.All, sums);
        var scores = study.Run(plain);
        if (scores.Count == 0)
            throw new SluiceFormatException(
                $"no series is long enough to forecast {Plural.Of(rows, "row")} of it from two seasons and 8 rows before them{(trained.Count > 0 ? ", or from what the models take" : "")}. Take a smaller --horizon.",
                inquiry.Source.Name);
        new BacktestNotes(inquiry, study, plain, scores).Write(trained, origins);
        new BacktestReport(BacktestSummary.Of(scores, rows, step ?? rows, levels)).Write(inquiry);

        string[] All(Func<SeriesColumns, IReadOnlyList<string>> of) => [.. trained.SelectMany(t => of(t.Columns)).Distinct()];
    }

    private static string Series(SeriesColumns columns)
        => (columns.Id.Length > 0 ? $"'{columns.Id}', " : "") + string.Join(", ", columns.Values.Select(v => $"'{v}'"));

    private static TrainedForecast Model(string name, string title, bool refit, TextWriter error)
    {
        string path = ModelPath.File(name), folder = ModelPath.Folder(name);
        string config = RunFolder.ConfigIn(Directory.Exists(folder) ? folder : Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (refit && !File.Exists(config))
            throw new SluiceFormatException("--refit takes the settings of the run, and there is no such file. Name the run folder.", config);
        return TrainedForecast.Of(title, path, refit ? config : null, error.WriteLine);
    }
}
