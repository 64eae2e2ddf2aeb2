using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>Help on a command: how it is used, its arguments, its options under headings with their usual values, and its commands.</summary>
internal sealed class GroupedHelp : SynchronousCommandLineAction
{
    // A name longer than that has its description on the next line.
    private const int LongestName = 28, UsualWidth = 120, Indent = 2;

    /// <summary>Asking for help is never wrong.</summary>
    public override bool ClearsParseErrors => true;

    /// <summary>Makes this the help of a command and of all below it.</summary>
    public static void Use(RootCommand root) => root.Options.OfType<HelpOption>().First().Action = new GroupedHelp();

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
        return CommandLine.Done;
    }

    private static void Write(Command command, TextWriter output)
    {
        int width = Screen.Is(output) ? Screen.Width : UsualWidth;
        Screen.Write(output, command.Description ?? "", 0, width);
        output.WriteLine();
        Screen.Write(output, $"Usage: {Usage(command)}", 7, width);
        Section("Arguments", command.Arguments.Where(a => !a.Hidden).Select(a => ($"<{a.Name}>", a.Description ?? "")), output, width);
        if (command.Subcommands.Count > 0)
            Section("Commands", command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? "")), output, width);
        foreach (var group in OptionsOf(command).GroupBy(o => OptionGroup.Of(o).Heading).OrderBy(g => OptionGroup.Place(g.Key)))
            Section($"{char.ToUpperInvariant(group.Key[0])}{group.Key[1..]} options", group.Select(o => (NameOf(o), Described(o))), output, width);
        if (command.Subcommands.Count == 0) return;
        output.WriteLine();
        output.WriteLine($"'{Path(command)} COMMAND --help' lists what a command has.");
    }

    /// <summary>The options of a command that help shows: its own, and help itself.</summary>
    public static IEnumerable<Option> OptionsOf(Command command)
        => command.Options.Where(o => !o.Hidden)
            .Concat(command.Parents.OfType<Command>().SelectMany(p => p.Options).Where(o => o.Recursive && !o.Hidden)).DistinctBy(o => o.Name);

    /// <summary>The command with those above it, as it is typed.</summary>
    public static string Path(Command command)
        => command.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{Path(above)} {command.Name}" : "sluice";

    private static string Usage(Command command)
        => $"{Path(command)}{(command.Subcommands.Count > 0 ? command.Action is null ? " COMMAND" : " [COMMAND]" : "")}{string.Concat(command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $" [<{a.Name}>]" : $" <{a.Name}>"))} [options]";

    private static string NameOf(Option option)
        => option.Name + (IsFlag(option) ? "" : option.ValueType.IsArray ? " <value> ..." : " <value>");

    /// <summary>Whether an option stands alone.</summary>
    public static bool IsFlag(Option option) => option is HelpOption or VersionOption || option.ValueType == typeof(bool);

    private static string Described(Option option)
    {
        string usual = OptionGroup.Of(option).Default is { Length: > 0 } value ? value
            : option.HasDefaultValue && option.ValueType != typeof(bool) && option.GetDefaultValue() is { } given and not Array ? $"{given}" : "";
        return usual.Length > 0 && option is not (HelpOption or VersionOption)
            ? $"{option.Description} [default: {usual}]"
            : option.Description ?? "";
    }

    private static void Section(string title, IEnumerable<(string Name, string Text)> lines, TextWriter output, int width)
    {
        var all = lines.ToList();
        if (all.Count == 0) return;
        output.WriteLine();
        output.WriteLine($"{title}:");
        int column = Math.Min(LongestName, all.Max(l => l.Name.Length)) + Indent + 2;
        foreach (var (name, text) in all)
        {
            string first = $"{new string(' ', Indent)}{name}";
            if (first.Length + 2 > column)
            {
                output.WriteLine(first);
                first = "";
            }

            Screen.Write(output, first.PadRight(column) + text, column, width);
        }
    }
}
