using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>The children's book: what is expected after each word, steps by keys, words of one's own, and a net that learns.</summary>
[Collection("studio")]
public class BookViewTests(Browser browser)
{
    [BrowserTheory]
    [InlineData("en", 0, "saw")]
    [InlineData("en", 1, "Jane Spot")]
    [InlineData("en", 2, ".")]
    [InlineData("en", 3, "Doug Jane Spot")]
    [InlineData("zh-Hans", 1, "珍 小点")]
    [InlineData("zh-Hant", 1, "珍 小點")]
    public async Task AfterEachWordTheRightOnesAreExpected(string language, int step, string expected)
    {
        var (page, complaints) = await browser.Open($"book?lang={language}&words=Doug,saw,Jane,.&step={step}");
        var words = page.Locator("svg.book .word.expected");
        await Assertions.Expect(words).ToHaveCountAsync(expected.Split(' ').Length);
        Assert.Equal(expected, string.Join(' ', await words.EvaluateAllAsync<string[]>("all => all.map(w => w.dataset.word)")));
        foreach (string word in expected.Split(' ')) Assert.Contains(word, await page.Locator(".summary").InnerTextAsync());
        Assert.Equal(11, await page.Locator("svg.book [data-vector]:not([data-vector=x])").CountAsync());
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task KeysAreEnough()
    {
        var (page, complaints) = await browser.Open("book?lang=en");
        var summary = page.Locator(".summary");
        await Assertions.Expect(summary).ToContainTextAsync("Expected now: saw.");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(summary).ToContainTextAsync("Expected now: Jane, Spot.");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("step=1"));
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(summary).ToContainTextAsync("Expected now: saw.");

        // From the beginning stage by stage: each is told in the drawing, and waits for the reader.
        var says = page.Locator("svg.book .says");
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(says).ToContainTextAsync("waits for you after each");
        foreach (string told in new[] { "“Doug” comes in", "The prediction path votes", "Nothing is ignored" })
        {
            await page.Keyboard.PressAsync("Space");
            await Assertions.Expect(says).ToContainTextAsync(told);
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true })).ToBeVisibleAsync();
        }

        // The stages of a word are a group of radio buttons; the drawing waits where they say.
        await page.Locator("input[name=stage][value=out]").CheckAsync();
        await page.Locator("input[name=stage]:checked").FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("stage=selecting"));
        await Assertions.Expect(page.Locator("svg.book .word.expected")).ToHaveCountAsync(0);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task AMomentIsAnAddress()
    {
        var (page, complaints) = await browser.Open("book?lang=en&step=1&stage=forgetting&depth=formula&unit=0");
        await Assertions.Expect(page.Locator("input[name=stage]:checked")).ToHaveValueAsync("forgetting");
        await Assertions.Expect(page.Locator(".stages label").Nth(3)).ToContainTextAsync("Forgotten: saw. Kept: against Doug.");
        await Assertions.Expect(page.Locator(".stages label").Nth(4)).ToContainTextAsync("For Doug, new and old votes cancel out.");
        await Assertions.Expect(page.Locator("[data-vector='f⊙c⁻']")).Not.ToHaveClassAsync(new Regex("waits"));
        await Assertions.Expect(page.Locator("[data-vector='c']")).ToHaveClassAsync(new Regex("waits"));
        await Assertions.Expect(page.Locator(".filled-in")).ToContainTextAsync("c = f⊙c⁻ + i⊙g = 1.00⊙−1.00 + 1.00⊙1.00 = 0.00");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task WordsOfOnesOwnStandInTheAddress()
    {
        var (page, complaints) = await browser.Open("book?lang=en&step=1");
        await page.Locator(".next-words button", new() { HasText = "Spot" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("words=Doug(,|%2C)saw(,|%2C)Spot"));
        await Assertions.Expect(page.Locator("figcaption strong")).ToHaveTextAsync("An LSTM at “Spot”");
        await page.Locator("input[name=words]").FillAsync("Spot saw Doug.");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".strip .unrolled")).ToHaveCountAsync(4);
        await page.Locator("input[name=words]").FillAsync("Spot ate");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("got 'ate'");
        await page.GetByRole(AriaRole.Button, new() { Name = "The story again" }).ClickAsync();
        await Assertions.Expect(page.Locator(".failure")).ToHaveCountAsync(0);
        Assert.DoesNotContain(complaints, c => !c.Contains("400"));
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task ANetLearnsHereAndBothAreCounted()
    {
        var (page, complaints) = await browser.Open("book?lang=en&net=trained&step=1&seed=3");
        await page.Locator(".stand").WaitForAsync();
        var pause = page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).First;
        await pause.ClickAsync();
        await Assertions.Expect(page.Locator(".stand")).ToHaveAttributeAsync("data-state", "paused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(page.Locator(".stand")).ToHaveAttributeAsync("data-state", "done", new() { Timeout = 60_000 });
        Assert.Contains("of 100", await page.Locator("[data-writer=net] .since").InnerTextAsync());
        int net = await Wrong("net"), vote = await Wrong("vote");
        Assert.True(net <= 2 && vote >= 60, $"The net wrote {net} wrong, the vote {vote}.");
        // Its units are called by words, and a table says what each answers to.
        await Assertions.Expect(page.Locator(".units tbody tr")).ToHaveCountAsync(8);
        await Assertions.Expect(page.Locator(".units tbody th").First).Not.ToHaveTextAsync(new Regex("^u[0-9]"));
        await Assertions.Expect(page.Locator(".units")).ToContainTextAsync("remembers");
        Assert.InRange(await page.Locator("svg.book [data-vector=h] text.small").CountAsync(), 8, 10);
        await Assertions.Expect(page.Locator("svg.book .word.expected")).ToHaveAttributeAsync("data-word", "Jane");
        Assert.Empty(complaints);
        await page.CloseAsync();

        async Task<int> Wrong(string writer)
            => int.Parse(Regex.Match(await page.Locator($"[data-writer={writer}] .since").InnerTextAsync(), "[0-9]+").Value);
    }

    [Theory]
    [InlineData("book/walk?words=Doug,ate", "got 'ate'")]
    [InlineData("book/walk?words=", "1 to 40 words")]
    [InlineData("book/walk?words=Doug&book=klingon", "klingon")]
    public async Task WhatMakesNoSenseIsSaid(string path, string expected)
    {
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        var answer = await client.GetAsync("api/" + path);
        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Contains(expected, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString());
    }

    [Fact]
    public async Task WordsAreUnderstoodInEveryLanguage()
    {
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        string[] answers = await Task.WhenAll(
            new[] { "Doug,saw", "道格看见", "道格看見", "Doug saw" }.Select(w => client.GetStringAsync("api/book/walk?words=" + Uri.EscapeDataString(w))));
        Assert.Single(answers.Distinct());
    }
}
