using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>A studio that is killed and started again under an open page.</summary>
[Collection("studio")]
public sealed class SilenceTests(Browser browser) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-silence-").FullName;

    [BrowserFact]
    public async Task A_view_keeps_what_it_shows_and_goes_on_with_the_next_studio()
    {
        var first = await StudioServer.Start(new StudioOptions { Folder = _folder, Port = 0 });
        int port = new Uri(first.Address).Port;
        var (page, _) = await browser.Open($"{first.Address}inside?lang=en&model=book:english&unit=3");
        var words = page.Locator(".coloured span");
        await words.First.WaitForAsync();
        string shown = await page.Locator(".coloured").InnerTextAsync();
        await first.DisposeAsync();

        // A question that can not be answered now: the page says so and keeps what it has.
        await words.Nth(5).ClickAsync();
        var silence = page.Locator(".silence");
        await Assertions.Expect(silence).ToContainTextAsync("What is shown stays");
        Assert.Equal(shown, await page.Locator(".coloured").InnerTextAsync());

        await using var second = await StudioServer.Start(new StudioOptions { Folder = _folder, Port = port });
        await Assertions.Expect(silence).ToHaveCountAsync(0);
        // What the first studio had opened is opened again, and asked.
        await words.Nth(7).ClickAsync();
        await Assertions.Expect(page.Locator(".inside")).ToContainTextAsync("Step 7: the model read");
        await Assertions.Expect(page.Locator(".failure")).ToHaveCountAsync(0);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Every_view_keeps_what_it_shows_and_asks_again_by_itself()
    {
        // Each view with what it shows, and a question that is asked while nobody answers.
        (string Path, string Shows, string Asks)[] views =
        [
            ("home?gap=14", "svg.fluent", "home?gap=20"), ("dinner?learned=60&step=3", "svg.evenings", "dinner?learned=61&step=3"),
            ("book?step=1", "svg.book", "book?step=1&words=Jane,saw"), ("unroll?step=4", "svg.unroll", "unroll?step=4&u=2,1,1,1"),
            ("memory?learned=10&step=3", "svg.memory", "memory?learned=10&step=3&gap=5"), ("gates?taps=1,1,1,1", "svg.channels", "gates?taps=0,1,1,1"),
            ("cells?cell=lstm", "svg.flow", "cells?cell=gru"), ("gradients?length=20", "svg.unrolled", "gradients?length=25"),
            ("play?text=Doug", ".next", "play?text=Jane"),
        ];
        var first = await StudioServer.Start(new StudioOptions { Folder = _folder, Port = 0 });
        int port = new Uri(first.Address).Port;
        var pages = await Task.WhenAll(views.Select(async v => (await browser.Open($"{first.Address}{v.Path}&lang=zh-Hant")).Page));
        foreach (var (page, view) in pages.Zip(views)) await page.Locator(view.Shows).First.WaitForAsync();
        await first.DisposeAsync();
        foreach (var (page, view) in pages.Zip(views))
        {
            await page.EvaluateAsync("path => { history.replaceState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }", $"/{view.Asks}&lang=zh-Hant");
            await Assertions.Expect(page.Locator(".silence")).ToContainTextAsync("工作室沒有回應");
            await Assertions.Expect(page.Locator(view.Shows).First).ToBeVisibleAsync();
        }

        await using var second = await StudioServer.Start(new StudioOptions { Folder = _folder, Port = port });
        foreach (var (page, view) in pages.Zip(views))
        {
            await Assertions.Expect(page.Locator(".silence")).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator(view.Shows).First).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator(".failure")).ToHaveCountAsync(0);
            await page.CloseAsync();
        }
    }

    [BrowserFact]
    public async Task An_order_to_a_silent_studio_is_given_once_and_says_so_in_the_language_of_the_page()
    {
        var studio = await StudioServer.Start(new StudioOptions { Folder = _folder, Port = 0 });
        var (page, _) = await browser.Open($"{studio.Address}train?lang=zh-Hans&file=book:english");
        var start = page.Locator("form button[type=submit]");
        await Assertions.Expect(start).ToBeEnabledAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await studio.DisposeAsync();
        await start.ClickAsync();
        await Assertions.Expect(page.Locator("form .failure")).ToContainTextAsync("工作室没有回应");
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Dinners_that_can_not_be_read_are_asked_for_once()
    {
        var (page, _) = await browser.Open("dinner?lang=en&learned=0");
        await page.Locator(".evenings").First.WaitForAsync();
        int failed = 0;
        page.Response += (_, response) => failed += response.Status >= 400 ? 1 : 0;
        await page.FillAsync("input[name=order]", "soup");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("2 to 5 different dinners");
        // Learning would have asked again many times by now.
        await page.WaitForTimeoutAsync(600);
        Assert.Equal(1, failed);
        await page.CloseAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
