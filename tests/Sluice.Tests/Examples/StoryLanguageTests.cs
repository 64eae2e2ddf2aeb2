using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Sluice.Learn.Teaching;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Tests.Examples;

/// <summary>The stories in Chinese say what they say in English: the same texts, numbers and columns.</summary>
public sealed partial class StoryLanguageTests
{
    // Their nets read the sentences of the language, and so are other nets in Chinese.
    private static readonly string[] s_reading = ["long-memory", "lstm"];

    private static readonly StoryLanguage[] s_chinese = [StoryLanguage.Simplified, StoryLanguage.Traditional];

    public static TheoryData<string, StoryLanguage> InChinese()
    {
        TheoryData<string, StoryLanguage> all = [];
        foreach (string name in Stories.Names)
            foreach (var language in s_chinese) all.Add(name, language);
        return all;
    }

    [Theory, MemberData(nameof(InChinese))]
    public void Numbers_are_those_of_the_English_story(string name, StoryLanguage language)
    {
        string[] numbers = Numbers(ToldStories.In(name, language));
        Assert.NotEmpty(numbers);
        Assert.Equal(Numbers(ToldStories.In(name, s_reading.Contains(name) ? StoryLanguage.Simplified : StoryLanguage.English)), numbers);
    }

    [Theory, MemberData(nameof(InChinese))]
    public void No_English_is_left(string name, StoryLanguage language)
    {
        string told = ToldStories.In(name, language);
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", told);
        // The English children's book stays what it is.
        Assert.Empty(English().Matches(told).Select(m => m.Value).Except(["LSTM", "tanh", .. name == "book" ? ["Doug", "Jane", "Spot"] : Array.Empty<string>()]));
    }

    [Theory, MemberData(nameof(InChinese))]
    public void Columns_stand_under_each_other(string name, StoryLanguage language)
    {
        List<(int From, int To)[]> block = [];
        foreach (string line in ToldStories.In(name, language).Split('\n').Append(""))
        {
            var cells = Cells(line);
            if (cells.Length > 1 && (block.Count == 0 || cells.Length == block[0].Length))
            {
                block.Add(cells);
                continue;
            }

            for (int k = 0; block.Count > 1 && k < block[0].Length; k++)
                Assert.True(
                    block.Select(c => c[k].From).Distinct().Count() == 1 || block.Select(c => c[k].To).Distinct().Count() == 1,
                    $"{name} in {language}, before \"{line}\": column {k + 1} of {block.Count} lines");
            block = cells.Length > 1 ? [cells] : [];
        }
    }

    [Fact]
    public void A_table_that_is_told_by_letters_instead_of_columns_would_be_found()
        => Assert.NotEqual(Cells("  道格    1")[1].From, Cells("  珍     1")[1].From);

    [Fact]
    public void Every_text_stands_in_every_language_with_the_same_places_for_values()
    {
        Words[] texts = [.. typeof(Stories).Assembly.GetTypes().SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(f => f.DeclaringType!.Namespace == typeof(Stories).Namespace && !f.DeclaringType.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(f => Texts(f.GetValue(null)))];
        Assert.InRange(texts.Length, 80, int.MaxValue);
        Assert.All(texts, t => Assert.All(t.All, text => Assert.Equal(t.English.Trim().Length == 0, text.Trim().Length == 0)));
        Assert.All(texts, t => Assert.All(t.All, text => Assert.Equal(Places(t.English), Places(text))));
        // Beside Chinese characters stand Chinese commas, colons and brackets.
        Assert.All(texts, t => Assert.All(t.All.Skip(1), text => Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}[,:;?!(]", text)));
    }

    [Theory]
    [InlineData(StoryLanguage.Simplified)]
    [InlineData(StoryLanguage.Traditional)]
    public void The_same_apples_are_spoken_of_in_every_language(StoryLanguage language)
    {
        static IEnumerable<string> Meant(StoryLanguage told)
            => Apple.Sentences(1200, 1, told).Select(s => s.Tags!.Single(t => t is Apple.Fruit or Apple.Company));
        Assert.Equal(Meant(StoryLanguage.English), Meant(language));
    }

    [Theory]
    [InlineData("en", StoryLanguage.English)]
    [InlineData("en_GB.UTF-8", StoryLanguage.English)]
    [InlineData("C", StoryLanguage.English)]
    [InlineData("C.UTF-8", StoryLanguage.English)]
    [InlineData("POSIX", StoryLanguage.English)]
    [InlineData("zh", StoryLanguage.Simplified)]
    [InlineData("zh-CN", StoryLanguage.Simplified)]
    [InlineData("zh_SG.UTF-8", StoryLanguage.Simplified)]
    [InlineData("zh_Hans_HK", StoryLanguage.Simplified)]
    [InlineData("ZH-tw", StoryLanguage.Traditional)]
    [InlineData("zh_HK.big5hkscs@radical", StoryLanguage.Traditional)]
    [InlineData("zh_MO", StoryLanguage.Traditional)]
    [InlineData("zh-Hant", StoryLanguage.Traditional)]
    [InlineData("tr_TR.UTF-8", null)]
    [InlineData("", null)]
    [InlineData("zhuang", null)]
    public void A_language_is_found_by_the_names_that_people_and_systems_have(string name, StoryLanguage? expected)
        => Assert.Equal(expected, StoryLanguages.Find(name));

    [Fact]
    public void Every_language_has_a_name_of_its_own()
        => Assert.Equal(Enum.GetValues<StoryLanguage>(), StoryLanguages.Names.Select(n => StoryLanguages.Find(n)!.Value));

    [Fact]
    public void A_story_that_does_not_exist_is_named()
        => Assert.Contains("got 'pudding'", Assert.Throws<SluiceException>(() => Stories.Tell("pudding", TextWriter.Null)).Message);

    private static string[] Numbers(string told) => [.. Number().Matches(told).Select(m => m.Value).Order(StringComparer.Ordinal)];

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal));

    /// <summary>The columns of a terminal from which and to which each cell of a line goes; two blanks part cells.</summary>
    private static (int From, int To)[] Cells(string line)
        => [.. Cell().Matches(line).Select(m => (Screen.Columns(line[..m.Index]), Screen.Columns(line[..(m.Index + m.Length)])))];

    private static IEnumerable<Words> Texts(object? value) => value switch
    {
        Words words => [words],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(k => Texts(tuple[k])),
        Array all => all.Cast<object?>().SelectMany(Texts),
        _ => [],
    };

    [GeneratedRegex(@"[-−]?\d+(?:[.,]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex("[A-Za-z]{4,}")]
    private static partial Regex English();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\S+(?: \S+)*")]
    private static partial Regex Cell();
}
