using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>The loop unrolled, computed before the eyes, and the plain net that lets "Doug saw Doug" pass.</summary>
[Collection("studio")]
public class UnrollViewTests(Browser browser)
{
    [BrowserFact]
    public async Task The_example_is_computed_step_by_step_by_keys()
    {
        var (page, complaints) = await browser.Open("unroll?lang=en&step=0");
        var sum = page.Locator(".sum");
        await Assertions.Expect(sum).ToContainTextAsync("goes round by W");
        foreach (string says in new[] { "one copy for each step", "1·1 + 1·1 + 1·0 + 1·0 = 2; o₁ = V h = 1·2 + 1·2 = 4", "1·2 + 1·2 = 6", "1·6 + 1·6 = 16; o₁ = V h = 1·16 + 1·16 = 32" })
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(sum).ToContainTextAsync(says);
        }

        await Assertions.Expect(sum).ToContainTextAsync("the outputs (4, 4) and (12, 12) are not");
        foreach (string value in new[] { "(4, 4)", "(12, 12)", "(32, 32)" }) await Assertions.Expect(page.Locator("svg.unroll")).ToContainTextAsync(value);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Weights_and_the_order_of_inputs_change_what_comes_out_and_stand_in_the_address()
    {
        var (page, complaints) = await browser.Open("unroll?lang=en&step=4");
        var outputs = page.Locator(".outputs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Input 3 one later" }).ClickAsync();
        await Assertions.Expect(outputs).ToHaveTextAsync("Inputs (2, 2), (1, 1), (1, 1) give outputs (8, 8), (20, 20), (44, 44).");
        await page.Locator(".slider").Filter(new() { HasText = "all of W" }).Locator("input").FillAsync("0");
        await Assertions.Expect(outputs).ToContainTextAsync("(8, 8), (4, 4), (4, 4)");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("w=0(,|%2C)0.*order=321|order=321.*w=0"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserTheory]
    [InlineData("en", "Go on with “Doug”", "“Doug saw Doug” is no sentence of the book")]
    [InlineData("zh-Hans", "接着读“道格”", "“道格看见道格”不是书里的句子")]
    [InlineData("zh-Hant", "接著讀「道格」", "「道格看見道格」不是書裡的句子")]
    public async Task The_plain_net_goes_on_to_a_sentence_that_is_none(string language, string take, string says)
    {
        var (page, complaints) = await browser.Open($"unroll?lang={language}&step=4");
        await page.GetByRole(AriaRole.Button, new() { Name = take }).ClickAsync();
        await Assertions.Expect(page.Locator(".walked")).ToContainTextAsync(says);
        await Assertions.Expect(page.Locator("svg.walk .node.bad")).ToHaveCountAsync(1);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserTheory]
    [InlineData("unroll/run?u=1,1,1&w=1,1,1,1&v=1,1,1,1&order=123", "expected 4 numbers from -10 to 10 as U")]
    [InlineData("unroll/run?u=1,1,1,1&w=1,1,1,1&v=1,1,1,1&order=112", "expected 1, 2 and 3 in any order")]
    [InlineData("unroll/book?words=Doug,sees", "got 'sees'")]
    public async Task What_makes_no_sense_is_refused_in_a_sentence(string path, string says)
    {
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        using var answer = await client.GetAsync("api/" + path);
        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Contains(says, (await answer.Content.ReadAsStringAsync()).Replace("\\u0027", "'"));
    }
}
