using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>On a telephone nothing lies to the right that one does not know of, and the tab of the view is in sight.</summary>
[Collection("studio")]
public class PhoneTests(Browser browser)
{
    private const string Unsaid = """
        () => {
            const found = [];
            if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
            for (const e of document.querySelectorAll("main .scroll, nav")) {
                if (!e.checkVisibility() || e.scrollWidth <= e.clientWidth + 2) continue;
                const name = e.getAttribute("aria-label")?.slice(0, 40) ?? e.className;
                if (!e.dataset.more) found.push(`${name} scrolls and is not marked`);
                const says = e.parentElement.querySelector(":scope > .more");
                if (says && !says.checkVisibility()) found.push(`${name} scrolls and does not say so`);
            }
            const tab = document.querySelector("nav [aria-current]")?.getBoundingClientRect(), nav = document.querySelector("nav").getBoundingClientRect();
            if (!tab || tab.left < nav.left - 1 || tab.right > nav.right + 1) found.push("the tab of the view is out of sight");
            return found;
        }
        """;

    public static TheoryData<string> Views => [.. EveryViewTests.Views];

    [BrowserTheory]
    [MemberData(nameof(Views))]
    public async Task NothingIsToTheRightThatOneDoesNotKnowOf(string view)
    {
        foreach (int width in new[] { 360, 390 })
        {
            foreach (string language in new[] { "en", "zh-Hant" })
            {
                var (page, _) = await browser.Open($"{view}?lang={language}{EveryViewTests.Shown(view)}", width, 844);
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                string[] found = ["not looked"];
                for (int attempt = 0; attempt < 20 && found.Length > 0; attempt++)
                {
                    await page.WaitForTimeoutAsync(150);
                    found = await page.EvaluateAsync<string[]>(Unsaid);
                }

                Assert.True(found.Length == 0, $"{view}, {language}, {width}: {string.Join("; ", found)}");
                await page.CloseAsync();
            }
        }
    }

    [BrowserTheory]
    [InlineData("dinner?learned=300&step=3", "svg.dinner")]
    [InlineData("dinner?learned=300&step=3", "svg.evenings")]
    [InlineData("book?step=1&stage=adding", "svg.book")]
    [InlineData("lstm?step=3", "svg.module")]
    [InlineData("unroll?step=4&words=Doug,saw,Doug", "svg.walk")]
    [InlineData("gates?x=2", "svg.squash")]
    [InlineData("gradients?length=30", "svg.unrolled")]
    public async Task TheDrawingFitsTheScreen(string path, string drawing)
    {
        var (page, _) = await browser.Open($"{path}&lang=en", 360, 740);
        var box = (await page.Locator(drawing).BoundingBoxAsync())!;
        Assert.InRange(box.X, 0, 40);
        Assert.InRange(box.X + box.Width, 250, 360);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task TheBookIsWalkedThroughStageByStage()
    {
        var (page, _) = await browser.Open("book?lang=en&step=1&stage=forgetting", 360, 740);
        await Assertions.Expect(page.Locator(".stage-says")).ToContainTextAsync("4 / 8 Forgetting");
        await Assertions.Expect(page.Locator("[data-vector='f⊙c⁻']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-vector='tanh(c)']")).ToHaveCountAsync(0);
        await page.Locator("input[value=squashing]").CheckAsync();
        await Assertions.Expect(page.Locator("[data-vector='tanh(c)']")).ToBeVisibleAsync();
        Assert.Empty(await Layout.Complaints(page));
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task BarsOfProbabilityGoFrom0To1()
    {
        var (page, _) = await browser.Open("play?lang=en&text=Doug", 390, 844);
        await page.Locator(".next li").First.WaitForAsync();
        foreach (var entry in await page.Locator(".next li").AllAsync())
        {
            double share = double.Parse((await entry.Locator(".share").InnerTextAsync()).TrimEnd('%', ' '), System.Globalization.CultureInfo.InvariantCulture) / 100;
            var (bar, filled) = ((await entry.Locator(".bar").BoundingBoxAsync())!, (await entry.Locator(".bar i").BoundingBoxAsync()));
            Assert.Equal(share, (filled?.Width ?? 0) / bar.Width, 0.011);
        }

        await page.CloseAsync();
    }
}
