using System.CommandLine;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice evaluate MODEL --data FILE</c>: how well a model does on data, beside naive baselines.</summary>
internal static class EvaluateCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var data = new DataOptions("data like that which the model learned from");
        var truth = new Option<string?>("--truth") { Description = "what is right, where it stands in a file of its own" };
        var report = new Option<string?>("--report") { Description = "a page (HTML) to write" };
        var json = JsonLine.Option();
        var command = new Command("evaluate", "Measures how well a model does on data, beside naive baselines.") { model, truth, report, json };
        data.AddTo(command);
        var own = new TaskOptions(task => task.EvaluateOptions);
        own.AddTo(command);
        command.SetAction(parsed =>
        {
            var source = data.Of(parsed) ?? throw new UsageException("evaluate: expected --data FILE, or --query TEXT.");
            string path = ModelPath.File(parsed.GetRequiredValue(model));
            var task = TaskRegistry.Of(path);
            task.Evaluate(new Inquiry(path, source, parsed.GetValue(json), output)
            {
                Truth = parsed.GetValue(truth),
                Report = parsed.GetValue(report),
                Options = own.Of(parsed, task.EvaluateOptions),
                Unanswered = new Unanswered(error),
                ToJson = JsonLine.Of,
            });
            return CommandLine.Done;
        });
        return command;
    }
}
