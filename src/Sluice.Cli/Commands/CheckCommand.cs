using System.CommandLine;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice check CONFIG|FILE</c>: what is in the data, before any training; <c>--validation</c> and <c>--test</c> name the
/// files of the other parts.
/// </summary>
internal static class CheckCommand
{
    public static Command Create(TextWriter output)
    {
        var file = new Argument<string?>("file") { Description = "a configuration, a run folder, 'last', a text, a table (CSV, TSV, JSON lines), words with tags (CoNLL) or a folder of labelled texts; none for a query", Arity = ArgumentArity.ZeroOrOne };
        var data = new DataOptions("");
        var target = new Option<string?>("--target") { Description = "the column of a table that is to be foreseen" };
        var validation = new Option<string?>("--validation") { Description = "the file for validation, where it is one of its own" };
        var test = new Option<string?>("--test") { Description = "the file for test, where it is one of its own" };
        var json = JsonLine.Option();
        var command = new Command("check", "Reports what is in the data of a configuration or a file, before any training.") { file, target, validation, test, json };
        data.AddTo(command, file: false);
        command.SetAction(parsed =>
        {
            var source = data.Of(parsed, parsed.GetValue(file)) ?? throw new UsageException("check: expected a file, or --query TEXT.");
            var files = new PartFiles(source, parsed.GetValue(validation), parsed.GetValue(test));
            object report = files.AreSequences ? files.Sequences()
                : source.Settings.IsQuery || files.AreSeveral || parsed.GetValue(target) is not null ? files.Tables(parsed.GetValue(target))
                : Report(Named(source.File), source.Settings);
            if (parsed.GetValue(json)) output.WriteLine(JsonLine.Of(report));
            else DataReport.Write(report, output);
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>A run folder stands for its configuration.</summary>
    private static string Named(string path) => ModelPath.Folder(path) is var folder && Directory.Exists(folder) ? Path.Combine(folder, "config.json") : path;

    private static object Report(string path, TableSettings settings)
    {
        if (PartFiles.IsConfig(path)) return settings.Given.Aggregate(TaskRegistry.ReadConfig(path), (run, s) => run.With(s.Key, s.Value)).Report(path);
        var found = TaskRegistry.Recognise(path);
        return (found.Task.ReadsTables ? settings.Given.Aggregate(found, (run, s) => run.With(s.Key, s.Value)) : found).Report(null);
    }
}
