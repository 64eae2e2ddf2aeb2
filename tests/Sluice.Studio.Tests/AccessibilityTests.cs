using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Axe, the rules of the W3C in code, finds nothing to complain of in any view and theme.</summary>
[Collection("every view")]
public class AccessibilityTests(Browser browser)
{
    public static TheoryData<string> Views => [.. EveryViewTests.Views];

    [BrowserTheory]
    [MemberData(nameof(Views))]
    public async Task Axe_finds_nothing(string view)
    {
        string path = $"{view}?lang=en&depth=numbers{EveryViewTests.Shown(view)}&theme=";
        var (page, _) = await browser.Open(path + "light");
        await Complaints(null);
        // The dark theme has other colours and nothing else.
        await page.GotoAsync(browser.Address + path + "dark");
        await Complaints(new AxeRunOptions { RunOnly = RunOnlyOptions.Rules("color-contrast") });
        await page.CloseAsync();

        async Task Complaints(AxeRunOptions? options)
        {
            await page.WaitForSelectorAsync("main h1");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            var found = await page.RunAxe(options);
            string[] complaints = [.. found.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html} ({Why(n)})"))];
            Assert.True(complaints.Length == 0, $"{page.Url}: {string.Join('\n', complaints)}");
        }
    }

    private static string Why(AxeResultNode node)
        => string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(c => c.Message));
}
