using Sluice.Learn.Teaching;

namespace Sluice.Studio.Views;

/// <summary>The language of a story by the tag under which the page knows it.</summary>
internal static class StoryLanguage
{
    public static FluentLanguage Of(string view, string name) => name switch
    {
        "en" => FluentLanguage.English,
        "zh-Hans" => FluentLanguage.Simplified,
        "zh-Hant" => FluentLanguage.Traditional,
        _ => throw new SluiceException($"{view}: expected the language en, zh-Hans or zh-Hant, got '{name}'."),
    };
}
