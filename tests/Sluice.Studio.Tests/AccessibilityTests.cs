using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Axe, the rules of the W3C in code, finds nothing to complain of in any view and theme.</summary>
[Collection("studio")]
public class AccessibilityTests(Browser browser)
{
    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (string view in EveryViewTests.Views)
                foreach (string theme in new[] { "light", "dark" })
                    pages.Add(view, theme);
            return pages;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing(string view, string theme)
    {
        var (page, _) = await browser.Open($"{view}?lang=en&theme={theme}&depth=numbers{EveryViewTests.Shown(view)}");
        await page.WaitForSelectorAsync("main h1");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var found = await page.RunAxe();
        string[] complaints = [.. found.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html} ({Why(n)})"))];
        Assert.True(complaints.Length == 0, string.Join('\n', complaints));
        await page.CloseAsync();
    }

    private static string Why(AxeResultNode node)
        => string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(c => c.Message));
}
