using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Every view opens in every language without a complaint of the browser, and fits a telephone.</summary>
[Collection("studio")]
public class EveryViewTests(Browser browser)
{
    private static readonly string[] s_views = ["dinner", "book", "gates", "cells", "train", "inside", "gradients", "play"];

    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (string view in s_views)
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
    [MemberData(nameof(Views))]
    public async Task FitsATelephone(string view)
    {
        var (page, _) = await browser.Open(view, 360, 740);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        int width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(width <= 360, $"{view} is {width} pixels wide.");
        await page.CloseAsync();
    }

    public static TheoryData<string> Views => [.. s_views];
}
