using System.Net;
using System.Reflection;
using System.Text.Json;
using Sluice.Tasks.Descriptor;

namespace Sluice.Cli;

/// <summary>One self-contained page: a heat-map, steps by units, of every gate and state of every layer.</summary>
internal static class GatePage
{
    private static readonly JsonSerializerOptions s_names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The page. What comes from the user goes in as JSON or encoded, so that no text can become part of the page's code.</summary>
    public static string Html(Inspected inspected)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Sluice.Cli.GatePage.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("{{about}}", WebUtility.HtmlEncode(inspected.About))
            .Replace("{{equation}}", WebUtility.HtmlEncode(inspected.Equation))
            .Replace("{{data}}", JsonSerializer.Serialize(inspected.ToData(preactivations: false), s_names));
    }
}
