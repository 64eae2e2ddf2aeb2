using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Sluice.Cli;

/// <summary>What is wrong with a command line, in the user's words.</summary>
internal static class Complaints
{
    /// <summary>One sentence for each mistake; none where the command line can be run.</summary>
    public static List<string> About(ParseResult parsed)
    {
        var complaints = new List<string>();
        var command = parsed.CommandResult;

        // What looks like an option and is none is taken for an argument where there is room for one.
        var taken = command.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);
        bool escaped = parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash);
        string[] options =
            escaped ? [] : [.. taken.Concat(parsed.UnmatchedTokens).Where(t => t.Length > 1 && t[0] == '-' && !char.IsAsciiDigit(t[1]))];
        foreach (string option in options.Select(o => o.Split('=')[0]).Distinct())
            complaints.Add($"{option}: there is no such option.{Near(option, Options(command))}");
        if (complaints.Count > 0) return complaints;

        foreach (string token in parsed.UnmatchedTokens)
        {
            // Where a command or a file may stand, what was taken for the file can be a misspelt command.
            if (command.Command is { Subcommands.Count: > 0, Arguments.Count: > 0 }
                && taken.FirstOrDefault() is { } first && Nearest.To(first, [.. command.Command.Subcommands.Select(c => c.Name)]) is { } near)
            {
                complaints.Add($"there is no command '{first}'. Did you mean '{near}'?");
                break;
            }

            complaints.Add(command.Command is { Subcommands.Count: > 0, Arguments.Count: 0 }
                ? $"there is no command '{token}'.{Nearest.Hint(token, [.. command.Command.Subcommands.Select(c => c.Name)])}"
                : $"'{token}' was not expected: '{command.Command.Name}' takes {(command.Command.Arguments.Count == 0 ? "options alone" : $"one {command.Command.Arguments[0].Name}")}.");
        }

        if (complaints.Count == 0) complaints.AddRange(parsed.Errors.Select(Sentence));
        if (complaints.Count == 0) complaints.AddRange(command.Children.OfType<OptionResult>().SelectMany(NotFinite));
        return complaints;
    }

    /// <summary>Whether nothing is wrong but that a command is to be chosen: then the help says which there are.</summary>
    public static bool IsQuestion(ParseResult parsed)
        => parsed.Action is ParseErrorAction
            && parsed.CommandResult.Command is { Action: null, Subcommands.Count: > 0 } && parsed.UnmatchedTokens.Count == 0;

    private static string Sentence(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Tokens: [var first, ..] tokens } option) return error.Message;
        string? expected = Type.GetTypeCode(NumberOf(option.Option)) switch
        {
            TypeCode.Double => "number",
            TypeCode.UInt64 => "whole number from 0",
            TypeCode.Int32 or TypeCode.Int64 => "whole number",
            _ => null,
        };
        string got = tokens.Select(t => t.Value).FirstOrDefault(v => error.Message.Contains($"'{v}'", StringComparison.Ordinal)) ?? first.Value;
        return expected is null ? error.Message : $"{option.Option.Name}: expected a {expected}, got '{got}'.";
    }

    /// <summary>NaN and infinity are read as numbers, and no option takes them.</summary>
    private static IEnumerable<string> NotFinite(OptionResult option) => NumberOf(option.Option) != typeof(double) ? []
        : option.Tokens
            .Where(t => double.TryParse(t.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsFinite(value))
            .Select(t => $"{option.Option.Name}: expected a number, got '{t.Value}'.");

    /// <summary>What an option holds, one or several of it, given or not.</summary>
    private static Type NumberOf(Option option)
    {
        var type = option.ValueType.GetElementType() ?? option.ValueType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static string Near(string option, IReadOnlyCollection<string> options)
        => Nearest.To(option, options) is { } near ? $" Did you mean '{near}'?" : "";

    private static string[] Options(CommandResult command) => [.. command.Command.Options.Select(o => o.Name), "--help"];
}
