using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Sluice.Cli;
using Sluice.Tasks.Registry;

namespace Sluice.Studio.Tests;

/// <summary>A task of someone else, added by one line, is at home in the command line and in the studio.</summary>
[Collection("studio")]
public sealed class ToyTaskTests(Browser browser) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-toy-").FullName;

    static ToyTaskTests() => TaskRegistry.Add(new ToyTask());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_command_line_does_everything_with_it()
    {
        string table = Table(_folder), config = In("sluice.json"), run = In("run");
        Assert.Contains("column     value", Run("init", "toy", table, "--out", config));
        Assert.Contains("\"target\": \"value\"", File.ReadAllText(config));
        Assert.Contains("the last column of numbers", File.ReadAllText(config));
        Assert.Contains("rows       40", Run("check", config));
        Assert.Contains("error", Run("train", "toy", "--config", config, "--hidden", "3", "--out", run));
        Assert.Contains("# A toy", File.ReadAllText(Path.Combine(run, "card.md")));
        Assert.Contains("\"error\":", Run("evaluate", run, "--data", table, "--json"));
        Assert.StartsWith("next\n", Run("predict", run, "--data", table));
        Assert.Contains("the next 'value'", Run("info", run));
        string inspected = Run("inspect", run, "--data", table, "--rows", "5", "--html", In("gates.html"));
        Assert.Contains("value", inspected);
        Assert.Contains("40", inspected);
        Assert.Contains("<html", File.ReadAllText(In("gates.html")));
        Assert.Contains("error", Run("train", "toy", "--resume", run));
        Assert.Contains("rows", Run("check", run));
    }

    [Fact]
    public async Task The_studio_trains_it_and_looks_into_it()
    {
        Table(_folder);
        await using var server = await StudioServer.Start(new StudioOptions { Folder = _folder, Port = 0 });
        using var client = new HttpClient { BaseAddress = new Uri(new Uri(server.Address), "/api/") };
        var task = (await client.GetFromJsonAsync<JsonNode>("tasks"))!["tasks"]!.AsArray().Single(t => (string)t!["name"]! == "toy")!;
        Assert.Equal(["Toy", "玩具", "玩具"], task["called"]!.AsArray().Select(w => (string)w!));
        Assert.Equal("L = 1/N Σ (y − ŷ)²", (string)task["loss"]!);
        Assert.True((bool)task["settings"]!.AsArray().Single(s => (string)s!["key"]! == "data.target")!["column"]!);

        string name = await Trained(client);
        var run = (await client.GetFromJsonAsync<JsonNode>($"run?name={Uri.EscapeDataString(name)}"))!;
        Assert.Equal("done", (string)run["status"]!["state"]!);
        var model = (await client.GetFromJsonAsync<JsonNode>("inside/models"))!.AsArray().Single()!;
        Assert.Equal(("toy", "recorded"), ((string)model["task"]!, (string)model["kind"]!));
        using var answer = await client.PostAsJsonAsync("inside/recorded", new { model = (string)model["name"]! });
        var look = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(40, (int)look["steps"]!);
        Assert.Equal(["row", "value", "next"], look["names"]!.AsArray().Select(n => (string)n!));
        Assert.Equal("toy.csv", (string)look["file"]!);
        string layer = (string)look["layers"]![0]!["cell"]!;
        Assert.Equal("gru", layer);
        var numbers = (await client.GetFromJsonAsync<JsonNode>($"inside/run/{(string)look["id"]!}/numbers?layer=0&unit=0&at=3"))!;
        Assert.NotEmpty(numbers["formulas"]!.AsArray());
    }

    [BrowserFact]
    public async Task The_page_shows_its_words_its_curves_and_its_steps()
    {
        Table(browser.Folder);
        var (page, complaints) = await browser.Open("train?lang=en&task=toy&file=toy.csv");
        await Assertions.Expect(page.Locator("form.panel")).ToContainTextAsync("A toy learns from a column.");
        await page.ClickAsync("form button[type=submit]");
        await Assertions.Expect(page.Locator(".state")).ToContainTextAsync("finished", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Toy error");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look inside" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.recorded")).ToContainTextAsync("next", new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".map")).ToBeVisibleAsync();
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    private static async Task<string> Trained(HttpClient client)
    {
        using var answer =
            await client.PostAsJsonAsync("runs", new { task = "toy", settings = new Dictionary<string, string> { ["data.file"] = "toy.csv" } });
        string name = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["name"]!;
        for (int i = 0; i < 600; i++)
        {
            var run = (await client.GetFromJsonAsync<JsonNode>($"run?name={Uri.EscapeDataString(name)}"))!;
            if ((string)run["status"]!["state"]! is not ("preparing" or "running")) break;
            await Task.Delay(100);
        }

        return name;
    }

    private static string Table(string folder)
    {
        string path = Path.Combine(folder, "toy.csv");
        File.WriteAllLines(path,
        [
            "day,value",
            .. Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{Math.Sin(i):F3}"))
        ]);
        return path;
    }

    private string In(string name) => Path.Combine(_folder, name);

    private static string Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = CommandLine.Run(args, output, error);
        Assert.True(code == 0, error.ToString());
        return output.ToString();
    }
}
