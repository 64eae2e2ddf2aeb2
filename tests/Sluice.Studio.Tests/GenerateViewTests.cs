using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>What a user sees of nets of <c>train generate</c>.</summary>
[Collection("studio")]
public sealed class GenerateViewTests : IDisposable
{
    private readonly Browser _browser;
    private readonly string _name = $"generate-{Guid.NewGuid():N}";

    public GenerateViewTests(Browser browser)
    {
        _browser = browser;
        GenerateModels.Write(Directory.CreateDirectory(Path.Combine(browser.Folder, _name)).FullName);
    }

    public void Dispose() => Directory.Delete(Path.Combine(_browser.Folder, _name), recursive: true);

    private Task<(IPage Page, List<string> Complaints)> Open(string model, string more = "", int width = 1280, string language = "en")
        => _browser.Open(
            $"generate?lang={language}&model={Uri.EscapeDataString($"{_name}/{model}/model.safetensors")}{more}", width, width < 500 ? 740 : 900);

    [BrowserTheory]
    [InlineData("draw", "&from=again&index=2", "svg.canvas rect.reads", "zh-Hans")]
    [InlineData("draw", "&count=16&step=1", "svg.canvas rect.writes", "en")]
    [InlineData("pen", "&from=prefix&index=2&start=3", "svg.strokes path.pen.given", "zh-Hant")]
    [InlineData("pen", "&from=square&which=7", "svg.square path.pen", "en")]
    [InlineData("music", "&from=prefix&start=2&count=3&temperature=1.5", "svg.picture rect.positive", "zh-Hans")]
    [InlineData("numbers", "&from=prefix&start=4", ".chart .curve", "zh-Hant")]
    [InlineData("classes", "&from=prefix&start=4", ".values span.given", "en")]
    public async Task Each_kind_is_drawn_at_every_depth_and_width(string model, string more, string picture, string language)
    {
        foreach (int width in new[] { 1280, 360 })
        {
            var (page, complaints) = await Open(model, more, width, language);
            await page.WaitForSelectorAsync(picture, new() { State = WaitForSelectorState.Attached });
            for (int depth = 0; depth < 3; depth++)
            {
                await page.Locator(".depth input").Nth(depth).CheckAsync();
                await page.WaitForTimeoutAsync(80);
                string[] found = await Layout.Complaints(page);
                Assert.True(found.Length == 0, $"{model}, {width}, {depth}: {string.Join("; ", found.Take(5))}");
            }

            await page.WaitForSelectorAsync("pre.equations");
            Assert.Empty(await page.Locator(".failure").AllAsync());
            Assert.True(complaints.Count == 0, string.Join("\n", complaints));
            await page.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task A_canvas_is_stepped_by_keys_and_led_from_one_image_to_another()
    {
        var (page, complaints) = await Open("draw", "&count=3&step=0");
        var glimpse = page.Locator("svg.canvas text");
        await Assertions.Expect(glimpse).ToHaveTextAsync("glimpse 1 / 4");
        string? first = await page.Locator("svg.canvas image").GetAttributeAsync("href");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(glimpse).ToHaveTextAsync("glimpse 3 / 4");
        Assert.NotEqual(first, await page.Locator("svg.canvas image").GetAttributeAsync("href"));
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("step=2"));
        await page.GetByRole(AriaRole.Button, new() { Name = "number 3" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("which=2"));

        await page.Locator("input[name=from][value=between]").CheckAsync();
        await Assertions.Expect(page.Locator(".which button")).ToHaveCountAsync(9);
        var way = page.GetByRole(AriaRole.Slider, new() { Name = "From the first to the second" });
        await way.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator(".which button[aria-pressed=true]")).ToHaveAttributeAsync("aria-label", "number 9");

        await page.Locator("input[name=from][value=square]").CheckAsync();
        await Assertions.Expect(page.Locator(".square image")).ToHaveCountAsync(25);
        var square = (await page.Locator("svg.square").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(square.X + 0.1f * square.Width, square.Y + 0.1f * square.Height);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(square.X + 0.9f * square.Width, square.Y + 0.5f * square.Height);
        await page.Mouse.UpAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("which=14"));
        await page.GetByRole(AriaRole.Slider, new() { Name = "Top to bottom" }).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("which=4(&|$)"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Another_seed_writes_other_strokes_and_an_address_the_same()
    {
        async Task<string> Path(IPage page)
        {
            await page.WaitForSelectorAsync("svg.strokes path.pen");
            return await page.Locator("svg.strokes path.pen").EvaluateAllAsync<string>("all => all.map(p => p.getAttribute('d')).join()");
        }

        var (page, complaints) = await Open("pen", "&seed=4");
        string first = await Path(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Another" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("seed=5"));
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.NotEqual(first, await Path(page));
        var (again, _) = await Open("pen", "&seed=4");
        Assert.Equal(first, await Path(again));
        Assert.Empty(complaints);
        await again.CloseAsync();
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Music_plays_and_is_saved()
    {
        var (page, complaints) = await Open("music", "&count=2&steps=12&seed=3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play" }).ClickAsync();
        await Assertions.Expect(page.Locator(".player output")).ToContainTextAsync("3 / 12");
        await page.Keyboard.PressAsync("Home");
        var saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[download]"));
        Assert.Equal("MThd"u8.ToArray(), (await File.ReadAllBytesAsync(await saved.PathAsync()))[..4]);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task What_is_refused_is_said_and_a_model_of_another_task_too()
    {
        var (page, _) = await Open("pen", "&from=again&index=50");
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("expected 51 sequences or more, got 6");
        await page.CloseAsync();
        (page, _) = await _browser.Open($"generate?lang=en&model={_name}/other.safetensors");
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("a model for another task");
        await page.CloseAsync();
    }
}
