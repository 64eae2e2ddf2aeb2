using System.CommandLine;
using Sluice.Formats;
using Sluice.Learn.Teaching;
using Sluice.Readers;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice teach STORY</c>: the examples that explain recurrent nets, in the language of who reads them.</summary>
internal static class TeachCommand
{
    public static Command Create(TextWriter output)
    {
        var story = new Argument<string>("story") { Description = $"one of {string.Join(", ", Stories.Names)}" };
        var log = new Option<string?>("--log") { Description = "also writes the log that 'control' learns from, as CSV" };
        var language = new Option<string?>("--language") { Description = $"tells it in one of {string.Join(", ", StoryLanguages.Names)}; {ToldLanguage.Variable} asks for one as well" };
        OptionGroup.Put(language, OptionGroup.Others, "the system's", StoryLanguages.Names);
        var command = new Command("teach", "Tells one of the examples that explain recurrent nets, in English or Chinese.") { story, language, log };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(story)!;
            if (!Stories.Names.Contains(name))
                throw new UsageException(
                    $"teach: expected one of {string.Join(", ", Stories.Names)}, got '{name}'.{(Nearest.To(name, Stories.Names) is { } near ? $" Did you mean '{near}'?" : "")}");
            var told = ToldLanguage.For(parsed.GetValue(language), output);
            if (parsed.GetValue(log) is { } file)
            {
                if (name != "control") throw new UsageException($"teach: --log goes with 'control' alone, got '{name}'.");
                var text = new StringWriter { NewLine = "\n" };
                CsvTable.Write(Balancing.Log(), text);
                AtomicFile.Write(file, text.ToString());
            }

            Stories.Tell(name, output, told);
            return CommandLine.Done;
        });
        return command;
    }
}
