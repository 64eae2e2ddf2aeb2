using Microsoft.Playwright;
using Sluice.Tasks.Text;
using Xunit.Abstractions;

namespace Sluice.Studio.Tests;

/// <summary>What a user sees when looking inside models.</summary>
[Collection("studio")]
public sealed class InsideViewTests : IDisposable
{
    private readonly Browser _browser;
    private readonly ITestOutputHelper _output;

    // A folder of its own within that of the studio.
    private readonly string _name = $"inside-{Guid.NewGuid():N}";

    public InsideViewTests(Browser browser, ITestOutputHelper output)
    {
        (_browser, _output) = (browser, output);
        InsideModels.Write(Directory.CreateDirectory(Path.Combine(browser.Folder, _name)).FullName);
    }

    public void Dispose() => Directory.Delete(Path.Combine(_browser.Folder, _name), recursive: true);

    private async Task<(IPage Page, List<string> Complaints)> Open(string model, string more = "", int width = 1280)
    {
        var opened = await _browser.Open(
            $"inside?lang=en&model={Uri.EscapeDataString(model.StartsWith("book:", StringComparison.Ordinal) ? model : $"{_name}/{model}")}{more}",
            width);
        return opened;
    }

    // The page's policy forbids what WaitForFunctionAsync does.
    private static async Task Until(IPage page, string condition, object? argument = null)
    {
        for (int k = 0; k < 600; k++)
        {
            if (await page.EvaluateAsync<bool>(condition, argument)) return;
            await Task.Delay(50);
        }

        Assert.Fail($"It never came: {condition}");
    }

