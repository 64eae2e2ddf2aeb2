using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Tests;

/// <summary>Gradient flow: what vanishes and explodes, in fresh nets and in an own model.</summary>
[Collection("studio")]
public class GradientsViewTests(Browser browser)
{
    private async Task<JsonElement[]> Nets(string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        return [.. JsonDocument.Parse(await client.GetStringAsync("/api/flow/" + path)).RootElement.GetProperty("nets").EnumerateArray()];
    }

    private static double At(JsonElement net, int lag) => net.GetProperty("whole")[lag].GetDouble();

    [Fact]
    public async Task AGateKeepsWhatThePlainNetLosesAndLargeWeightsExplode()
    {
        var nets = await Nets("fresh?cells=rnn+lstm+gru&hidden=16&length=30&bias=3&spectrum=true");
        Assert.Equal(["rnn", "lstm", "gru"], nets.Select(n => n.GetProperty("name").GetString()));
        Assert.All(nets, n => Assert.Equal(31, n.GetProperty("whole").GetArrayLength()));
        Assert.True(At(nets[0], 30) < 1e-4);
        Assert.True(At(nets[1], 30) > 0.02);
        Assert.InRange(nets[1].GetProperty("keep").GetProperty("mean").GetDouble(), 0.9, 0.99);
        Assert.True(nets[0].GetProperty("largest").GetDouble() > nets[0].GetProperty("factor").GetDouble());
        var large = await Nets("fresh?cells=rnn-identity&hidden=16&length=30&scale=3");
        Assert.True(At(large[0], 30) > 10);
    }

    [Fact]
    public async Task AnOwnModelIsMeasuredBesideItselfUntrainedAndNothingOutsideIsRead()
    {
        string run = Path.Combine(browser.Folder, "runs", "gradients-view");
        Directory.CreateDirectory(run);
        string book = ChildrensBook.Text(BookLanguage.English, 200, 1);
        LanguageModel.From(
            book, new LanguageModelOptions { Hidden = 8, Embedding = 8, Layers = 1 }).Model.Save(Path.Combine(run, "model.safetensors"));
        File.WriteAllText(Path.Combine(run, "config.json"), """{ "task": "text", "data": { "file": "book:english" } }""");
        File.WriteAllText(Path.Combine(run, "events.jsonl"), "");
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        Assert.Contains("\"runs/gradients-view/model.safetensors\",\"task\":\"text\",\"can\":true", await client.GetStringAsync("/api/flow/models"));
        foreach (string name in new[] { "runs/gradients-view", "runs/gradients-view/model.safetensors" })
            Assert.Equal(["trained", "fresh"], (await Nets($"trained?model={name}&length=20")).Select(n => n.GetProperty("name").GetString()));
        foreach (string path in new[] { "trained?model=../x", "fresh?cells=rnn&hidden=100000", "fresh?cells=", "fresh?cells=augru" })
            Assert.Equal(400, (int)(await client.GetAsync("/api/flow/" + path)).StatusCode);
        Directory.Delete(run, recursive: true);
    }

    [BrowserFact]
    public async Task AForecasterIsMeasuredOnItsDataAndAModelThatCannotBeIsSaidSo()
    {
        string run = Path.Combine(browser.Folder, "gradients-own"),
            other = Path.Combine(browser.Folder, "gradients-other"), data = Path.Combine(browser.Folder, "gradients-own.csv");
        Directory.CreateDirectory(run);
        Directory.CreateDirectory(other);
        File.WriteAllText(data, "value\n" + string.Join(
            '\n', Enumerable.Range(0, 80).Select(i => Math.Sin(i / 4.0).ToString("0.000", System.Globalization.CultureInfo.InvariantCulture))));
        Forecaster.From(
            Sluice.Readers.DataFile.ReadTable(data),
            new ForecasterOptions { Target = "value", Hidden = 8 }).Model.Save(Path.Combine(run, "model.safetensors"));
        File.WriteAllText(Path.Combine(run, "config.json"), """{ "task": "forecast", "data": { "file": "gradients-own.csv", "target": "value" } }""");
        byte[] header = System.Text.Encoding.UTF8.GetBytes("""{"__metadata__":{"sluice.task":"classify"}}""");
        File.WriteAllBytes(Path.Combine(other, "model.safetensors"), [.. BitConverter.GetBytes((ulong)header.Length), .. header]);

        // The data reaches less far back than is asked for.
        var (page, complaints) = await browser.Open("gradients?of=own&model=gradients-own/model.safetensors&length=60");
        await page.Locator("svg.chart").WaitForAsync();
        await Assertions.Expect(page.Locator(".gradients")).ToContainTextAsync("of gradients-own.csv");
        await Assertions.Expect(page.Locator(".gradients")).ToContainTextAsync("The data reaches 38 steps back.");
        Assert.DoesNotContain("gradients-other", await page.Locator(".gradients select").First.InnerTextAsync());
        Assert.Empty(complaints);
        await page.CloseAsync();
        (page, complaints) = await browser.Open("gradients?of=own&model=gradients-other");
        await Assertions.Expect(page.Locator("p[role=status]").First).ToContainTextAsync("was trained for the task “classify”");
        Assert.Empty(complaints);
        await page.CloseAsync();
        foreach (string folder in new[] { run, other }) Directory.Delete(folder, recursive: true);
        File.Delete(data);
    }

    [BrowserFact]
    public async Task SlidersMoveTheCurvesAndThePlayerWalksBack()
    {
        var (page, complaints) = await browser.Open("gradients?depth=formula&hidden=16&length=30");
        var chart = page.Locator(".scroll", new() { Has = page.Locator("svg.chart") });
        await chart.WaitForAsync();
        Assert.Equal(3, await page.Locator("svg.chart .curve").CountAsync());
        string? before = await chart.GetAttributeAsync("aria-label");
        Assert.Contains("after 30 steps", before);
        await page.Locator(".controls input[type=range]").Nth(1).FillAsync("5");
        await Assertions.Expect(chart).Not.ToHaveAttributeAsync("aria-label", before!);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("bias=5"));
        await Assertions.Expect(page.Locator(".formal .filled")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".formal")).ToContainTextAsync("σ(5.0) = 0.993");
        Assert.Equal(
            "0 5 10 15 20 25 30",
            string.Join(" ", (await page.Locator("svg.unrolled text.small:not(.quiet)").AllTextContentsAsync()).Select(int.Parse).Order()));

        // The rate and the bound of a net beside its curve, as far back as the player is.
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw rate and bound of lstm" }).ClickAsync();
        await Assertions.Expect(page.Locator("svg.chart .curve")).ToHaveCountAsync(5);

        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator(".player output")).ToHaveTextAsync(new Regex("lag [12]"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset", Exact = true }).ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("bias="));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
