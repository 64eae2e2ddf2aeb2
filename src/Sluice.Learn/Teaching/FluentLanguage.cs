namespace Sluice.Learn.Teaching;

/// <summary>The language in which the story is told; simplified and traditional Chinese are read by the same nets.</summary>
public enum FluentLanguage
{
    /// <summary>"I grew up in France. ... I speak fluent French."</summary>
    English,

    /// <summary>我在法国长大。……我说一口流利的法语。</summary>
    Simplified,

    /// <summary>我在法國長大。……我說一口流利的法語。</summary>
    Traditional,
}
