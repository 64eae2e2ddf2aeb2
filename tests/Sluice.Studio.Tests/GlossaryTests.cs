using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Sluice.Studio.Tests;

/// <summary>The Chinese of the page, of what tasks say of themselves, and of the stories that are told keeps to docs/glossary.md.</summary>
public sealed partial class GlossaryTests
{
    // Characters of simplified Chinese that traditional Chinese writes otherwise.
    private const string Simplified = "们这说时会学习网络数训练预测门关开阈记忆层单词图显个从对过还进远运选读写给让样缩释输删级号压";

    private static readonly string s_root = Root();

    private static readonly (string File, string English, string Simplified, string Traditional)[] s_texts = [.. Texts()];

    [Fact]
    public void There_are_texts_in_three_languages()
    {
        Assert.InRange(s_texts.Length, 500, int.MaxValue);
        Assert.Contains(s_texts, t => t is { English: "Gates", Simplified: "门", Traditional: "門" });
        Assert.Contains(s_texts, t => t is { File: "GatesStory.cs", Simplified: "逐个元素相加" });
    }

    [Fact]
    public void No_text_says_what_the_glossary_avoids()
    {
        string[] avoided = [.. Rows().SelectMany(r => r[3].Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Contains("预计", avoided);
        Assert.Empty(s_texts.SelectMany(
            t => avoided.Where(a => $"{t.Simplified} {t.Traditional}".Contains(a, StringComparison.Ordinal)).Select(a => $"{a} in {t}")));
    }

    // Of the line that leads to the other languages each name is written as it is there.
    [Fact]
    public void Neither_do_the_READMEs_nor_the_sentences_that_nets_read()
    {
        string[] avoided = [.. Rows().SelectMany(r => r[3].Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        string[] readmes = [.. Directory.GetFiles(s_root, "README.zh-*.md")],
            files = [.. readmes, .. Directory.GetFiles(Path.Combine(s_root, "src", "Sluice.Learn", "Teaching"), "*.cs")];
        Assert.Equal(2, readmes.Length);
        Assert.All(files, f => Assert.All(avoided, a => Assert.DoesNotContain(a, File.ReadAllText(f))));
        Assert.Empty(File.ReadLines(Path.Combine(s_root, "README.zh-TW.md")).Where(l => !l.StartsWith("[English]", StringComparison.Ordinal))
            .SelectMany(l => l.Where(Simplified.Contains)));
    }

    [Fact]
    public void A_cell_is_never_called_as_a_unit_is()
        => Assert.DoesNotContain(s_texts, t => Cell().IsMatch(t.English) && !Unit().IsMatch(t.English)
            && (Bare().IsMatch(t.Simplified) || BareTraditional().IsMatch(t.Traditional)));

    [Fact]
    public void The_languages_hold_the_same_numbers_and_names()
        => Assert.DoesNotContain(s_texts, t => Named(t.Simplified) != Named(t.Traditional)
            || Named(t.Simplified).Split(' ').Except(Named(t.English).Split(' ')).Any(n => n is not ("{word}" or "")));

    [Fact]
    public void Traditional_texts_have_traditional_characters()
        => Assert.Empty(s_texts.SelectMany(t => t.Traditional.Where(Simplified.Contains).Select(c => $"{t.File}: {c} in {t.Traditional}")));

    [Fact]
    public void The_glossary_itself_is_traditional_where_it_says_so()
        => Assert.Empty(Rows().SelectMany(r => r[2].Where(Simplified.Contains)));

    private static string Named(string text) => string.Join(' ', Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(s_root, "docs", "glossary.md"))
        .Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static IEnumerable<(string, string, string, string)> Texts()
    {
        string src = Path.Combine(s_root, "src");
        string[] folders = [Path.Combine(src, "Sluice.Studio", "web", "src"), Path.Combine(src, "Sluice.Tasks"), Path.Combine(src, "Sluice.Learn")];
        var files = folders.SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).Where(f => Source().IsMatch(f));
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            foreach (Match m in Triple().Matches(File.ReadAllText(file)))
            {
                // Sentences that nets read stand there in one language after the other.
                if (!Chinese().IsMatch(m.Groups[1].Value) && Chinese().IsMatch(m.Groups[2].Value)) yield return (Path.GetFileName(file), m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value);
            }
        }
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"""((?:[^""\\\n]|\\.)*)"",\s*""((?:[^""\\\n]|\\.)*)"",\s*""((?:[^""\\\n]|\\.)*)""")]
    private static partial Regex Triple();

    [GeneratedRegex(@"\.(cs|tsx?)$")]
    private static partial Regex Source();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\bcells?\b(?!\}| state)", RegexOptions.IgnoreCase)]
    private static partial Regex Cell();

    [GeneratedRegex(@"\bunits?\b", RegexOptions.IgnoreCase)]
    private static partial Regex Unit();

    [GeneratedRegex("(?<!循环)单元")]
    private static partial Regex Bare();

    [GeneratedRegex("(?<!循環)單元")]
    private static partial Regex BareTraditional();
}
