using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>What a user sees of classifiers, taggers, describers, music models and transcribers.</summary>
[Collection("studio")]
public sealed class InsideKindsViewTests : IDisposable
{
    private readonly Browser _browser;
    private readonly string _name = $"kinds-{Guid.NewGuid():N}";

    public InsideKindsViewTests(Browser browser)
    {
        _browser = browser;
        InsideKinds.Write(Directory.CreateDirectory(Path.Combine(browser.Folder, _name)).FullName);
    }

    public void Dispose() => Directory.Delete(Path.Combine(_browser.Folder, _name), recursive: true);

    private Task<(IPage Page, List<string> Complaints)> Open(string model, string more, int width, string language)
        => _browser.Open(
            $"inside?lang={language}&model={Uri.EscapeDataString($"{_name}/{model}/model.safetensors")}{more.Replace("{folder}", _name, StringComparison.Ordinal)}",
            width, width < 500 ? 740 : 900);

    [BrowserTheory]
    [InlineData("names", "", "svg.chart .curve", "zh-Hans")]
    [InlineData("waves", "&index=2", "svg.inputs image", "zh-Hant")]
    [InlineData("places", "&text=I+live+in+Rome+now", ".tagged .tag:has-text('B-place')", "en")]
    [InlineData("scenes", "&index=1", "svg.scene image", "zh-Hans")]
    [InlineData("music", "&file={folder}/songs.json&index=1", "svg.roll .note", "zh-Hant")]
    [InlineData("speech", "", "svg.inputs image", "en")]
    [InlineData("dates", "", "svg.picture rect title", "zh-Hans")]
    public async Task Each_kind_shows_its_own_picture_at_every_depth_and_width(string model, string more, string picture, string language)
    {
        foreach (int width in new[] { 1280, 360 })
        {
            var (page, complaints) = await Open(model, more, width, language);
            await page.WaitForSelectorAsync(picture, new() { State = WaitForSelectorState.Attached });
            if (model != "dates") await page.WaitForSelectorAsync(".inside .map[data-drawn]");
            if (model == "places" && width > 1000) Assert.Contains("Rome B-place", await page.Locator(".map-steps .word").AllTextContentsAsync());
            for (int depth = 0; depth < 3; depth++)
            {
                await page.Locator(".depth input").Nth(depth).CheckAsync();
                if (depth == 2) await page.WaitForSelectorAsync(model == "dates" ? "p.formula" : "ul.formulas li");
                await page.WaitForTimeoutAsync(80);
                string[] found = await Layout.Complaints(page);
                Assert.True(found.Length == 0, $"{model}, {width}, {depth}: {string.Join("; ", found.Take(5))}");
            }

            Assert.True(complaints.Count == 0, string.Join("\n", complaints));
            await page.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task A_name_is_typed_and_a_letter_picked()
    {
        var (page, _) = await Open("names", "", 1280, "en");
        await page.FillAsync("input[name=text]", "smith");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(".verdict:has-text('It says English')");
        await page.Locator(".coloured span").Nth(2).ClickAsync();
        await page.WaitForSelectorAsync("svg.expected text:has-text('After “i”')");
        await Assertions.Expect(page.Locator(".player output")).ToHaveTextAsync("i · 3 / 5");
        await page.Locator(".chips button").First.ClickAsync();
        await page.WaitForSelectorAsync(".verdict:has-text('It says')");
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_caption_is_played_word_by_word_and_the_next_scene_is_another()
    {
        var (page, _) = await Open("scenes", "", 1280, "en");
        await page.WaitForSelectorAsync("svg.scene image");
        string before = (await page.GetAttributeAsync("svg.scene image", "href"))!, title = await page.InnerTextAsync("figcaption strong");
        await page.ClickAsync(".player button[aria-label='One step forth']");
        Assert.StartsWith("Where it looked for", title);
        await page.WaitForSelectorAsync("svg.expected text:has-text('For word 2')");
        await page.FillAsync("textarea[name=note]", "It looks at the left.");
        await page.ClickAsync(".notes button[type=submit]");
        await Assertions.Expect(page.Locator(".notes li")).ToContainTextAsync("It looks at the left.");
        await page.ClickAsync(".index button[aria-label='The next one']");
        for (int k = 0; k < 200 && await page.GetAttributeAsync("svg.scene image", "href") == before; k++) await Task.Delay(50);
        Assert.NotEqual(before, await page.GetAttributeAsync("svg.scene image", "href"));
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("index=1"), new() { Timeout = 30_000 });
        await page.CloseAsync();
    }
}
