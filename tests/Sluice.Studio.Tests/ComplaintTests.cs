using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>What does not work is said in the language of the page: by the pattern of a sentence, its values apart.</summary>
[Collection("studio")]
public sealed partial class ComplaintTests(Browser browser)
{
    // Said on the terminal before there is a page.
    private static readonly string[] s_terminal = ["studio: the page was not built", "studio: expected a folder,", "studio: expected an address to bind", "studio: cannot listen"];

    [Fact]
    public void EverySentenceOfTheHostHasWordsInThePage()
    {
        string root = Root(), page = File.ReadAllText(Path.Combine(root, "src", "Sluice.Studio", "web", "src", "complaints.ts"));
        var known = Row().Matches(page).Select(m => JsonSerializer.Deserialize<string>(m.Groups[1].Value)!).ToHashSet();
        string[] said = [.. Directory.EnumerateFiles(Path.Combine(root, "src", "Sluice.Studio"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Patterns(File.ReadAllText(f))).Distinct()];
        Assert.InRange(said.Length, 90, int.MaxValue);
        Assert.DoesNotContain(said, p => !known.Contains(p) && !s_terminal.Any(t => p.StartsWith(t, StringComparison.Ordinal)));
    }

    [Fact]
    public void TheWordsKeepTheValues()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "src", "Sluice.Studio", "web", "src", "complaints.ts"));
        foreach (Match row in Row().Matches(page))
        {
            string Values(int group) => string.Join(' ', Value().Matches(row.Groups[group].Value).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));
            Assert.Equal(Values(2), Values(3));
            Assert.Empty(Values(2).Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(Values(1).Split(' ')));
        }
    }

    [Fact]
    public async Task TheHostTellsThePatternAndTheValues()
    {
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        var answer = JsonNode.Parse(await (await client.GetAsync("api/gates/pass?signal=steady&taps=2")).Content.ReadAsStringAsync())!;
        Assert.Equal("gates: expected {0} taps from 0 to 1, such as 1,0.5,0,1, got '{1}'.", (string)answer["pattern"]!);
        Assert.Equal(["4", "2"], answer["values"]!.AsArray().Select(v => (string)v!));
        Assert.Equal("gates: expected 4 taps from 0 to 1, such as 1,0.5,0,1, got '2'.", (string)answer["error"]!);
    }

    [BrowserTheory]
    [InlineData("en", "gates: expected 4 taps from 0 to 1")]
    [InlineData("zh-Hans", "应有 4 个从 0 到 1 的开度")]
    [InlineData("zh-Hant", "應有 4 個從 0 到 1 的開度")]
    public async Task AViewSaysItInItsLanguageAndFollowsIt(string language, string says)
    {
        var (page, _) = await browser.Open($"gates?lang={language}&taps=2");
        var failure = page.Locator(".failure");
        await Assertions.Expect(failure).ToContainTextAsync(says);
        await page.Locator("header select").First.SelectOptionAsync("zh-Hant");
        await Assertions.Expect(failure).ToContainTextAsync("應有 4 個從 0 到 1 的開度");
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task AWrongSettingIsSaidInChinese()
    {
        var (page, _) = await browser.Open("train?lang=zh-Hans&file=book:english");
        await page.FillAsync("input[name='model.hidden']", "0");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".field .wrong")).ToContainTextAsync("应为");
        await page.CloseAsync();
    }

    /// <summary>The patterns of the sentences that a source file says, as the compiler makes them.</summary>
    private static IEnumerable<string> Patterns(string source)
    {
        foreach (Match m in Said().Matches(source))
        {
            var pattern = new StringBuilder();
            int at = m.Index + m.Length, values = 0;
            while (true)
            {
                while (char.IsWhiteSpace(source[at])) at++;
                bool filled = source[at] == '$';
                if (filled) at++;
                if (source[at++] != '"') break;
                for (; source[at] != '"'; at++)
                {
                    if (source[at] == '\\') pattern.Append(source[++at] == 'n' ? '\n' : source[at]);
                    else if (filled && source[at] is '{' or '}' && source[at + 1] == source[at]) pattern.Append(source[at++], 2);
                    else if (filled && source[at] == '{')
                    {
                        pattern.Append('{').Append(values++).Append('}');
                        at = EndOfValue(source, at);
                    }
                    else pattern.Append(source[at] is '{' or '}' ? $"{source[at]}{source[at]}" : $"{source[at]}");
                }

                at++;
                while (char.IsWhiteSpace(source[at])) at++;
                if (source[at] != '+') break;
                at++;
            }

            if (pattern.Length > 0) yield return pattern.ToString();
        }
    }

    private static int EndOfValue(string source, int at)
    {
        for (int depth = 0; ; at++)
        {
            if (source[at] == '{') depth++;
            else if (source[at] == '}' && --depth == 0) return at;
            else if (source[at] == '"')
                for (at++; source[at] != '"'; at++)
                    if (source[at] == '\\') at++;
        }
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"(?:new (?:Sluice|SluiceFormat|Usage)Exception|SluiceException \w+\(\) => new|Complaint\.(?:Of|Plain))\((?=\s*\$?"")")]
    private static partial Regex Said();

    [GeneratedRegex(@"^  \[(""(?:[^""\\]|\\.)*""), (""(?:[^""\\]|\\.)*""), (""(?:[^""\\]|\\.)*"")\],", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Value();
}
