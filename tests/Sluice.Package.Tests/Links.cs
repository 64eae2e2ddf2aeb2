using System.Text.RegularExpressions;

namespace Sluice.Package.Tests;

/// <summary>The links of a page in Markdown.</summary>
internal static partial class Links
{
    /// <summary>The targets of all links and pictures outside of code.</summary>
    public static IEnumerable<string> In(string page)
    {
        string text = Code().Replace(page, "");
        return Markdown().Matches(text).Concat(Html().Matches(text)).Select(m => m.Groups[1].Value);
    }

    /// <summary>The anchors of a page's headings, as GitHub makes them.</summary>
    public static HashSet<string> Anchors(string page)
    {
        var anchors = new HashSet<string>();
        foreach (Match heading in Heading().Matches(Fences().Replace(page, "")))
        {
            string name = Marks().Replace(Target().Replace(heading.Groups[1].Value, "$1").Trim().ToLowerInvariant(), "").Replace(' ', '-');
            string anchor = name;
            for (int n = 1; !anchors.Add(anchor); n++) anchor = $"{name}-{n}";
        }

        return anchors;
    }

    [GeneratedRegex(@"```.*?```|~~~.*?~~~|`[^`\n]*`|\$[^$\n]+\$", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\]\(<?([^)\s>]+)>?(?:\s+""[^""]*"")?\)")]
    private static partial Regex Markdown();

    [GeneratedRegex(@"(?:src|href|srcset)=""([^""]+)""")]
    private static partial Regex Html();

    [GeneratedRegex(@"^#{1,6}\s+(.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Target();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex Marks();
}
