using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Every view opens in every language without a complaint of the browser, and can be read, also on a telephone.</summary>
[Collection("every view")]
public class EveryViewTests(Browser browser)
{
    internal static readonly string[] Views = ["home", "dinner", "book", "unroll", "memory", "lstm", "gates", "cells", "train", "inside", "gradients", "play", "generate", "questions"];

    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (string view in Views)
                foreach (string language in new[] { "en", "zh-Hans", "zh-Hant" })
                    pages.Add(view, language);
            return pages;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task OpensWithoutComplaintsAndCanBeRead(string view, string language)
    {
        var (page, complaints) = await browser.Open($"{view}?lang={language}");
        await Opened(page);
        Assert.Equal(language, await page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Empty(complaints);

        List<string> found = [];
        await page.GotoAsync($"{browser.Address}{view}?lang={language}{Shown(view)}");
        await Opened(page);
        foreach (var (width, height) in new[] { (1280, 900), (360, 740) })
        {
            await page.SetViewportSizeAsync(width, height);
            var depths = page.Locator(".depth input");
            for (int depth = 0, count = await depths.CountAsync(); depth < Math.Max(count, 1); depth++)
            {
                if (count > 0) await depths.Nth(depth).CheckAsync();
                await Look($"{width} pixels wide, depth {depth}", Layout.Complaints);
                if (width < 1000) await Look($"{width} pixels wide, depth {depth}", Layout.Unsaid);
                if (depth == 0) Assert.DoesNotMatch(NotExplained, await page.Locator("main").InnerTextAsync());
            }
        }

        Assert.Empty(await page.Locator(".failure").AllAsync());
        Assert.True(found.Count == 0, $"{view}, {language}: {string.Join("; ", found.Take(10))}");
        await page.CloseAsync();

        // A drawing settles within some frames; what is wrong after two seconds is wrong.
        async Task Look(string where, Func<IPage, Task<string[]>> complain)
        {
            string[] wrong = [];
            for (int attempt = 0; attempt < 20; attempt++)
            {
                await page.WaitForTimeoutAsync(attempt == 0 ? 60 : 100);
                wrong = await complain(page);
                if (wrong.Length == 0) break;
            }

            found.AddRange(wrong.Select(w => $"{where}: {w}"));
        }
    }

    // What the picture, the depth of those who begin, does not speak of.
    private const string NotExplained = "(?i)jacobian|雅可比|singular value|奇异值|奇異值|eigenvalue|特征值|特徵值";

    private static async Task Opened(IPage page)
    {
        await page.WaitForSelectorAsync("main h1");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(await page.Locator(".failure").AllAsync());
    }

    [BrowserFact]
    public async Task WhatLiesOverAnotherIsFound()
    {
        var (page, _) = await browser.Open("gates?lang=en");
        await page.WaitForSelectorAsync("svg.picture text");
        await page.EvaluateAsync(
            "() => { const t = document.querySelector('svg.picture text'); t.after(t.cloneNode(true)); const far = t.cloneNode(true); far.setAttribute('x', '99999'); t.after(far); }");
        string[] complaints = await Layout.Complaints(page);
        Assert.Contains(complaints, c => c.Contains("lies over", StringComparison.Ordinal));
        Assert.Contains(complaints, c => c.Contains("leaves its drawing", StringComparison.Ordinal));
        await page.CloseAsync();
    }

    /// <summary>Where a view shows most.</summary>
    internal static string Shown(string view) => view switch
    {
        "home" => "&gap=14",
        "lstm" => "&step=8",
        "unroll" => "&step=4&words=Doug,saw,Doug",
        "memory" => "&learned=100&step=60&gap=12&begin=1",
        "dinner" => "&learned=300&step=5&away=4,5,6&order=pizza,pizza,sushi,waffles,soup",
        "book" => "&step=1",
        "cells" => "&cell=lstm-peephole&beside=gru",
        "inside" => "&model=book:english&unit=3",
        "play" => "&text=Doug+saw+Jane.+Apples",
        _ => "",
    };
}
