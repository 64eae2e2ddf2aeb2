using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>A net is trained from the page, held, let go, stopped, and found again.</summary>
[Collection("studio")]
public class TrainViewTests(Browser browser)
{
    private static readonly LocatorAssertionsToContainTextOptions s_patient = new() { Timeout = 30_000 };

    [BrowserFact]
    public async Task TrainingImprovesIsPausedResumedAndFoundAgain()
    {
        var (page, complaints) = await browser.Open("train?lang=en&file=book:english");
        await page.FillAsync("input[name='training.epochs']", "2000");
        await page.ClickAsync("form button[type=submit]");
        var state = page.Locator(".state");
        await Assertions.Expect(state).ToContainTextAsync("running", s_patient);
        await Assertions.Expect(page.Locator(".made")).ToContainTextAsync("saw", s_patient);
        await Assertions.Expect(page.Locator("figure .curve").First).ToBeAttachedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(state).ToContainTextAsync("paused", s_patient);
        double early = await Best(page);
        string held = await page.Locator(".panel .row span").Nth(1).InnerTextAsync();
        await page.WaitForTimeoutAsync(300);
        Assert.Equal(held, await page.Locator(".panel .row span").Nth(1).InnerTextAsync());

        // The address leads back to the run, as it stands.
        await page.ReloadAsync();
        await Assertions.Expect(state).ToContainTextAsync("paused", s_patient);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(state).ToContainTextAsync("running", s_patient);
        await page.WaitForFunctionAsync("early => Number(document.querySelector('.panel .row strong:not(.name)')?.textContent) < early", early);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop and save" }).ClickAsync();
        await Assertions.Expect(state).ToContainTextAsync("stopped", s_patient);
        string stood = System.Text.RegularExpressions.Regex.Match(await page.Locator(".panel .row span").Nth(1).InnerTextAsync(), "[0-9]+").Value;
        await page.GetByRole(AriaRole.Button, new() { Name = $"Go on from step {stood}", Exact = true }).ClickAsync();
        await Assertions.Expect(state).ToContainTextAsync("running", s_patient);
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop and save" }).ClickAsync();
        await Assertions.Expect(state).ToContainTextAsync("stopped", s_patient);
        Assert.Empty(complaints);
        await page.CloseAsync();

        static async Task<double> Best(IPage page)
            => double.Parse(await page.Locator(".panel .row strong:not(.name)").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    [BrowserFact]
    public async Task ABrokenUploadShowsItsMessage()
    {
        var (page, _) = await browser.Open("train?lang=en&task=forecast");
        await page.SetInputFilesAsync(
            "input[type=file]",
            new FilePayload { Name = "broken.csv", MimeType = "text/csv", Buffer = "date,value\n2020-01-01,1\n2020-01-02,2,3\n"u8.ToArray() });
        await Assertions.Expect(page.Locator("select[name=file]")).ToHaveValueAsync("uploads/broken.csv");
        await page.FillAsync("input[name='data.target']", "value");
        await page.ClickAsync("form button[type=submit]");
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("broken.csv:3", s_patient);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task WrongValuesAreToldAtTheirFieldsAndCellsAreFound()
    {
        var (page, _) = await browser.Open("train?lang=en&file=book:english");
        await page.FillAsync("input[name='model.hidden']", "0");
        await page.PressAsync("input[name='model.hidden']", "Tab");
        await Assertions.Expect(page.Locator(".field .wrong")).ToContainTextAsync("a whole number from 1");
        await page.ClickAsync("input[name='model.cell']");
        await Assertions.Expect(page.Locator("[role=option]")).ToHaveCountAsync(Sluice.Cells.Catalog.BuiltIn.Count());
        await page.FillAsync("input[name='model.cell']", "peep");
        await page.PressAsync("input[name='model.cell']", "Enter");
        await Assertions.Expect(page.Locator("input[name='model.cell']")).ToHaveValueAsync("lstm-peephole");
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task RunsAreComparedAndAreToldInNumbersAndFormulas()
    {
        List<string> names = [];
        foreach (string cell in new[] { "lstm", "gru" })
        {
            var (start, _) = await browser.Open("train?lang=en&file=book:english");
            await start.FillAsync("input[name='model.cell']", cell);
            await start.FillAsync("input[name='training.epochs']", "2");
            await start.PressAsync("input[name='training.epochs']", "Tab");
            await start.ClickAsync("form button[type=submit]");
            await Assertions.Expect(start.Locator(".state")).ToContainTextAsync("finished", s_patient);
            names.Add(System.Web.HttpUtility.ParseQueryString(new Uri(start.Url).Query)["run"]
                ?? await start.Locator(".panel .name").First.InnerTextAsync());
            await start.CloseAsync();
        }

        var (page, complaints) = await browser.Open($"train?lang=en&beside={names[0]}");
        await Assertions.Expect(page.Locator(".work")).ToContainTextAsync("Choose two to six runs");
        await page.CheckAsync($"input[aria-label*='{names[1]}']");
        await Assertions.Expect(page.Locator("figure .curve")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".compared tbody")).ToContainTextAsync("Cell");

        await page.GotoAsync(new Uri(new Uri(browser.Address), $"train?lang=en&run={names[0]}&depth=numbers").ToString());
        await Assertions.Expect(page.Locator(".validations tbody tr")).ToHaveCountAsync(2);
        await page.CheckAsync("input[name=depth] >> nth=2");
        await Assertions.Expect(page.Locator(".rule")).ToContainTextAsync("m ← 0.9 m + 0.1 g");

        // Taken away while it is watched.
        Directory.Move(Path.Combine(browser.Folder, names[0]), Path.Combine(browser.Folder, "moved"));
        Directory.Delete(Path.Combine(browser.Folder, "moved"), recursive: true);
        await Assertions.Expect(page.Locator(".state")).ToContainTextAsync("no longer there", s_patient);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task PicturesAreSaved()
    {
        var (page, _) = await browser.Open("train?lang=en&file=book:english");
        await page.FillAsync("input[name='training.epochs']", "3");
        await page.ClickAsync("form button[type=submit]");
        await Assertions.Expect(page.Locator(".state")).ToContainTextAsync("finished", s_patient);
        foreach (string kind in new[] { "SVG", "PNG" })
        {
            var download =
                await page.RunAndWaitForDownloadAsync(() => page.Locator("figure").First.GetByText(kind, new() { Exact = true }).ClickAsync());
            byte[] bytes = await File.ReadAllBytesAsync(await download.PathAsync());
            Assert.Equal($"loss.{kind.ToLowerInvariant()}", download.SuggestedFilename);
            Assert.StartsWith(kind == "SVG" ? "<svg" : "\u0089PNG", System.Text.Encoding.Latin1.GetString(bytes, 0, 4));
            Assert.True(bytes.Length > 1000);
        }

        await page.CloseAsync();
    }
}
