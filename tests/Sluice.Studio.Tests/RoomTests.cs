using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>What there is room for is seen without scrolling.</summary>
[Collection("studio")]
public class RoomTests(Browser browser)
{
    [BrowserFact]
    public async Task At_1280_all_views_stand_in_the_head_and_three_cells_beside_each_other()
    {
        var (page, complaints) = await browser.Open("cells?lang=en&cell=lstm&beside=lstm-peephole,lstm-coupled", 1280);
        await Assertions.Expect(page.Locator("figure svg.flow")).ToHaveCountAsync(3);
        Assert.Empty(await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('nav, figure .scroll')].filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.tagName + ' ' + e.scrollWidth)"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task On_a_telephone_the_book_shows_all_four_paths()
    {
        var (page, complaints) = await browser.Open("book?lang=en&stage=paths", 390, 844);
        await page.CheckAsync("input[name=stage][value=paths]");
        await Assertions.Expect(page.Locator("svg.book .card")).ToHaveCountAsync(4);
        Assert.True(await page.EvaluateAsync<bool>(
            "() => [...document.querySelectorAll('svg.book .card')].every((c) => { const b = c.getBoundingClientRect(); return b.left >= 0 && b.right <= innerWidth; })"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
