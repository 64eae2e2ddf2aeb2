using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Writing together with a model.</summary>
[Collection("studio")]
public class PlayViewTests(Browser browser)
{
    [BrowserFact]
    public async Task TheModelGoesOnAndSaysHowSureItWas()
    {
        var (page, complaints) = await browser.Open("play?lang=en&text=Doug+saw");
        var next = page.Locator(".next button");
        await Assertions.Expect(next.First).ToContainTextAsync("%");
        await next.First.ClickAsync();
        await Assertions.Expect(page.Locator("textarea")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^Doug saw \\w+$"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Write a sentence" }).ClickAsync();
        await Assertions.Expect(page.Locator("textarea")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\\.$"));
        await Assertions.Expect(page.Locator(".together .written").First).ToBeVisibleAsync();
        await page.Locator(".together span").Nth(1).FocusAsync();
        await Assertions.Expect(page.GetByText("the model gave")).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("text=Doug"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task ItWritesWordByWordUntilItIsPausedAndTakesWordsBack()
    {
        var (page, complaints) = await browser.Open("play?lang=en&text=Jane");
        await page.GetByRole(AriaRole.Button, new() { Name = "▶ Write on" }).ClickAsync();
        await Assertions.Expect(page.Locator(".together .written").Nth(3)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Write one" })).ToBeEnabledAsync();
        // A word is taken back once the text is known as it stands.
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take one back" })).ToBeEnabledAsync();
        int words = await page.Locator(".together span").CountAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take one back" }).ClickAsync();
        await Assertions.Expect(page.Locator(".together span")).ToHaveCountAsync(words - 1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Start again" }).ClickAsync();
        await Assertions.Expect(page.Locator("textarea")).ToHaveValueAsync("");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task EachDepthSaysMoreAndUnknownWordsAreNamed()
    {
        var (page, complaints) = await browser.Open("play?lang=en&text=Apples+saw");
        await Assertions.Expect(page.GetByText("Not known to the model")).ToContainTextAsync("Apples");
        await Assertions.Expect(page.Locator(".together")).ToContainTextAsync("Apples saw");
        Assert.Equal(0, await page.Locator(".numbers").CountAsync());
        await page.GetByLabel("numbers", new() { Exact = true }).CheckAsync();
        await Assertions.Expect(page.Locator(".numbers tbody tr").First).ToContainTextAsync("%");
        await page.GetByLabel("formula", new() { Exact = true }).CheckAsync();
        await Assertions.Expect(page.Locator("pre.equations")).ToContainTextAsync("/ 0.70)");
        await page.Locator("input[type=range]").First.FillAsync("0");
        await Assertions.Expect(page.GetByText("At T = 0")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".next .share").First).ToHaveTextAsync("100.0 %");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [Fact]
    public async Task TheSameSeedWritesTheSameAndZeroDegreesTheLikeliest()
    {
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        async Task<JsonElement> Ask(double temperature, int seed)
            => await (await client.PostAsJsonAsync(
                "api/play",
                new { model = "book:english", text = "Jane saw", count = 12, temperature, seed })).Content.ReadFromJsonAsync<JsonElement>();
        string first = (await Ask(1, 7)).GetRawText();
        Assert.Equal(first, (await Ask(1, 7)).GetRawText());
        foreach (var symbol in (await Ask(0, 1)).GetProperty("symbols").EnumerateArray().Where(s => s.GetProperty("written").GetBoolean()))
            Assert.Equal(symbol.GetProperty("text").GetString(), symbol.GetProperty("instead")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("book:klingon", 1, 1.0, "klingon")]
    [InlineData("../model.safetensors", 1, 1.0, "outside")]
    [InlineData("book:english", 100000, 1.0, "400")]
    [InlineData("book:english", 1, -1.0, "temperature")]
    public async Task WhatMakesNoSenseIsSaid(string model, int count, double temperature, string expected)
    {
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        var answer = await client.PostAsJsonAsync("api/play", new { model, text = "Jane", count, temperature, seed = 1 });
        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync());
    }
}
