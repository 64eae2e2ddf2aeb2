using System.Text.RegularExpressions;

namespace Sluice.Tests;

/// <summary>
/// The Chinese READMEs are in step with README.md, section by section: the same code, commands, figures, links and pictures. The commands of
/// README.md are run by <c>ReadmeCommandTests</c>, and so theirs are run as well.
/// </summary>
public sealed partial class ReadmeLanguageTests
{
    // What is translated: the first minutes, the stories and the tables. The beginning has no heading.
    private static readonly string[] s_translated =
        ["", "Two commands", "Your own data", "What else it learns", "Watch them: the studio", "Learn how they work", "Cells", "Speed"];

    private static readonly Dictionary<string, string> s_english = English(File.ReadAllText(Path.Combine(Root(), "README.md")));

    public static TheoryData<string, string> Sections()
    {
        TheoryData<string, string> all = [];
        foreach (string file in new[] { "README.zh-CN.md", "README.zh-TW.md" })
            foreach (string section in s_translated) all.Add(file, section);
        return all;
    }

    [Theory]
    [InlineData("README.zh-CN.md")]
    [InlineData("README.zh-TW.md")]
    public void The_first_minutes_the_stories_and_the_tables_are_translated_in_their_order(string file)
    {
        Assert.Equal(s_translated, Chinese(file).Keys);
        Assert.Equal(s_translated, s_english.Keys.Where(s_translated.Contains));
        // Every section with a table is among them.
        Assert.All(s_english.Where(s => s.Value.Contains("\n|---|", StringComparison.Ordinal)), s => Assert.Contains(s.Key, s_translated));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    [InlineData("README.zh-TW.md")]
    public void Each_leads_to_the_others(string file)
    {
        string line = File.ReadLines(Path.Combine(Root(), file)).First(l => l.Contains(" · ", StringComparison.Ordinal));
        foreach (string other in new[] { "README.md", "README.zh-CN.md", "README.zh-TW.md" })
            Assert.Equal(other != file, line.Contains($"({other})", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Sections))]
    public void Code_is_the_same_but_for_its_comments(string file, string section)
    {
        string[] code = Code(Chinese(file)[section]);
        Assert.Equal(Code(s_english[section]), code);
        // Each comment is translated.
        Assert.All(Comment().Matches(string.Join('\n', Blocks(Chinese(file)[section]))), m => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", m.Value));
    }

    [Theory, MemberData(nameof(Sections))]
    public void Words_of_code_links_pictures_and_figures_are_the_same(string file, string section)
    {
        string english = Prose(s_english[section]), chinese = Prose(Chinese(file)[section]);
        Assert.Equal(Found(Inline(), english), Found(Inline(), chinese));
        Assert.Equal(Found(Link(), english), Found(Link(), chinese));
        Assert.Equal(Picture().Matches(english).Select(m => m.Groups[1].Value), Picture().Matches(chinese).Select(m => m.Groups[1].Value));
        Assert.Equal(Found(Number(), Words(english)), Found(Number(), Words(chinese)));
    }

    [Theory, MemberData(nameof(Sections))]
    public void Tables_have_the_same_figures_and_links_row_by_row(string file, string section)
    {
        string[] english = Rows(s_english[section]), chinese = Rows(Chinese(file)[section]);
        Assert.Equal(english.Length, chinese.Length);
        foreach (var (expected, row) in english.Zip(chinese))
        {
            string[] cells = expected.Split('|'), own = row.Split('|');
            Assert.Equal(cells.Length, own.Length);
            foreach (var (cell, mine) in cells.Zip(own))
            {
                Assert.Equal(Found(Link(), cell), Found(Link(), mine));
                Assert.Equal(Found(Number(), Words(cell)), Found(Number(), Words(mine)));
            }
        }
    }

    [Theory, MemberData(nameof(Sections))]
    public void A_unit_is_spoken_of_only_where_English_does(string file, string section)
        => Assert.InRange(Bare().Count(Prose(Chinese(file)[section])), 0, Unit().Count(Prose(s_english[section])));

    private static string[] Code(string section)
        => [.. Blocks(section).SelectMany(b => b.Split('\n')).Select(l => Comment().Replace(l, "").TrimEnd())];

    private static IEnumerable<string> Blocks(string section) => Block().Matches(section).Select(m => m.Groups[1].Value);

    private static string Prose(string section) => Block().Replace(section, "");

    /// <summary>A text without links, code and markup, in which other numbers stand.</summary>
    private static string Words(string text) => Markup().Replace(Link().Replace(Inline().Replace(text, ""), "]"), "");

    private static string[] Rows(string section) => [.. section.Split('\n').Where(l => l.StartsWith('|'))];

    private static string[] Found(Regex what, string text) => [.. what.Matches(text).Select(m => m.Value.ReplaceLineEndings(" ")).Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> English(string text)
        => Heading().Split("## \n" + text).Skip(1).Chunk(2).ToDictionary(c => c[0].Trim(), c => c[1]);

    /// <summary>By the sections that each says it translates; what says none is the translation's own.</summary>
    private static Dictionary<string, string> Chinese(string file)
    {
        Dictionary<string, string> sections = [];
        foreach (var (heading, text) in English(File.ReadAllText(Path.Combine(Root(), file))))
        {
            var of = Source().Match(text);
            if (heading.Length == 0 || of.Success) sections.Add(of.Groups[1].Value, Source().Replace(text, ""));
        }

        return sections;
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Sluice.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests run inside the repository");
    }

    [GeneratedRegex("^## (.*)\n", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("<!-- README.md: (.*) -->")]
    private static partial Regex Source();

    [GeneratedRegex("```\\w*\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@" +# .*")]
    private static partial Regex Comment();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Inline();

    [GeneratedRegex(@"\]\((?!README)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("<(?:source|img)[^>]*src(?:set)?=\"([^\"]*)\"")]
    private static partial Regex Picture();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\d+(?:[.,]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex("(?<!循环)单元|(?<!循環)單元")]
    private static partial Regex Bare();

    [GeneratedRegex(@"\bunits?\b")]
    private static partial Regex Unit();
}
