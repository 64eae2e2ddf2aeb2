using System.CommandLine;
using Sluice.Formats;
using Sluice.Learn.Teaching;
using Sluice.Readers;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice teach STORY</c>: the examples that explain recurrent nets.</summary>
internal static class TeachCommand
{
    public static Command Create(TextWriter output)
    {
        var story = new Argument<string>("story") { Description = $"one of {string.Join(", ", Stories.All.Keys)}" };
        var log = new Option<string?>("--log") { Description = "also writes the log that 'control' learns from, as CSV" };
        var command = new Command("teach", "Tells one of the examples that explain recurrent nets.") { story, log };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(story)!;
            if (!Stories.All.TryGetValue(name, out var tell))
                throw new UsageException(
                    $"teach: expected one of {string.Join(", ", Stories.All.Keys)}, got '{name}'.{(Nearest.To(name, Stories.All.Keys) is { } near ? $" Did you mean '{near}'?" : "")}");
            if (parsed.GetValue(log) is { } file)
            {
                if (name != "control") throw new UsageException($"teach: --log goes with 'control' alone, got '{name}'.");
                var text = new StringWriter { NewLine = "\n" };
                CsvTable.Write(Balancing.Log(), text);
                AtomicFile.Write(file, text.ToString());
            }

            tell(output);
            return CommandLine.Done;
        });
        return command;
    }
}
