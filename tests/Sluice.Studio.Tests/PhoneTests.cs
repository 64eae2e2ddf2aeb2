using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>On a telephone drawings fit the screen or are walked through; that nothing lies to the right that one does not know of is seen in every view.</summary>
[Collection("every view")]
public class PhoneTests(Browser browser)
{
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
