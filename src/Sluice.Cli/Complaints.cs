using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

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
        return complaints;
    }

    /// <summary>Whether nothing is wrong but that a command is to be chosen: then the help says which there are.</summary>
    public static bool IsQuestion(ParseResult parsed)
        => parsed.Action is ParseErrorAction
            && parsed.CommandResult.Command is { Action: null, Subcommands.Count: > 0 } && parsed.UnmatchedTokens.Count == 0;

    private static string Sentence(ParseError error)
        => error.SymbolResult is OptionResult { Tokens: [var token, ..], Option.ValueType: var type } option
        && (type == typeof(int) || type == typeof(ulong) || type == typeof(double))
        ? $"{option.Option.Name}: expected a {(type == typeof(double) ? "number" : type == typeof(ulong) ? "whole number from 0" : "whole number")}, got '{token.Value}'."
        : error.Message;

    private static string Near(string option, IReadOnlyCollection<string> options)
        => Nearest.To(option, options) is { } near ? $" Did you mean '{near}'?" : "";

    private static string[] Options(CommandResult command) => [.. command.Command.Options.Select(o => o.Name), "--help"];
}
