using System.Collections.Concurrent;
using Sluice.Learn.Teaching;

namespace Sluice.Tests.Examples;

/// <summary>The stories as they are told, each told once for all tests: some train for seconds.</summary>
internal static class ToldStories
{
    private static readonly ConcurrentDictionary<(string, StoryLanguage), Lazy<string>> s_told = new();

    public static string In(string name, StoryLanguage language) => s_told.GetOrAdd((name, language), _ => new(() =>
    {
        var told = new StringWriter { NewLine = "\n" };
        Stories.Tell(name, told, language);
        return told.ToString();
    })).Value;
}
