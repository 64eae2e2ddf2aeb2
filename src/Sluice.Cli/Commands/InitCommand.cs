using System.CommandLine;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice init text FILE</c>: writes the complete configuration of a run, with comments.</summary>
internal static class InitCommand
{
    public static Command Create(TextWriter output)
    {
        var file = new Argument<string>("file") { Description = "the text to learn from" };
        var target = new Option<string>("--out") { Description = "the configuration to write", DefaultValueFactory = _ => "sluice.json" };
        var text = new Command("text", "The configuration of a language model.") { file, target };
        text.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file), to = parsed.GetValue(target)!;
            TextFile.Read(path);
            if (File.Exists(to)) throw new UsageException($"{to} exists; name another file with --out.");
            AtomicFile.Write(to, TextRun.Settings.ToJson(new TextRun(path, new LanguageModelOptions(), new TrainingOptions())));
            output.WriteLine($"{to} holds every setting; train with: sluice train text --config {to}");
            return CommandLine.Done;
        });
        return new Command("init", "Writes the complete configuration of a run, with comments.") { text };
    }
}
