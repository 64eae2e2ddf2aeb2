using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>The guided tour, and the words of the field.</summary>
[Collection("studio")]
public class TourTests(Browser browser)
{
    private static readonly string[] s_stops = ["dinner", "gates", "book", "cells", "gradients", "train", "inside", "play"];

    [BrowserTheory]
    [InlineData("en", "Tour", "Show the answer", "Next")]
    [InlineData("zh-Hant", "導覽", "看答案", "下一步")]
    public async Task EveryStopAsksAndShowsItsAnswer(string language, string start, string show, string next)
    {
        var (page, complaints) = await browser.Open($"gates?lang={language}");
        await page.GetByRole(AriaRole.Button, new() { Name = start, Exact = true }).ClickAsync();
        foreach (string view in s_stops)
        {
            await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/{view}\\?.*tour="));
            var stop = page.Locator(".tour");
            await stop.GetByText(show).ClickAsync();
            await Assertions.Expect(stop.GetByRole(AriaRole.Status)).Not.ToBeEmptyAsync();
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            Assert.Empty(await page.Locator(".failure").AllAsync());
            if (view != s_stops[^1]) await stop.GetByText(next, new() { Exact = true }).ClickAsync();
        }

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".tour")).ToHaveCountAsync(0);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task TheAnswerOfTheBookIsTheMomentWhereTheVotesCancelOut()
    {
        var (page, _) = await browser.Open("book?lang=en&tour=3&step=0");
        await page.GetByText("Show the answer").ClickAsync();
        await Assertions.Expect(page.Locator("input[value=adding]")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("[data-vector=c]")).ToContainTextAsync("Doug");
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task WordsAreExplainedInAWindowThatKeysOpenAndClose()
    {
        var (page, complaints) = await browser.Open("gates?lang=en");
        await page.GetByRole(AriaRole.Button, new() { Name = "Words" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("conveyor belt");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
