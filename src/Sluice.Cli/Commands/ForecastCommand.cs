using System.CommandLine;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reasons;
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
        var columns = new SeriesColumnOptions();
        var interval = new Option<double>("--interval") { Description = "the share of values that the interval is to hold, up to 0.9", DefaultValueFactory = _ => 0.8 };
        var floor = new Option<double?>("--floor") { Description = "no forecast is below; what never was negative is not forecast to be in any case" };
        var cap = new Option<double?>("--cap") { Description = "no forecast is above" };
        var sum = new Option<string?>(SeriesLevels.Option)
        {
            Description = "forecasts the sum of all series too, and those by COLUMN,COLUMN+COLUMN or by a mark in their names, such as /: the point is that of theirs, the interval its own",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var why = new Option<bool>(ReasonReport.Option) { Description = "says what forecasts rest on: the effect of the rows before, seasonal and trend parts" };
        var evaluate = new Option<bool>("--evaluate") { Description = "forecasts what is known, beside simple forecasts, as 'backtest' does" };
        var origins = new Option<int>("--origins") { Description = "with --evaluate: places of each series to forecast from, the last there are", DefaultValueFactory = _ => 10 };
        var answers = new Option<string?>("--out") { Description = "a file for the forecasts, in place of the output" };
        var plot = new Option<string?>("--plot") { Description = "a picture of the forecasts to write (.svg)" };
        var report = new Option<string?>("--report") { Description = "a page (HTML) to write" };
        var json = JsonLine.Option();
        var command = new Command("forecast", "Forecasts every series of a table at once, without training; 'train forecast' and 'train series' learn from it.")
        {
            file, horizon, interval, floor, cap, sum, why, evaluate, origins, answers, plot, report, json,
        };
        columns.AddTo(command);
        var watch = new WatchOptions();
        watch.AddTo(command);
        var data = new DataOptions("the table");
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
            var wishes = new ForecastWishes(share, parsed.GetValue(floor), parsed.GetValue(cap), parsed.GetResult(sum) is null ? null : parsed.GetValue(sum) ?? "", parsed.GetValue(why));
            wishes.Check();
            bool watched = watch.IsAsked(parsed, source);
            if (parsed.GetValue(evaluate))
                NoEffect.Refuse(
                    parsed, "with --evaluate, which compares forecasts as they are", [interval, floor, cap, sum, why, answers, plot, .. watch.All]);
            else NoEffect.Refuse(parsed, "without --evaluate", origins);
            if (watched) NoEffect.Refuse(parsed, "with --watch and --record, which are about each series", sum, why);
            var inquiry = new Inquiry("", source, parsed.GetValue(json), output)
            {
                Unanswered = new Unanswered(error),
                Out = parsed.GetValue(answers),
                Plot = parsed.GetValue(plot),
                Report = parsed.GetValue(report),
                ToJson = JsonLine.Of,
            };
            if (parsed.GetValue(evaluate))
            {
                BacktestCommand.Run(inquiry, [], columns.Of(parsed), asked, parsed.GetValue(origins), null);
            }
            else if (watched)
            {
                watch.Run(parsed, inquiry, columns.Of(parsed), asked, wishes, error);
            }
            else
            {
                var series = new TableSeries(source, columns.Of(parsed), inquiry.Unanswered.Note);
                inquiry.Write(new SeriesAnswers(series, asked ?? series.UsualHorizon, wishes, inquiry.Unanswered.Note).Predictions($"Answers on {source.Title}"));
            }

            inquiry.Unanswered.Finish();
            return CommandLine.Done;
        });
        return command;
    }
}
