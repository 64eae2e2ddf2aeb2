using Sluice.Learn.Teaching;

namespace Sluice.Studio.Views;

/// <summary>The language of a story by the tag under which the page knows it.</summary>
internal static class PageLanguage
{
    public static StoryLanguage Of(string view, string name) => name switch
    {
        "en" => StoryLanguage.English,
        "zh-Hans" => StoryLanguage.Simplified,
        "zh-Hant" => StoryLanguage.Traditional,
        _ => throw new SluiceException($"{view}: expected the language en, zh-Hans or zh-Hant, got '{name}'."),
    };
}
