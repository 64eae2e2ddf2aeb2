using System.CommandLine;
using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Text;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice init text|forecast FILE</c>: looks at the data and writes the complete configuration of a run, with comments.</summary>
internal static class InitCommand
{
    // So many different texts are names or notes rather than categories.
    private const int MostCategories = 1000;

    // A text is read so often that there are so many steps, which small ones need to be learned.
    private const int LeastSteps = 1500, MostEpochs = 60;

    public static Command Create(TextWriter output) => new("init", "Looks at data and writes the complete configuration of a run, with comments.") { Text(output), Forecast(output) };

    private static Command Text(TextWriter output)
    {
        var file = new Argument<string>("file") { Description = "the text to learn from" };
        var to = Out();
        var command = new Command("text", "The configuration of a language model.") { file, to };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            var run = ConfigFile.Text with { Data = path };
            var report = Fitting.To(path, () => TextReport.Of(TextFile.Read(path), run.Model.Validation));
            output.WriteLine($"{"characters",-10} {report.Characters}, {report.Different} different, {report.Words} words");
            var notes = new Dictionary<string, string>();
            int steps = Math.Max(1, report.Parts.Train.Count / (run.Model.Batch * run.Model.Steps));
            if (steps * run.Training.Epochs < LeastSteps)
            {
                // On 50,000 characters this took the validation loss from 2.01 to 1.59 nats.
                run = run with { Model = run.Model with { Dropout = 0.3 }, Training = run.Training with { Epochs = Math.Min(MostEpochs, LeastSteps / steps), Patience = 8 } };
                notes["training.epochs"] = notes["training.patience"] = notes["model.dropout"] = "more than usual, for a short text";
                output.WriteLine($"{"short",-10} {run.Training.Epochs} epochs at most, dropout {run.Model.Dropout}");
            }

            foreach (string warning in report.Warnings) Screen.WriteLine(output, $"warning: {warning}", 9);
            return Write(TextRun.Settings.ToJson(run, notes), parsed.GetValue(to)!, "text", output);
        });
        return command;
    }

    private static Command Forecast(TextWriter output)
    {
        var file = new Argument<string?>("file") { Description = "the table to learn from: CSV, TSV or JSON lines; none for a query", Arity = ArgumentArity.ZeroOrOne };
        var data = new DataOptions("");
        var target = new Option<string?>("--target") { Description = "the column to forecast; the last that can be otherwise" };
        var horizon = new Option<int>("--horizon") { Description = "rows to forecast from one origin", DefaultValueFactory = _ => 1 };
        var to = Out();
        var command = new Command("forecast", "The configuration of a forecaster of a column of a table.") { file, target, horizon, to };
        data.AddTo(command, file: false);
        command.SetAction(parsed =>
        {
            var source = data.Of(parsed, parsed.GetValue(file)) ?? throw new UsageException("init forecast: expected a file, or --query TEXT.");
            int rows = parsed.GetValue(horizon);
            if (rows < 1) throw new UsageException($"--horizon: expected 1 or more, got {rows}.");
            var table = source.Read();
            var columns = table.Columns.Select(ColumnReport.Of).ToArray();
            string[] useful = [.. columns.Where(c => c.Different > 1 && (c.Kind != ColumnKind.Category || c.Different <= MostCategories)).Select(c => c.Name)];
            string[] candidates = [.. columns.Where(c => useful.Contains(c.Name) && c.Kind != ColumnKind.Date).Select(c => c.Name)];
            string[] dates = [.. columns.Where(c => useful.Contains(c.Name) && c.Kind == ColumnKind.Date).Select(c => c.Name)];
            string chosen = parsed.GetValue(target) is { } named ? table.Column(named).Name
                : candidates.LastOrDefault() ?? throw new SluiceFormatException("there is no column to forecast: expected one with different numbers or categories.", source.Name);

            var model = ConfigFile.Forecast.Model with { Target = chosen, Horizon = rows };
            string[] seen = [.. useful.Where(n => n != chosen)], left = [.. columns.Select(c => c.Name).Except(useful).Where(n => n != chosen)];
            // The list is one of names between commas.
            if (left.Length > 0 && seen.Length > 0 && !seen.Any(n => n.Contains(','))) model = model with { Columns = seen };
            int training = Fitting.To(source.Name, () => Split.ByShare(table.RowCount, model.Validation, model.Test)).Train.Count;
            model = model with { Window = Math.Clamp(training / 2, 2, model.Window) };
            model = model with { Season = Fitting.To(source.Name, () => Forecaster.From(table, model).Model.Target.Season) };

            output.WriteLine($"{"target",-10} {chosen}{(candidates.Length > 1 ? $" (also possible: {string.Join(", ", candidates.Where(c => c != chosen))})" : "")}");
            output.WriteLine($"{"dates",-10} {(dates.Length > 0 ? string.Join(", ", dates) + ", known ahead" : "none")}");
            output.WriteLine($"{"season",-10} {(model.Season == 1 ? "none found" : $"{model.Season} rows")}");
            if (left.Length > 0) output.WriteLine($"{"left out",-10} {string.Join(", ", left)}: constant, or texts that are no categories");
            var notes = new Dictionary<string, string>
            {
                ["data.target"] = candidates.Length > 1 ? $"also possible: {string.Join(", ", candidates.Where(c => c != chosen))}" : "the only one possible",
                ["data.known"] = dates.Length > 0 ? $"here: {string.Join(", ", dates)}" : "here there are none",
                ["model.season"] = model.Season == 1 ? "none was found" : $"{model.Season} was found",
            };
            return Write(ForecastRun.Settings.ToJson(ConfigFile.Forecast with { Data = source.File, Database = source.Database, Model = model }, notes), parsed.GetValue(to)!, "forecast", output);
        });
        return command;
    }

    private static Option<string> Out() => new("--out") { Description = "the configuration to write", DefaultValueFactory = _ => "sluice.json" };

    private static int Write(string json, string path, string task, TextWriter output)
    {
        if (File.Exists(path)) throw new UsageException($"{path} exists; name another file with --out.");
        AtomicFile.Write(path, json);
        output.WriteLine($"{path} holds every setting.");
        output.WriteLine($"To look at the data:  sluice check {Quoted.Path(path)}");
        output.WriteLine($"To train:             sluice train {task} --config {Quoted.Path(path)}");
        return CommandLine.Done;
    }
}
