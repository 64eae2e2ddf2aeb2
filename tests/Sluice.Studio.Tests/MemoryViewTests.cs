using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Three small nets learn in the view Long memory, and are watched as they read.</summary>
[Collection("studio")]
public class MemoryViewTests(Browser browser)
{
    [BrowserFact]
    public async Task The_nets_learn_by_themselves_and_the_lstm_remembers()
    {
        var (page, complaints) = await browser.Open("memory?lang=en&step=99");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("learned=[1-9]"));
        await page.GotoAsync(new Uri(new Uri(browser.Address), "memory?lang=en&step=99&learned=390").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Learn", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("learned=400"));
        await Assertions.Expect(page.Locator(".counts")).ToContainTextAsync("LSTM 100 %");
        await Assertions.Expect(page.Locator("[data-net=lstm] .answer.right")).ToContainTextAsync("sky");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Asked at" })).ToContainTextAsync("LSTM sky. Right is sky.");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_film_is_read_frame_by_frame_by_keys()
    {
        var (page, complaints) = await browser.Open("memory?lang=en&subject=film&learned=200&gap=3&step=0");
        var wrong = page.Locator("[data-net=alone] .answer.wrong");
        await Assertions.Expect(page.Locator("[data-net=lstm] .answer.right")).ToHaveCountAsync(1);
        await Assertions.Expect(wrong).ToHaveCountAsync(0);
        for (int k = 1; k <= 3; k++)
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(page.Locator("[data-net=lstm] .answer.right")).ToHaveCountAsync(k + 1);
        }

        await Assertions.Expect(wrong).Not.ToHaveCountAsync(0);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("step=3"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Another_subject_begins_to_learn_and_its_numbers_can_be_saved()
    {
        var (page, complaints) = await browser.Open("memory?lang=zh-Hans&learned=0&depth=formula&step=99");
        await Assertions.Expect(page.Locator("pre.equations")).ToContainTextAsync("c = f⊙c⁻ + i⊙g = ");
        await page.GetByLabel("苹果是水果还是公司").CheckAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("subject=apple.*learned=[1-9]|learned=[1-9].*subject=apple"));
        await Assertions.Expect(page.Locator("table.chances")).ToContainTextAsync("公司");
        var saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("button[aria-label='把数值存为 CSV: 三个网络各自传下去的记忆']"));
        string[] lines = await File.ReadAllLinesAsync(await saved.PathAsync());
        Assert.StartsWith("step,word,net,asked,p(水果),p(公司),memory 1", lines[0]);
        Assert.Equal(0, (lines.Length - 1) % 3);
        Assert.Contains(lines, l => l.Contains(",苹果,LSTM,水果,"));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
