using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Every view opens in every language without a complaint of the browser, and can be read, also on a telephone.</summary>
[Collection("studio")]
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
    public async Task OpensWithoutComplaints(string view, string language)
    {
        var (page, complaints) = await browser.Open($"{view}?lang={language}");
        await page.WaitForSelectorAsync("main h1");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Equal(language, await page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Empty(await page.Locator(".failure").AllAsync());
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserTheory]
    [MemberData(nameof(Pages))]
    public async Task NoTextIsCutOrLiesOverAnother(string view, string language)
    {
        foreach (var (width, height) in new[] { (1280, 900), (360, 740) })
        {
            var (page, _) = await browser.Open($"{view}?lang={language}{Shown(view)}", width, height);
            foreach (string depth in new[] { "picture", "numbers", "formula" })
            {
                await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                if (await page.Locator(".depth input").CountAsync() > 0)
                    await page.Locator(".depth input").Nth(depth == "picture" ? 0 : depth == "numbers" ? 1 : 2).CheckAsync();
                await page.WaitForTimeoutAsync(80);
                string[] complaints = await Layout.Complaints(page);
                Assert.True(complaints.Length == 0, $"{view}, {language}, {width} pixels wide, {depth}: {string.Join("; ", complaints.Take(5))}");
            }

            await page.CloseAsync();
        }
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
