using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Learn.Teaching;

namespace Sluice.Studio.Views;

/// <summary>The first page: a plain net and an LSTM read "I grew up in France. ... I speak fluent".</summary>
internal static class HomeApi
{
    private static readonly ConcurrentDictionary<(StoryLanguage Language, bool Lstm), Lazy<(float Chance, bool Right)[][]>> s_held = new();

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        api.MapGet("home/read", (string? language, string? country, int gap, string? forget, string? input)
            => Read(PageLanguage.Of("home", language ?? "en"), country ?? "fr", gap, forget ?? "", input ?? ""));
    }

    private static HomeReading Read(StoryLanguage language, string code, int gap, string forget, string input)
    {
        var text = FluentText.Of(language);
        int country = text.Country(code);
        var story = text.Story(country, gap);
        var shut = new FluentShut(Places(forget, story.Count), Places(input, story.Count));
        FluentNet plain = FluentNet.Plain(language), lstm = FluentNet.Lstm(language);
        return new(
            [.. story.Select(w => w.Text)], [.. story.Select(w => w.Ends)], text.CountryAt, text.Codes, text.Countries, text.Languages,
            Of(FluentReading.Of(plain, text, story, FluentShut.None), Held(language, false)[country]),
            Of(FluentReading.Of(lstm, text, story, shut), Held(language, true)[country]));
    }

    private static NetReading Of(FluentReading reading, (float Chance, bool Right)[] held)
        => new([.. reading.Memory.Select(Short)], Short(reading.Chances), [.. reading.Gates.Select(Short)], Short([.. held.Select(h => h.Chance)]),
            [.. held.Select(h => h.Right)]);

    // Four digits are more than a drawing shows.
    private static float[] Short(float[] values) => [.. values.Select(v => MathF.Round(v, 4))];

    private static (float Chance, bool Right)[][] Held(StoryLanguage language, bool lstm)
        => s_held.GetOrAdd((language, lstm), k => new(() => FluentReading.Held(
            k.Lstm ? FluentNet.Lstm(k.Language) : FluentNet.Plain(k.Language), FluentText.Of(k.Language)))).Value;

    /// <summary>Words at which a gate is shut: none, all, or places from 0 with commas; places beyond a shorter story are left out.</summary>
    private static HashSet<int> Places(string text, int words)
    {
        if (text == "all") return [.. Enumerable.Range(0, words)];
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > 2 * FluentText.Longest || parts.Any(p => !byte.TryParse(p, out _)))
            throw new SluiceException($"home: expected 'all' or places of words such as 3,8, got '{text[..Math.Min(40, text.Length)]}'.");
        return [.. parts.Select(p => (int)byte.Parse(p)).Where(p => p < words)];
    }

    /// <summary>What is drawn.</summary>
    /// <param name="Words">The words, as they are written.</param>
    /// <param name="Ends">Whether a sentence ends with each.</param>
    /// <param name="Country">The place of the country among them.</param>
    /// <param name="Codes">The codes of all countries.</param>
    /// <param name="Countries">What they are called, in the same order.</param>
    /// <param name="Languages">Their languages, in the same order.</param>
    /// <param name="Plain">What the plain net made of it.</param>
    /// <param name="Lstm">What the LSTM made of it.</param>
    private sealed record HomeReading(
        string[] Words, bool[] Ends, int Country, IReadOnlyList<string> Codes, IReadOnlyList<string> Countries, IReadOnlyList<string> Languages,
        NetReading Plain, NetReading Lstm);

    /// <summary>What a net made of it: <see cref="FluentReading"/>, with the probability of the right language and whether it is
    /// the likeliest, with 2 to 60 words between.</summary>
    private sealed record NetReading(float[][] Memory, float[] Chances, float[][] Gates, float[] Held, bool[] Right);
}
