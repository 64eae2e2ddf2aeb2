using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Ten pages of one browser, which has six connections, watch a training and stay live.</summary>
[Collection("studio")]
public class ManyPagesTests(Browser browser)
{
    [BrowserFact]
    public async Task Ten_pages_at_once_stay_live()
    {
        await using var context = await browser.Context();
        var first = await context.NewPageAsync();
        await first.GotoAsync(browser.Address + "train?lang=en&file=book:english");
        await first.FillAsync("input[name='training.epochs']", "100000");
        await first.ClickAsync("form button[type=submit]");
        await Assertions.Expect(first.Locator(".state")).ToContainTextAsync("running", new() { Timeout = 30_000 });
        await Assertions.Expect(first).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("run="));
        List<IPage> pages = [first];
        while (pages.Count < 10)
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(first.Url);
            pages.Add(page);
        }

        foreach (var page in pages)
        {
            var step = page.Locator(".panel .row span").Nth(1);
            await Assertions.Expect(step).ToContainTextAsync("step", new() { Timeout = 30_000 });
            string before = await step.InnerTextAsync();
            await Assertions.Expect(step).Not.ToHaveTextAsync(before, new() { Timeout = 10_000 });
        }

        await first.GetByRole(AriaRole.Button, new() { Name = "Stop and save" }).ClickAsync();
        foreach (var page in pages) await Assertions.Expect(page.Locator(".state")).ToContainTextAsync("stopped", new() { Timeout = 15_000 });
    }
}
