using System.CommandLine;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice init TASK FILE</c>: looks at the data and writes the complete configuration of a run, with comments.</summary>
internal static class InitCommand
{
    public static Command Create(TextWriter output)
    {
        var command = new Command("init", "Looks at data and writes the complete configuration of a run, with comments.");
        foreach (var task in TaskRegistry.All) command.Add(Of(task, output));
        return command;
    }

    private static Command Of(TaskDescriptor task, TextWriter output)
    {
        bool tables = task.ReadsTables;
        var file = new Argument<string?>("file") { Description = $"{task.File}{(tables ? "; none for a query" : "")}", Arity = tables ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne };
        var data = new DataOptions("");
        var own = new TaskOptions(task.InitOptions);
        var set = new Option<string[]>("--set") { Description = "key=value for any setting of the configuration" };
        var to = new Option<string>("--out") { Description = "the configuration to write", DefaultValueFactory = _ => "sluice.json" };
        string name = char.ToLowerInvariant(task.Title[0]) + task.Title[1..];
        var command = new Command(task.Name, $"The configuration of {name}.") { file };
        own.AddTo(command);
        command.Add(set);
        command.Add(to);
        if (tables) data.AddTo(command, file: false);
        command.SetAction(parsed =>
        {
            var source = tables
                ? data.Of(parsed, parsed.GetValue(file)) ?? throw new UsageException($"init {task.Name}: expected a file, or --query TEXT.")
                : TableSource.Of(parsed.GetValue(file)!);
            var proposed = task.Propose(new InitInquiry(source, own.Of(parsed)));
            foreach (var (what, text) in proposed.Lines) output.WriteLine($"{what,-10} {text}");
            foreach (string warning in proposed.Warnings) Screen.WriteLine(output, $"warning: {warning}", 9);
            var run = proposed.Run;
            foreach (string pair in parsed.GetValue(set) ?? [])
                run = pair.Split('=', 2) is [var key, var value] ? run.With(key, value) : throw new UsageException($"--set: expected key=value, got '{pair}'.");
            string path = parsed.GetValue(to)!;
            if (File.Exists(path)) throw new UsageException($"{path} exists; name another file with --out.");
            AtomicFile.Write(path, run.ToJson(proposed.Notes));
            output.WriteLine($"{path} holds every setting.");
            output.WriteLine($"To look at the data:  sluice check {Quoted.Path(path)}");
            output.WriteLine($"To train:             sluice train {task.Name} --config {Quoted.Path(path)}");
            return CommandLine.Done;
        });
        return command;
    }
}
