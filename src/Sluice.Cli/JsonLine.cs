using Sluice.Serving;

namespace Sluice.Cli;

/// <summary>Results for machines: one object on one line, names in snake_case, null for what is no number.</summary>
internal static class JsonLine
{
    /// <summary>The option that asks for it.</summary>
    public static System.CommandLine.Option<bool> Option() => new("--json") { Description = "the results as one JSON object, for machines" };

    /// <summary>The line.</summary>
    public static string Of(object result) => AnswerJson.Of(result);
}
