using System.CommandLine;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>Options that were given where they would change nothing: they are refused, so that none is silently ignored.</summary>
internal static class NoEffect
{
    /// <summary>Whether an option stands on the command line, and does not have its default.</summary>
    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Refuses options that were given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="why">Why they have no effect, such as "with --evaluate".</param>
    /// <param name="options">The options.</param>
    /// <exception cref="UsageException">One of them was given.</exception>
    public static void Refuse(ParseResult parsed, string why, params ReadOnlySpan<Option> options)
    {
        List<string> given = [];
        foreach (var option in options) if (parsed.IsGiven(option)) given.Add(option.Name);
        if (given.Count > 0)
            throw new UsageException($"{string.Join(", ", given)}: without effect {why}. Leave {(given.Count == 1 ? "it" : "them")} out.");
    }
}
