using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>The LSTM stop by stop: what is lit, the formula out of the catalog, and the story.</summary>
[Collection("studio")]
public class LstmViewTests(Browser browser)
{
    [BrowserFact]
    public async Task Every_stop_has_its_parts_its_formula_and_its_part_of_the_story_by_keys()
    {
        (int Layers, string Formula, string Says)[] stops =
        [
            (1, "h = tanh(W x + R h⁻ + b)", "“she” or “he”"),
            (4, "g = tanh(Wg x + Rg h⁻ + bg)", "gender of the subject"),
            (4, "c = f⊙c⁻ + i⊙g", "conveyor belt"),
            (4, "f = σ(Wf x + Rf h⁻ + bf)", "Like a tap"),
            (4, "f = σ(Wf x + Rf h⁻ + bf)", "is to be forgotten"),
            (4, "i = σ(Wi x + Ri h⁻ + bi)", "The candidate says"),
            (4, "c = f⊙c⁻ + i⊙g", "put on the belt"),
            (4, "h = o⊙tanh(c)", "a verb may follow"),
            (4, "o = σ(Wo x + Ro h⁻ + po⊙c + bo)", "peepholes let the gates see"),
            (4, "f = σ(Wf x + Rf h⁻ + pf⊙c⁻ + bf)", "the forget gate alone"),
            (3, "f = 1 − i", "forgets just what it replaces"),
            (3, "h = (1−z)⊙n + z⊙h⁻", "z does the work"),
        ];
        var (page, complaints) = await browser.Open("lstm?lang=en&step=0");
        foreach (var (layers, formula, says) in stops)
        {
            await Assertions.Expect(page.Locator(".tale")).ToContainTextAsync(says);
            await Assertions.Expect(page.Locator("pre.equations")).ToContainTextAsync(formula);
            await Assertions.Expect(page.Locator("svg.module .layer")).ToHaveCountAsync(layers);
            await page.Keyboard.PressAsync("ArrowRight");
        }

        await Assertions.Expect(page.Locator(".stops [aria-current]")).ToHaveTextAsync("12 GRU");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task What_differs_is_lit_and_the_rest_is_the_LSTM()
    {
        var (page, _) = await browser.Open("lstm?lang=en&step=8");
        await Assertions.Expect(page.Locator("svg.module.differs .lit")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "10 Some peepholes" }).ClickAsync();
        await Assertions.Expect(page.Locator("svg.module.differs .lit")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "2 Four layers" }).ClickAsync();
        await Assertions.Expect(page.Locator("svg.module .dim")).ToHaveCountAsync(0);
        await page.CloseAsync();
    }
}
