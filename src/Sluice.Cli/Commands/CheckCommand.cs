using System.CommandLine;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
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
        var file = new Argument<string?>(
            "file")
        {
            Description = "a configuration, a run folder, 'last', a text, a table (CSV, TSV, JSON lines), words with tags (CoNLL) or a folder of labelled texts; '-' for standard input; none for a query",
            Arity = ArgumentArity.ZeroOrOne
        };
        var data = new DataOptions("");
        var target = new Option<string?>("--target") { Description = "the column of a table that is to be foreseen" };
        var validation = new Option<string?>("--validation") { Description = "the file for validation, where it is one of its own" };
        var test = new Option<string?>("--test") { Description = "the file for test, where it is one of its own" };
        var json = JsonLine.Option();
        var command = new Command(
            "check", "Reports what is in the data of a configuration or a file, before any training.") { file, target, validation, test, json };
        data.AddTo(command, file: false);
        command.SetAction(parsed =>
        {
            var source = data.Of(parsed, parsed.GetValue(file)) ?? throw new UsageException("check: expected a file, or --query TEXT.");
            if (source.File.Length > 0) WeightReport.Refuse(source.File);
            // One look, so that a table is read once for the report and for the task that it is for.
            string? wanted = parsed.GetValue(target);
            var look = new DataLook(source, wanted is null ? null : new Dictionary<string, string> { ["data.target"] = wanted });
            var files = new PartFiles(source, parsed.GetValue(validation), parsed.GetValue(test)) { Look = look };
            object report = files.AreSequences ? files.Sequences()
                : source.Settings.IsQuery || files.AreSeveral || wanted is not null ? files.Tables(wanted)
                : Report(Named(source.File), files);
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonLine.Of(report));
                return CommandLine.Done;
            }

            DataReport.Write(report, output);
            output.WriteLine();
            WriteNext(files, wanted, output);
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>A run folder stands for its configuration.</summary>
    private static string Named(string path)
        => ModelPath.Folder(path) is var folder && Path.Combine(folder, "config.json") is var config && (path == "last" || File.Exists(config))
            ? config
            : path;

    /// <summary>The command that comes next: for a configuration its training, for data the training of the task that it is for.</summary>
    private static void WriteNext(PartFiles files, string? target, TextWriter output)
    {
        string path = files.Training.Settings.IsQuery ? "" : Named(files.Training.File);
        if (path.Length > 0 && IsConfig(path))
        {
            output.WriteLine($"To train:  sluice train {TaskRegistry.ReadConfig(path).Task.Name} --config {Quoted.Path(path)}");
            return;
        }

        var fits = TaskRegistry.Fits(files.Look!);
        string data = path.Length > 0 ? Quoted.Path(path) : $"--query {Quoted.Path(files.Training.Settings.Query)}";
        string more = (target is null ? "" : $" --target {Quoted.Path(target)}")
            + string.Concat(files.Training.Settings.Columns.Select(c => $" --column {Quoted.Path($"{c.Name}={c.Form}")}"));
        bool clear = fits.Count == 1 || (fits.Count > 1 && fits[0].Fit.Strength > fits[1].Fit.Strength);
        if (clear && files.Validation is { } held && fits[0].Task.Settings.Any(s => s.Key == "data.validation_file"))
            more += $" --validation-file {Quoted.Path(held)}";
        if (fits.Count == 0) return;
        string Said((TaskDescriptor Task, TaskFit Fit) found) => $"{found.Task.Name}: {found.Fit.Why}";
        if (clear)
            Screen.WriteLine(
                output,
                $"This is data for {Said(fits[0])}.{(fits.Count > 1 ? $" It can be for {string.Join(", ", fits.Skip(1).Select(f => f.Task.Name))} too (--task)." : "")}",
                0);
        else
            Screen.WriteLine(
                output,
                $"This can be data for several tasks. {string.Join("; ", fits.TakeWhile(f => f.Fit.Strength == fits[0].Fit.Strength).Select(Said))}.",
                0);
        output.WriteLine($"To train:  sluice train {data}{more}{(clear ? "" : " --task TASK")}");
        output.WriteLine($"To choose settings first:  sluice init {data}{more}{(clear ? "" : " --task TASK")}");
    }

    /// <summary>A JSON file is a configuration, unless it is music or a list of rows.</summary>
    private static bool IsConfig(string path)
    {
        if (!PartFiles.IsConfig(path)) return false;
        if (File.Exists(path) && TextFile.Read(path).TrimStart().StartsWith('[')) return false;
        try
        {
            return new DataLook(TableSource.Of(path)).Form != DataForm.Music;
        }
        catch (SluiceException)
        {
            return true;
        }
    }

    private static object Report(string path, PartFiles files)
    {
        if (IsConfig(path))
            return files.Training.Settings.Given.Aggregate(TaskRegistry.ReadConfig(path), (run, s) => run.With(s.Key, s.Value)).Report(path);
        var look = files.Look!;
        if (look.IfTable is not null) return files.Tables(null);
        var (task, _) = TaskRegistry.Fits(look) is [var best, ..]
            ? best
            : throw new SluiceFormatException("this looks like the data of no task.", path);
        return task.Propose(new InitInquiry(look.Source, new Dictionary<string, string>()) { Look = look }).Run.Report(null);
    }
}
