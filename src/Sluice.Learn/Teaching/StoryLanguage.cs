namespace Sluice.Learn.Teaching;

/// <summary>The language in which a story is told; simplified and traditional Chinese are read by the same nets.</summary>
public enum StoryLanguage
{
    /// <summary>"I grew up in France. ... I speak fluent French."</summary>
    English,

    /// <summary>我在法国长大。……我说一口流利的法语。</summary>
    Simplified,

    /// <summary>我在法國長大。……我說一口流利的法語。</summary>
    Traditional,
}

/// <summary>The languages of stories by the names that people and systems have for them.</summary>
public static class StoryLanguages
{
    private static readonly string[] s_traditional = ["hant", "tw", "hk", "mo"], s_english = ["en", "c", "posix"];

    /// <summary>Their names, in the order of <see cref="StoryLanguage"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["en", "zh-CN", "zh-TW"];

    /// <summary>
    /// The language that a name means: of BCP 47 (<c>zh-TW</c>, <c>zh-Hant-HK</c>), or a locale as POSIX writes it (<c>zh_TW.UTF-8</c>, <c>C</c>).
    /// Chinese of Taiwan, Hong Kong and Macau is traditional, unless the script is named; all other is simplified.
    /// </summary>
    /// <returns>null where no story is told in it.</returns>
    public static StoryLanguage? Find(string name)
    {
        string[] parts = name.Split('.', '@')[0].ToLowerInvariant().Split('-', '_');
        if (s_english.Contains(parts[0])) return StoryLanguage.English;
        if (parts[0] != "zh") return null;
        return !parts.Contains("hans") && parts.Intersect(s_traditional).Any() ? StoryLanguage.Traditional : StoryLanguage.Simplified;
    }
}
