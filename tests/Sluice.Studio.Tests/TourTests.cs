using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>The guided tour, the questions after it, and the words of the field.</summary>
[Collection("every view")]
public class TourTests(Browser browser)
{
    // What is outlined, and how much of it lies outside of the window, under the tour's card or under the player; and what of the evidence is not outlined.
    private const string Hidden = """
        () => {
            const boxes = [...document.querySelectorAll(".evidence i")].map((e) => e.getBoundingClientRect());
            if (boxes.length === 0) return ["nothing is outlined"];
            const card = document.querySelector(".tour").getBoundingClientRect(), player = document.querySelector(".player")?.getBoundingClientRect();
            const bottom = player && player.height > 0 ? player.top : innerHeight, found = [];
            for (const b of boxes) {
                if (b.left < -1 || b.right > innerWidth + 1) found.push(`it goes from ${b.left} to ${b.right} of ${innerWidth}`);
                if (b.top < card.bottom) found.push(`${card.bottom - b.top} of it lie under the card`);
                if (b.bottom > bottom) found.push(`${b.bottom - bottom} of it lie below ${bottom}`);
            }
            return found;
        }
        """;

    public static TheoryData<string, int, int> Screens
    {
        get
        {
            var screens = new TheoryData<string, int, int>();
            foreach (string language in new[] { "en", "zh-Hans", "zh-Hant" })
                foreach (var (width, height) in new[] { (1440, 900), (1024, 768), (390, 844) })
                    screens.Add(language, width, height);
            return screens;
        }
    }

    [BrowserTheory]
    [MemberData(nameof(Screens))]
    public async Task EveryStopShowsItsEvidenceInsideTheWindow(string language, int width, int height)
    {
        var (page, complaints) = await browser.Open($"gates?lang={language}", width, height);
        string[] buttons = language switch
        {
            "en" => ["Tour", "Questions to check it"],
            "zh-Hans" => ["导览", "用问题检验"],
            _ => ["導覽", "用問題檢驗"],
        };
        await page.GetByRole(AriaRole.Button, new() { Name = buttons[0], Exact = true }).ClickAsync();
        for (int stop = 1; ; stop++)
        {
            await Assertions.Expect(page).ToHaveURLAsync(new Regex($"tour={stop}(&|$)"));
            await Shown($"{language} {width} stop {stop}, asked");
            await page.Locator(".tour button.main").ClickAsync();
            await Assertions.Expect(page.Locator(".tour [role=status]")).Not.ToBeEmptyAsync();
            await Shown($"{language} {width} stop {stop}, answered");
            Assert.Empty(await page.Locator(".failure").AllAsync());
            bool last = await page.Locator(".tour").GetByText(buttons[1]).CountAsync() > 0;
            await page.Locator(".tour button.main").ClickAsync();
            if (last) break;
        }

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/questions"));
        Assert.Empty(complaints);
        await page.CloseAsync();

        async Task Shown(string where)
        {
            string[] hidden = ["not looked"];
            for (int attempt = 0; attempt < 60 && hidden.Length > 0; attempt++)
            {
                await page.WaitForTimeoutAsync(100);
                hidden = await page.EvaluateAsync<string[]>(Hidden);
            }

            Assert.True(hidden.Length == 0, $"{where}: {string.Join("; ", hidden)}");
        }
    }

    [BrowserFact]
    public async Task TheRestOfThePageIsFoldedAndComesBack()
    {
        var (page, _) = await browser.Open("dinner?lang=en&tour=2&learned=300&step=5");
        await Assertions.Expect(page.Locator("svg.evenings")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("svg.dinner")).ToBeHiddenAsync();
        await page.GetByText("Show the whole page").ClickAsync();
        await Assertions.Expect(page.Locator("svg.dinner")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".tour")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("svg.dinner")).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task TheAnswerOfTheBookIsTheMomentWhereTheVotesCancelOut()
    {
        var (page, _) = await browser.Open("book?lang=en&tour=6&step=0");
        await page.GetByText("Show the answer").ClickAsync();
        await Assertions.Expect(page.Locator("[data-vector=c]")).ToContainTextAsync("Doug");
        await Assertions.Expect(page.Locator("svg.book .says")).ToContainTextAsync("cancel out");
        await page.CloseAsync();
    }

    [BrowserTheory]
    [InlineData("en", "12 of 12 right", "See it")]
    [InlineData("zh-Hant", "12 題中答對 12 題", "去看看")]
    public async Task QuestionsSayWhyAndLeadToWhereItIsSeen(string language, string all, string see)
    {
        var (page, complaints) = await browser.Open($"questions?lang={language}");
        int[] right = [1, 0, 2, 0, 2, 1, 0, 2, 1, 2, 0, 1];
        await page.Locator("[data-question='0'] input").Nth(0).CheckAsync();
        await Assertions.Expect(page.Locator("[data-question='0'] label.wrong")).ToHaveCountAsync(1);
        for (int k = 0; k < right.Length; k++) await page.Locator($"[data-question='{k}'] input").Nth(right[k]).CheckAsync();
        await Assertions.Expect(page.Locator(".score")).ToHaveTextAsync(all);
        Assert.Equal(right.Length, await page.Locator("label.right").CountAsync());
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"answers={string.Concat(right)}"));
        for (int k = 0; k < right.Length; k++)
        {
            string address = page.Url;
            await page.Locator($"[data-question='{k}']").GetByText(see).ClickAsync();
            await Assertions.Expect(page.Locator("main svg.picture").First).ToBeVisibleAsync();
            Assert.Empty(await page.Locator(".failure").AllAsync());
            await page.GotoAsync(address);
            await Assertions.Expect(page.Locator(".score")).ToHaveTextAsync(all);
        }

        Assert.Empty(complaints);
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
