using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>The story of the dinners.</summary>
[Collection("studio")]
public class DinnerViewTests(Browser browser)
{
    [BrowserFact]
    public async Task TheNetLearnsByItselfWhenTheViewIsOpened()
    {
        var (page, complaints) = await browser.Open("dinner?lang=en");
        await Assertions.Expect(page.Locator(".slider output").First).ToHaveTextAsync("300", new() { Timeout = 20_000 });
        await Assertions.Expect(page.Locator(".say")).ToContainTextAsync("Last night there was pizza: it votes for sushi.");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task KeysAloneWalkThroughTwoWeeksThatNobodyTold()
    {
        var (page, complaints) = await browser.Open("dinner?lang=en&learned=300");
        await page.GetByRole(AriaRole.Button, new() { Name = "two weeks away" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var counts = page.Locator(".counts");
        for (int evening = 2; evening <= 21; evening++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(counts).ToContainTextAsync($"{evening} of {evening} evenings right with memory");
        }

        await Assertions.Expect(page.Locator(".evenings .wrong").First).ToBeAttachedAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(counts).ToContainTextAsync("1 of 1");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("away=4(,|%2C)5"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task DinnersOfOnesOwnAreLearnedAndTheNumbersSaved()
    {
        var (page, complaints) = await browser.Open("dinner?lang=en&learned=300");
        await page.FillAsync("input[name=order]", "soup, soup, bread");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("svg.dinner")).ToContainTextAsync("bread");
        await Assertions.Expect(page.Locator(".slider output").First).ToHaveTextAsync("300", new() { Timeout = 20_000 });
        for (int k = 0; k < 20; k++) await page.Keyboard.PressAsync("ArrowRight");
        await page.Locator("main h1").ClickAsync();
        for (int k = 0; k < 20; k++) await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(
            ".counts")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("^(19|20|21) of 21 evenings right with memory, [0-9]+ without"));
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("order=soup"));
        var saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("button[aria-label^='Save the numbers as CSV']"));
        string[] lines = await File.ReadAllLinesAsync(await saved.PathAsync());
        Assert.Equal("step of training,with memory", lines[0]);
        Assert.Equal(301, lines.Length);
        await page.FillAsync("input[name=order]", "soup");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("2 to 5 different dinners");
        await page.CloseAsync();
        Assert.All(complaints, c => Assert.Contains("status of 4", c));
    }

    [BrowserFact]
    public async Task AnUntrainedNetIsWrongAndTheFormulaHasTheNumbers()
    {
        var (page, _) = await browser.Open("dinner?lang=en&learned=0&step=2&depth=formula");
        await Assertions.Expect(page.Locator("pre.equations")).ToContainTextAsync("= tanh(");
        await Assertions.Expect(page.Locator(".evenings .wrong").First).ToBeAttachedAsync();
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task GatesAreOpenedByKeys()
    {
        var (page, complaints) = await browser.Open("gates?lang=en&depth=numbers&signal=steady");
        var tap = page.Locator(".slider").Filter(new() { HasText = "Tap 2" }).Locator("input");
        await tap.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        Assert.Equal("0", await tap.InputValueAsync());
        await Assertions.Expect(page.Locator("figure:has(.sluice)").Locator(
            "[role=img]")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("gives 0\\.80, 0\\.00"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task AStateThatFlipsTellsOddFromEvenOverBitsThatAreTyped()
    {
        var (page, complaints) = await browser.Open("gates?lang=en&bits=1101");
        var said = page.Locator(".parity [role=status]");
        await Assertions.Expect(said).ToHaveTextAsync("The state that flips tells odd from even at 4 of 4 bits, the one that fades at 2.");
        await page.FillAsync("input[name=bits]", "1 1 0 0 0");
        await Assertions.Expect(said).ToHaveTextAsync("The state that flips tells odd from even at 5 of 5 bits, the one that fades at 1.");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("bits=11000"));
        await Assertions.Expect(page.Locator(".parity td.wrong")).ToHaveCountAsync(4);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
