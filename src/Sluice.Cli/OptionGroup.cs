using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Sluice.Cli;

/// <summary>Under which heading help lists an option, and the value that it has where it is not given.</summary>
/// <param name="Heading">The heading.</param>
/// <param name="Default">The value; empty for none.</param>
internal sealed record OptionGroup(string Heading, string Default)
{
    /// <summary>The headings of options that are no settings.</summary>
    public const string Input = "data", Run = "run", Output = "output", Others = "other";

    // In this order, then those of tasks with groups of their own as they come.
    private static readonly string[] s_order = [Input, "columns", "sound", "model", "training"], s_last = ["search", Others, Run, Output];

    private static readonly ConditionalWeakTable<Option, OptionGroup> s_all = [];

    /// <summary>The values that it may have, where they are few.</summary>
    public IReadOnlyCollection<string> Choices { get; init; } = [];

    /// <summary>Puts an option under a heading.</summary>
    public static Option Put(Option option, string heading, string value = "", IReadOnlyCollection<string>? choices = null)
    {
        s_all.AddOrUpdate(option, new OptionGroup(heading, value) { Choices = choices ?? [] });
        return option;
    }

    /// <summary>The group of an option.</summary>
    public static OptionGroup Of(Option option) => s_all.TryGetValue(option, out var group) ? group : new OptionGroup(HeadingOf(option.Name), "");

    /// <summary>The place of a heading among all.</summary>
    public static int Place(string heading)
        => Array.IndexOf(s_order, heading) is >= 0 and int first ? first : Array.IndexOf(s_last, heading) is >= 0 and int last ? 100 + last : 50;

    private static string HeadingOf(string name) => name switch
    {
        "--data" or "--sql" or "--query" or "--validation" or "--test" or "--truth" or "--target" or "--text" => Input,
        "--column" or "--decimal" or "--missing" or "--sort" => "columns",
        "--out" or "--json" or "--report" or "--html" or "--svg" or "--plot" or "--log" or "--record" => Output,
        "--help" or "--version" => Run,
        _ => Others,
    };
}
