using System.CommandLine;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice sample</c>: lists small data sets, one for each task; <c>sluice sample NAME</c> writes one.</summary>
internal static class SampleCommand
{
    private static IEnumerable<(TaskDescriptor Task, TaskSample Sample)> All
        => TaskRegistry.All.Where(t => t.SampleData is not null).Select(t => (t, t.SampleData!));

    public static Command Create(TextWriter output)
    {
        var name = new Argument<string?>("name")
        {
            Description = $"one of {string.Join(", ", All.Select(s => s.Sample.Name))}; the name of a task; none for the list",
            Arity = ArgumentArity.ZeroOrOne
        };
        var to = new Option<string?>(
            "--out")
        { Description = "the folder to write into, or the file where the sample is one; the current folder otherwise" };
        var json = JsonLine.Option();
        var command = new Command(
            "sample", "Writes a small data set to try a task on, with its source and licence; with no name, lists them.") { name, to, json };
        command.SetAction(parsed =>
        {
            bool machine = parsed.GetValue(json);
            if (parsed.GetValue(name) is not { } wanted)
            {
                if (machine) output.WriteLine(JsonLine.Of(All.Select(s => Described(s.Task, s.Sample, null))));
                else List(output);
                return CommandLine.Done;
            }

            var (task, sample) = All.FirstOrDefault(s => s.Sample.Name == wanted) is { Task: not null } named
                ? named
                : All.FirstOrDefault(s => s.Task.Name == wanted);
            if (sample is null)
                throw new UsageException($"sample: there is no sample '{wanted}'.{Nearest.Hint(wanted, [.. All.Select(s => s.Sample.Name)])}");
            string[] written = Write(sample, parsed.GetValue(to));
            if (machine)
            {
                output.WriteLine(JsonLine.Of(Described(task, sample, written)));
                return CommandLine.Done;
            }

            Screen.WriteLine(output, $"{sample.Name}: {sample.About}", 2);
            Screen.WriteLine(output, $"  source   {sample.Source}", 11);
            Screen.WriteLine(output, $"  licence  {sample.Licence}", 11);
            Screen.WriteLine(output, $"  written  {string.Join(", ", written.Select(Quoted.Path))}", 11);
            output.WriteLine("To try it:");
            foreach (string line in sample.Commands) output.WriteLine($"  sluice {line}");
            if (parsed.GetValue(to) is not null) output.WriteLine("(from the folder that it is in)");
            return CommandLine.Done;
        });
        return command;
    }

    private static object Described(TaskDescriptor task, TaskSample sample, string[]? files)
        => new { sample.Name, Task = task.Name, sample.About, sample.Source, sample.Licence, sample.Commands, Files = files };

    private static void List(TextWriter output)
    {
        output.WriteLine($"{"name",-11} {"task",-11} what it is");
        foreach (var (task, sample) in All)
        {
            Screen.WriteLine(output, $"{sample.Name,-11} {task.Name,-11} {sample.About}", 24);
            Screen.WriteLine(output, $"{"",-23} {sample.Source}; {sample.Licence}", 24);
        }

        output.WriteLine("To write one:  sluice sample NAME");
    }

    /// <summary>Writes the files, none of which may be there already with another content; gives the paths of files and folders.</summary>
    private static string[] Write(TaskSample sample, string? to)
    {
        var files = SampleFiles.Of(sample);
        // One file may have another name.
        if (to is not null && Path.HasExtension(to) && !Directory.Exists(to))
        {
            if (files.Count(f => f.Path != SampleFiles.OriginOf(sample)) > 1)
                throw new UsageException($"--out: '{sample.Name}' is several files; name a folder, got '{to}'.");
            files = [.. files.Select(f => (f.Path == SampleFiles.OriginOf(sample) ? Path.ChangeExtension(to, null) + ".origin.md" : to, f.Content))];
            to = null;
        }

        var placed = files.Select(f => (Path: Path.Combine(to ?? "", f.Path), f.Content)).ToArray();
        if (placed.FirstOrDefault(f => Directory.Exists(f.Path) || (File.Exists(f.Path) && !File.ReadAllBytes(f.Path).SequenceEqual(f.Content)))
            .Path is { } other)
            throw new UsageException($"sample: {other} is there already and is something else; name a folder with --out.");
        try
        {
            foreach (var (path, content) in placed)
            {
                if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
                AtomicFile.Write(path, content);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceException($"sample: the files cannot be written: {e.Message} Name another folder with --out.", e);
        }

        // Of a folder its name is enough.
        string[] folders = [.. SampleFiles.Of(sample).Select(f => f.Path.Split('/')).Where(p => p.Length > 1).Select(p => p[0]).Distinct()];
        return [.. files.Select(f => Array.Find(folders, d => f.Path.StartsWith(d + '/', StringComparison.Ordinal)) ?? f.Path)
            .Distinct().Select(p => Path.Combine(to ?? "", p))];
    }
}