    [BrowserFact]
    public async Task The_layers_of_a_model_are_drawn_when_they_are_asked_for()
    {
        var (page, complaints) = await Open("book:english");
        await page.GetByText("What it is made of").ClickAsync();
        var drawing = page.Locator("svg.layers");
        await Assertions.Expect(drawing).ToContainTextAsync("Recurrent lstm");
        await Assertions.Expect(drawing).ToContainTextAsync("Linear");
        await Assertions.Expect(drawing.Locator(".wire")).Not.ToHaveCountAsync(0);
        Assert.Empty(await Layout.Complaints(page));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_map_is_drawn_panned_and_zoomed_and_a_click_picks_a_step_and_a_unit()
    {
        var (page, complaints) = await Open("words.safetensors", $"&file={_name}/book.txt&order=place");
        var map = page.Locator(".inside .map");
        await page.WaitForSelectorAsync(".inside .map[data-window='0-60-0-16']");
        await map.FocusAsync();
        await page.Keyboard.PressAsync("+");
        await page.WaitForSelectorAsync(".inside .map[data-window='9-51-0-16']");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.WaitForSelectorAsync(".inside .map[data-window='13-55-0-16']");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("window=13-55-0-16"), new() { Timeout = 30_000 });
        await map.ClickAsync(new LocatorClickOptions { Position = new Position { X = 3, Y = 100 } });
        await page.WaitForSelectorAsync(".inside .step-head:has-text('Step 13')");
        await Until(page, "() => document.querySelector('input[name=unit]').value === '4'");

        // The address brings everything back, also the units that are sorted.
        await page.SelectOptionAsync("select[name=order]", "mean");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("order=mean"), new() { Timeout = 30_000 });
        await page.ReloadAsync();
        await page.WaitForSelectorAsync(".inside .map[data-window='13-55-0-16']");
        await page.WaitForSelectorAsync(".inside .step-head:has-text('Step 13')");
        Assert.Equal("mean", await page.InputValueAsync("select[name=order]"));
        var saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("button[aria-label^='Save as PNG']"));
        Assert.Equal("inside-h.png", saved.SuggestedFilename);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Words_stand_under_their_columns_and_text_map_and_cursor_are_one()
    {
        var (page, complaints) = await Open("words.safetensors", $"&file={_name}/book.txt");
        var words = page.Locator(".map-steps .word");
        await Assertions.Expect(words).ToHaveCountAsync(60);
        string first = await page.Locator(".coloured [data-step='0']").InnerTextAsync();
        Assert.Equal(first.Trim(), await words.First.TextContentAsync());
        await Assertions.Expect(page.Locator(".map-units")).ToContainTextAsync("unit");
        Assert.Equal("likeness", await page.InputValueAsync("select[name=order]"));

        // What the map shows is underlined in the text; what is pointed at here is marked there.
        await Assertions.Expect(page.Locator(".coloured [data-step='59']")).Not.ToHaveClassAsync(new System.Text.RegularExpressions.Regex("outside"));
        await Assertions.Expect(page.Locator(".coloured [data-step='60']")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("outside"));
        await page.Locator(".coloured [data-step='3']").HoverAsync();
        await Assertions.Expect(page.Locator(".map-steps .word.cursor")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".map .cursor")).ToHaveCountAsync(1);
        await page.Locator(".inside .map").HoverAsync(new LocatorHoverOptions { Position = new Position { X = 2, Y = 20 } });
        await Assertions.Expect(page.Locator(".coloured .cursor")).ToHaveAttributeAsync("data-step", "0");

        // The wheel zooms at the cursor: the step under it stays.
        await page.Mouse.WheelAsync(0, -120);
        await page.WaitForSelectorAsync(".inside .map[data-window^='0-']:not([data-window='0-60-0-16'])");
        Assert.DoesNotContain(" ms", await page.Locator("main").InnerTextAsync());
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_note_is_saved_beside_the_model_and_leads_back()
    {
        var (page, complaints) = await Open("words.safetensors", $"&file={_name}/book.txt&range=5-8&unit=3");
        await page.FillAsync("textarea[name=note]", "It waits for a name.");
        await page.ClickAsync(".notes button[type=submit]");
        await Assertions.Expect(page.Locator(".notes li")).ToContainTextAsync("It waits for a name.");
        Assert.Contains("It waits for a name.", File.ReadAllText(Path.Combine(_browser.Folder, _name, "words.notes.json")));
        await page.CloseAsync();

        (page, complaints) = await Open("words.safetensors", $"&file={_name}/book.txt");
        await page.ClickAsync(".note-go");
        await page.WaitForSelectorAsync(".inside .step-head:has-text('Step 5:')");
        await Until(page, "() => document.querySelector('input[name=unit]').value === '3'");
        await page.ClickAsync(".notes li button[title='Remove this note']");
        await Assertions.Expect(page.Locator(".notes li")).ToHaveCountAsync(0);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_unit_colours_the_text_and_a_step_says_what_was_expected_there()
    {
        var (page, complaints) = await Open("words.safetensors", $"&file={_name}/book.txt&depth=formula&value=c");
        var words = page.Locator(".coloured span");
        await page.WaitForSelectorAsync(".coloured span[style*='background']");
        await Until(page, "() => document.querySelectorAll('.coloured span').length === 400");
        await words.Nth(1).ClickAsync();
        await page.WaitForSelectorAsync(".step-head:has-text('Step 1: the model read “saw”')");
        await page.WaitForSelectorAsync("svg.expected text.strong");
        await page.WaitForSelectorAsync(".formulas li:has-text('c = f⊙c⁻ + i⊙g = ')");
        string before = await words.Nth(1).GetAttributeAsync("style") ?? "";
        await page.SelectOptionAsync("select[name=paint]", "why");
        await page.WaitForSelectorAsync("option[value=why]:has-text('what it looked back at for')", new() { State = WaitForSelectorState.Attached });
        await Until(page, "before => document.querySelectorAll('.coloured span')[1].getAttribute('style') !== before", before);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_feature_shows_what_each_state_tells_sorts_the_map_and_colours_the_text()
    {
        File.WriteAllText(
            Path.Combine(_browser.Folder, _name, "quoted.txt"), string.Concat(Enumerable.Repeat("\"Doug saw Jane.\" Jane saw Spot. ", 40)));
        var (page, complaints) = await Open("words.safetensors", $"&file={_name}/quoted.txt&paint=loss&value=h");
        await page.SelectOptionAsync("select[name=feature]", "quotes");
        await page.WaitForSelectorAsync(".probe table[data-feature=quotes]");
        Assert.Equal(5, await page.Locator(".probe tbody tr").CountAsync());
        Assert.Contains("%", await page.Locator(".probe tbody tr").Nth(4).InnerTextAsync());
        await page.ClickAsync(".probe tbody button:has-text('layer 1, c')");
        await page.WaitForSelectorAsync(".probe tbody button[aria-pressed=true]:has-text('layer 1, c')");
        Assert.Equal("feature", await page.InputValueAsync("select[name=order]"));
        Assert.Equal("c", await page.InputValueAsync("select[name=value]"));
        await page.ClickAsync(".probe .chips button >> nth=0");
        await page.WaitForSelectorAsync(".probe .chips button[aria-pressed=true]");
        Assert.Equal("unit", await page.InputValueAsync("select[name=paint]"));
        await page.WaitForSelectorAsync(".coloured span[style*='background']");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("feature=quotes"), new() { Timeout = 30_000 });

        // A feature that the text does not have says so; the address brings the choice back.
        await page.SelectOptionAsync("select[name=feature]", "brackets");
        await page.WaitForSelectorAsync(".probe .failure:has-text('labels that differ')");
        await page.SelectOptionAsync("select[name=feature]", "quotes");
        await page.WaitForSelectorAsync(".probe table[data-feature=quotes]");
        Assert.DoesNotContain(complaints, c => !c.Contains("400", StringComparison.Ordinal) && !c.Contains("422", StringComparison.Ordinal));
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_marked_range_finds_units_and_other_places_and_a_click_goes_there()
    {
        var (page, _) = await Open("words.safetensors", $"&file={_name}/book.txt&value=h&range=1-2&on=0.4");
        var place = page.Locator(".places ol button").Nth(3);
        await place.WaitForAsync();
        Assert.Contains("saw", await place.InnerTextAsync());
        string from = (await place.GetAttributeAsync("title"))!.Split('–')[0];
        await place.ClickAsync();
        await page.WaitForSelectorAsync($".step-head:has-text('Step {from}:')");
        await page.ClickAsync(".places .chips button");
        await page.WaitForSelectorAsync(".places .chips button[aria-pressed=true]");
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_silent_unit_and_a_changed_word_change_the_loss()
    {
        var (page, _) = await Open("words.safetensors", $"&file={_name}/book.txt");
        await page.ClickAsync("button:has-text('Switch unit 0 of layer 1 off')");
        await page.WaitForSelectorAsync("[data-effect]");
        Assert.NotEqual(
            0, double.Parse((await page.GetAttributeAsync("[data-effect]", "data-effect"))!, System.Globalization.CultureInfo.InvariantCulture));
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("off=0"), new() { Timeout = 30_000 });
        await Until(page, "() => document.querySelectorAll('svg.expected').length === 2");
        await page.ClickAsync("button:has-text('All on')");
        await Until(page, "() => document.querySelectorAll('[data-effect]').length === 0");

        string text = await page.InputValueAsync("textarea[name=edit]");
        await page.FillAsync("textarea[name=edit]", "Doug saw Doug." + text[text.IndexOf('.', StringComparison.Ordinal)..].TrimStart('.'));
        await page.ClickAsync("button:has-text('Compare')");
        await page.WaitForSelectorAsync("[data-effect]");
        await page.ClickAsync("button:has-text('Look into the changed text')");
        await page.WaitForSelectorAsync(".coloured span:nth-child(3):has-text('Doug')");
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_forecaster_shows_its_fan_and_a_translator_where_it_looked()
    {
        var (page, complaints) = await Open("series/model.safetensors", $"&file={_name}/sales.csv");
        await page.WaitForSelectorAsync(".chart text:has-text('fan from 195')");
        await Until(page, "() => document.querySelectorAll('.chart').length === 2");
        await page.WaitForSelectorAsync(".inside .map[data-drawn]");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForSelectorAsync(".chart text:has-text('fan from 194')");
        await page.ClickAsync(".why summary");
        await page.WaitForSelectorAsync(".why svg.effects rect.positive, .why svg.effects rect.negative");
        await Until(page, "() => document.querySelectorAll('.why .chart').length === 1");
        Assert.Contains("why=open", page.Url);
        string told = await page.InnerTextAsync(".why p");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForFunctionAsync("told => document.querySelector('.why p')?.innerText !== told", told);
        await page.SelectOptionAsync("select[name=model]", $"{_name}/spell.safetensors");
        await page.FillAsync("input[name=text]", "abcab");
        await page.Keyboard.PressAsync("Enter");
        await Until(page, "() => [...document.querySelectorAll('svg.picture rect title')].some(t => t.textContent.includes('← c'))");
        Assert.True(complaints.Count == 0, string.Join("\n", complaints));
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task A_broken_model_shows_its_message_and_own_text_is_read()
    {
        var (page, _) = await Open("broken.safetensors");
        Assert.Contains("broken.safetensors", await page.InnerTextAsync(".failure"));
        await page.SelectOptionAsync("select[name=model]", "book:english");
        await page.WaitForSelectorAsync(".coloured span");
        await page.SelectOptionAsync("select[name=source]", "typed");
        await page.FillAsync("textarea[name=text]", "Jane saw Spot.");
        await page.ClickAsync("button:has-text('Read it')");
        await Until(page, "() => document.querySelectorAll('.coloured span').length === 4");
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task Ten_thousand_steps_of_five_hundred_and_twelve_units_are_drawn_and_moved()
    {
        string folder = Path.Combine(_browser.Folder, _name);
        string text = string.Concat(Enumerable.Repeat("the quick brown fox jumps over the lazy dog. ", 223))[..10_000];
        File.WriteAllText(Path.Combine(folder, "long.txt"), text);
        LanguageModel.From(text[..500], new LanguageModelOptions
        {
            Cell = "mingru",
            Hidden = 512,
            Layers = 1,
            Embedding = 8
        }).Model.Save(Path.Combine(folder, "wide.safetensors"));
        var (page, complaints) = await Open("wide.safetensors", $"&file={_name}/long.txt&window=0-10000-0-512");
        await page.WaitForSelectorAsync(".inside .map[data-window='0-10000-0-512']");
        await page.WaitForSelectorAsync(".inside .map[data-drawn]");
        _output.WriteLine($"drawn for the first time in {await page.GetAttributeAsync(".inside .map", "data-drawn")} ms");
        await page.Locator(".inside .map").FocusAsync();
        await page.Keyboard.PressAsync("+");
        for (int k = 0; k < 5; k++) await page.Keyboard.PressAsync("ArrowLeft");
        await page.WaitForSelectorAsync(".inside .map[data-window='0-7000-0-512']");

        // What it takes is printed, not asserted: the machine may be busy.
        _output.WriteLine($"drawn again in {await page.GetAttributeAsync(".inside .map", "data-drawn")} ms");
        double[] frames = await page.EvaluateAsync<double[]>("""
            () => new Promise(done => {
              const map = document.querySelector(".inside .map"), gaps = [];
              let last = performance.now();
              const draw = now => {
                gaps.push(now - last);
                last = now;
                map.dispatchEvent(new KeyboardEvent("keydown", { key: gaps.length % 40 < 20 ? "ArrowRight" : "ArrowLeft", bubbles: true }));
                gaps.length < 120 ? requestAnimationFrame(draw) : done(gaps.slice(1).sort((a, b) => a - b));
              };
              requestAnimationFrame(draw);
            })
            """);
        _output.WriteLine($"panned: {frames[frames.Length / 2]:F1} ms a frame, 95 of 100 within {frames[95 * frames.Length / 100]:F1} ms");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
