using System.CommandLine;
using Sluice.Data.Tables;
using Sluice.Tasks.Anomalies;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice anomalies FILE</c>: how unusual each row of a table is, at once and without training.</summary>
internal static class AnomaliesCommand
{
    private const string Calibration = "data.calibration";

    // Those that say what is watched and when surprise is an alarm; there is no net to choose.
    private static readonly SettingList<AnomalyOptions> s_settings = new(
        [.. AnomalyOptions.Settings.All.Where(s => s.Key.StartsWith("data.", StringComparison.Ordinal) || s.Key.StartsWith("alarm.", StringComparison.Ordinal))]);

    public static Command Create(TextWriter output, TextWriter error)
    {
        var file = new Argument<string?>("file") { Description = "the table; '-' for standard input", Arity = ArgumentArity.ZeroOrOne };
        var evaluate = new Option<bool>("--evaluate") { Description = "figures in place of scores: alarms, forecast error, events found where labels are known" };
        var answers = new Option<string?>("--out") { Description = "a file for the scores, in place of the output" };
        var plot = new Option<string?>("--plot") { Description = "a picture of the rows and their scores to write (.svg)" };
        var report = new Option<string?>("--report") { Description = "a page (HTML) with pictures to write" };
        var json = JsonLine.Option();
        var settings = new SettingOptions<AnomalyOptions>(s_settings.All.Select(s => (s.Key, s.Comment, "", s.Choices)), s_settings.Apply);
        var command = new Command("anomalies", "Says of each row of a table how unusual it is, at once, without training; 'train anomalies' makes a detector that goes on live.")
        {
            file, evaluate, answers, plot, report, json,
        };
        settings.AddTo(command);
        var data = new DataOptions("the table; '-' for standard input");
        data.AddTo(command, file: false);
        command.SetAction(parsed =>
        {
            var source = data.Of(parsed, parsed.GetValue(file)) ?? throw new UsageException("anomalies: expected a file, or --query TEXT.");
            if (parsed.GetValue(evaluate)) NoEffect.Refuse(parsed, "with --evaluate, which gives figures", answers, plot);
            var said = settings.Apply(new AnomalyOptions { Target = "" }, parsed);
            bool isCalibrationSaid = settings.Given(parsed).Any(g => g.Key == Calibration);
            var inquiry = new Inquiry("", source, parsed.GetValue(json), output)
            {
                Unanswered = new Unanswered(error),
                Out = parsed.GetValue(answers),
                Plot = parsed.GetValue(plot),
                Report = parsed.GetValue(report),
                ToJson = JsonLine.Of,
            };
            var table = source.Read();
            foreach (string note in table.Notes.Concat(ZeroDetector.Guessed(table, said))) inquiry.Unanswered.Note(note);
            Run(inquiry, table, ZeroDetector.Found(table, said, isCalibrationSaid), parsed.GetValue(evaluate));
            inquiry.Unanswered.Finish();
            return CommandLine.Done;
        });
        return command;
    }

    private static void Run(Inquiry inquiry, Table table, AnomalyOptions options, bool evaluate)
    {
        var rows = ZeroDetector.Read(table, options);
        foreach (string line in About(options, rows)) inquiry.Unanswered.Note(line);
        if (evaluate)
        {
            var figures = AnomalyFigures.Of(table, rows, options);
            inquiry.Write(figures, AnomalyTask.Texts(figures), () => AnomalyPage.Of(options.Signals, rows));
            return;
        }

        inquiry.Write(new Predictions(AnomalyAnswers.Of(table, rows), rows)
        {
            Pictures = () => AnomalyPage.Pictures(options.Signals, rows),
            Page = () => AnomalyPage.Of(options.Signals, rows),
        });
    }

    /// <summary>What is watched, what an alarm is, and which signals had some.</summary>
    private static IEnumerable<string> About(AnomalyOptions options, IReadOnlyList<AnomalyRow> rows)
    {
        string beyond = options.Beyond > 0 ? FormattableString.Invariant($", or a value beyond all before by more than {options.Beyond:0.###%} of their range") : "";
        yield return FormattableString.Invariant(
            $"watched: {string.Join(", ", options.Signals.Select(s => $"'{s}'"))}. The first {options.Calibration} rows are the measure (--calibration). An alarm is a score of 1 or more: a mean surprise of {Plural.Of(options.Mean, "row")} {options.Margin:0.###} times the largest before{beyond}");
        int alarms = rows.Count(r => r.IsAlarm);
        string by = options.Signals.Count == 1 || alarms == 0 ? ""
            : $": {string.Join(", ", rows.Where(r => r.IsAlarm).CountBy(r => r.Signal!).OrderByDescending(c => c.Value).Select(c => $"{c.Value} in '{c.Key}'"))}";
        yield return $"{Plural.Of(alarms, "alarm")} in {rows.Count - options.Calibration} rows{by}";
    }
}
