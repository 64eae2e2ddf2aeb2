using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>The first page: two nets read the story, and what is done to it is seen and stands in the address.</summary>
[Collection("studio")]
public class HomeViewTests(Browser browser)
{
    [BrowserFact]
    public async Task It_plays_by_itself_and_stops_at_a_touch()
    {
        await using var context = await browser.Context();
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(new Uri(browser.Address), "?lang=en").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
        await page.Locator("svg.fluent .answer").First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true })).ToBeVisibleAsync();
        await context.CloseAsync();
    }

    [BrowserTheory]
    [InlineData("en", "Words between", "Both say French", "Both break")]
    [InlineData("zh-Hans", "中间的词数", "两个都说法语", "两个都断了")]
    [InlineData("zh-Hant", "中間的詞數", "兩個都說法語", "兩個都斷了")]
    public async Task The_gap_is_dragged_until_both_break(string language, string label, string hold, string broken)
    {
        var (page, complaints) = await browser.Open($"?lang={language}&gap=4");
        await Assertions.Expect(page.Locator(".say")).ToContainTextAsync(hold);
        var slider = page.Locator("#gap");
        Assert.Contains(label, await page.Locator("label[for=gap]").InnerTextAsync());
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator(".say")).ToContainTextAsync(broken);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("gap=60"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task What_the_page_claims_of_the_reach_of_both_nets_is_so()
    {
        var (page, _) = await browser.Open("?lang=en&gap=4");
        var claim = Regex.Match(await page.Locator(".claim").InnerTextAsync(), "up to (\\d+) words between, the LSTM with up to (\\d+)");
        int plain = int.Parse(claim.Groups[1].Value), lstm = int.Parse(claim.Groups[2].Value);
        Assert.InRange(plain, 2, lstm - 1);
        await page.CloseAsync();
        foreach (var (gap, says) in new[] { (plain, "Both say French"), (plain + 1, "The plain net says"), (lstm, "and says French"), (lstm + 1, "Both break") })
        {
            (page, _) = await browser.Open($"?lang=en&gap={gap}");
            await Assertions.Expect(page.Locator(".say")).ToContainTextAsync(says);
            await page.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task A_gate_is_shut_by_mouse_and_keys_and_breaks_the_LSTM()
    {
        var (page, complaints) = await browser.Open("?lang=en&gap=8");
        var lstm = page.Locator("svg.fluent .answer").Nth(1);
        await Assertions.Expect(lstm).ToContainTextAsync("✓");
        await page.Locator("[data-gate=input][data-word='4']").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("input=4"));
        await Assertions.Expect(lstm).ToContainTextAsync("✗");
        await page.Locator("[data-gate=input][data-word='4']").ClickAsync();
        await Assertions.Expect(lstm).ToContainTextAsync("✓");
        await page.GetByRole(AriaRole.Button, new() { Name = "Shut at all words" }).First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("forget=all"));
        await Assertions.Expect(lstm).ToContainTextAsync("✗");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Another_country_is_read_and_each_step_has_its_sentence()
    {
        var (page, complaints) = await browser.Open("?lang=en&gap=9&step=0");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Country" }).SelectOptionAsync("Japan");
        await Assertions.Expect(page.Locator("svg.fluent .word.country")).ToHaveTextAsync("Japan");
        await page.Locator("main h1").ClickAsync();
        string[] says = ["read “I”", "read “grew”", "read “up”", "read “in”", "both nets take it in", "mixes “We”", "mixes “lived”", "mixes “beside”", "mixes “the”", "forget gate"];
        foreach (string said in says)
        {
            await Assertions.Expect(page.Locator(".say")).ToContainTextAsync(said);
            await page.Keyboard.PressAsync("ArrowRight");
        }

        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task It_is_saved_as_an_animated_picture()
    {
        var (page, complaints) = await browser.Open("?lang=en&gap=2");
        var saved = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "GIF: Save as animated picture" }).ClickAsync());
        Assert.Equal("fluent.gif", saved.SuggestedFilename);
        byte[] gif = await File.ReadAllBytesAsync(await saved.PathAsync());
        Assert.Equal("GIF89a"u8.ToArray(), gif[..6]);

        // A graphic control block before each picture, one picture a word.
        byte[] control = [0x21, 0xF9, 0x04];
        Assert.Equal(10, Enumerable.Range(0, gif.Length - 3).Count(k => gif.AsSpan(k, 3).SequenceEqual(control)));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task The_first_page_needs_little_script()
    {
        var (page, _) = await browser.Open("?lang=en&gap=4");
        await page.WaitForSelectorAsync("svg.fluent");
        int bytes = await page.EvaluateAsync<int>(
            "performance.getEntriesByType('resource').filter((r) => r.name.endsWith('.js')).reduce((sum, r) => sum + r.decodedBodySize, 0)");
        Assert.InRange(bytes, 1, 60 << 10);
        await page.CloseAsync();
    }
}
