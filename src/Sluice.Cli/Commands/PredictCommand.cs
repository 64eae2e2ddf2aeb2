using System.CommandLine;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Imported;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice predict MODEL --data FILE</c>: what a model says of data whose answer is not known.</summary>
internal static class PredictCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, 'last', or an ONNX file" };
        var network = new NetworkOptions();
        var data = new DataOptions("the data");
        var best = new Option<int>(
            "--best")
        { Description = "how many answers to give, the most probable first, where the task has several", DefaultValueFactory = _ => 1 };
        var answers =
            new Option<string?>(
                "--out")
            {
                Description = $"a file for the answers, in place of the output: {string.Join(", ", TableFile.Endings)}{string.Concat(TaskRegistry.All.SelectMany(t => t.AnswerFiles.Select(e => $", {e} of {t.Name}")))}"
            };
        var plot = new Option<string?>("--plot") { Description = "a picture of the answers to write (.svg)" };
        var report = new Option<string?>("--report") { Description = "a page (HTML) to write" };
        var json = JsonLine.Option();
        var command = new Command("predict", "Says what a model predicts for data.") { model, best, answers, plot, report, json };
        network.AddTo(command);
        data.AddTo(command);
        var own = new TaskOptions(task => task.PredictOptions);
        own.AddTo(command);
        command.SetAction(parsed =>
        {
            var given = data.Of(parsed);
            if (NetworkReport.IsFor(parsed.GetRequiredValue(model)))
            {
                Network(output, network.Of(parsed.GetRequiredValue(model), parsed), Needed(given).OnlyFile, parsed.GetValue(answers));
                return CommandLine.Done;
            }

            string path = ModelPath.File(parsed.GetRequiredValue(model));
            int count = parsed.GetValue(best);
            if (count < 1) throw new UsageException($"--best: expected 1 or more, got {count}.");
            var task = TaskRegistry.Of(path);
            var options = own.Of(parsed, task.PredictOptions);
            var source = task.PredictsFromNothing(options) ? given ?? TableSource.Nothing : Needed(given);
            var inquiry = new Inquiry(path, source, parsed.GetValue(json), output)
            {
                Unanswered = new Unanswered(error),
                Best = count,
                Out = parsed.GetValue(answers),
                Plot = parsed.GetValue(plot),
                Report = parsed.GetValue(report),
                Options = options,
                ToJson = JsonLine.Of,
            };
            task.Predict(inquiry);
            inquiry.Unanswered.Finish();

            // Every question has an answer, but not all answers are of worth.
            return inquiry.Unanswered.Unread > 0 ? CommandLine.BadData : CommandLine.Done;
        });
        return command;
    }

    private static TableSource Needed(TableSource? source) => source ?? throw new UsageException("predict: expected --data FILE, or --query TEXT.");

    /// <summary>What a net that others trained makes of arrays: by name as JSON, or in a file.</summary>
    private static void Network(TextWriter output, NetworkRun network, string data, string? answers)
    {
        var outputs = network.Run(data);
        if (answers is null) output.WriteLine(NetworkArrays.ToJson(outputs));
        else NetworkArrays.Write(answers, outputs);
    }
}
