namespace Sluice.Tasks.Glimpses;

/// <summary>What tasks share in showing what a model does in the midst of its training.</summary>
public static class Excerpt
{
    private const int Longest = 160;

    /// <summary>So many of a list, spread over it; always the same ones.</summary>
    public static T[] Some<T>(IReadOnlyList<T> all, int count)
        => all.Count <= count ? [.. all] : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];

    /// <summary>A text that fits into a line or two.</summary>
    public static string Short(string text) => text.Length <= Longest ? text : text[..Longest] + " …";

    /// <summary>An answer that is right where it is the truth.</summary>
    public static Answer Answer(string from, string made, string? truth, double? probability = null)
        => new(Short(from), Short(made), truth is null ? null : Short(truth), truth is not null && made == truth, probability);
}
