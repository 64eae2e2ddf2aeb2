using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Sluice.Studio.Tests;

/// <summary>What the host draws with nets of <c>train generate</c>, and what it refuses.</summary>
public sealed class GenerateApiTests() : InsideHost(GenerateModels.Write)
{
    private static string Path(string call, string model, string more = "") => $"../generate/{call}?model={model}/model.safetensors{more}";

    private Task<JsonNode> Drawn(string model, string more = "") => Get(Path("drawn", model, more));

    private async Task<string> Refused(string path)
    {
        using var answer = await Client.GetAsync(path);
        Assert.False(answer.IsSuccessStatusCode);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
    }

    [Theory]
    [InlineData("draw", "images", "draw", 3, 4, 8, 8, "draw/bars")]
    [InlineData("pen", "strokes", "vrnn", 3, 1, 3, 1, "pen/letters.jsonl")]
    [InlineData("music", "music", "storn", 3, 1, 88, 1, "music/songs.json")]
    [InlineData("numbers", "numbers", "vrnn", 3, 1, 2, 1, "numbers/waves.csv")]
    [InlineData("classes", "classes", "plain", 0, 1, 2, 1, "classes/weather.csv")]
    public async Task A_model_says_what_it_draws(string model, string kind, string net, int latents, int glimpses, int width, int height, string file)
    {
        var about = await Get(Path("about", model));
        Assert.Equal(
            (kind, net, latents, glimpses, width, height, file),
            ((string)about["kind"]!, (string)about["net"]!, (int)about["latents"]!, (int)about["glimpses"]!, (int)about["width"]!,
                (int)about["height"]!, (string)about["file"]!));
    }

    [Theory]
    [InlineData("pen")]
    [InlineData("music")]
    [InlineData("numbers")]
    [InlineData("classes")]
    public async Task Sequences_are_drawn_from_nothing_and_on_from_a_prefix_by_their_seed(string model)
    {
        var drawn = await Drawn(model, "&count=3&steps=9&seed=4");
        Assert.Equal(3, drawn["sequences"]!.AsArray().Count);
        Assert.All(drawn["sequences"]!.AsArray(), s => Assert.Equal(9, s!.AsArray().Count));
        Assert.Equal((0, 0), ((int)drawn["given"]!, drawn["paintings"]!.AsArray().Count));
        var step = drawn["sequences"]![0]![0]!;
        if (model == "classes") Assert.Contains((string)step!, new[] { "rain", "sun" });
        else if (model != "music") Assert.Equal(model == "pen" ? 3 : 2, step.AsArray().Count);

        // Requests at the same time give the same.
        var same = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Drawn(model, "&count=3&steps=9&seed=4")));
        Assert.All(same, s => Assert.Equal($"{drawn}", $"{s}"));
        if (model != "classes") Assert.NotEqual($"{drawn}", $"{await Drawn(model, "&count=3&steps=9&seed=5")}");

        var prefix = await Drawn(model, "&from=prefix&index=1&start=2&steps=4&count=2");
        Assert.Equal(2, (int)prefix["given"]!);
        Assert.All(prefix["sequences"]!.AsArray(), s =>
        {
            Assert.Equal(6, s!.AsArray().Count);
            for (int t = 0; t < 2; t++) Assert.Equal($"{prefix["truth"]![t]}", $"{s[t]}");
        });
        var again = await Drawn(model, "&from=again&index=1");
        Assert.Equal(again["truth"]!.AsArray().Count, again["sequences"]![0]!.AsArray().Count);
    }

    [Theory]
    [InlineData("pen")]
    [InlineData("music")]
    [InlineData("numbers")]
    public async Task Between_two_of_a_file_and_two_seeds(string model)
    {
        var drawn = await Drawn(model, "&from=between&index=0&other=1&count=5");
        Assert.Equal(5, drawn["sequences"]!.AsArray().Count);
        var seeds = await Drawn(model, "&from=seeds&count=3&steps=7");
        Assert.All(seeds["sequences"]!.AsArray(), s => Assert.Equal(7, s!.AsArray().Count));
        Assert.Equal(0, (int)seeds["side"]!);
    }

    [Theory]
    [InlineData("draw", "paintings", "")]
    [InlineData("pen", "sequences", "&temperature=0")]
    public async Task Over_a_square_the_first_row_leads_from_the_first_to_the_second(string model, string drawn, string more)
    {
        var square = await Drawn(model, $"&from=square&index=0&other=1&third=4&fourth=5&count=3{more}");
        Assert.Equal((3, 9), ((int)square["side"]!, square[drawn]!.AsArray().Count));
        var above = await Drawn(model, $"&from=between&index=0&other=1&count=3{more}");
        var below = await Drawn(model, $"&from=between&index=4&other=5&count=3{more}");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal($"{above[drawn]![i]}", $"{square[drawn]![i]}");
            Assert.Equal($"{below[drawn]![i]}", $"{square[drawn]![6 + i]}");
        }

        var own = await Drawn(model, $"&from=own-square&count=2&seed=3{more}");
        Assert.Equal((2, 4), ((int)own["side"]!, own[drawn]!.AsArray().Count));
    }

    [Fact]
    public async Task Images_fill_glimpse_by_glimpse_with_their_windows()
    {
        var drawn = await Drawn("draw", "&count=2&seed=3");
        Assert.Equal(2, drawn["paintings"]!.AsArray().Count);
        foreach (var painting in drawn["paintings"]!.AsArray())
        {
            Assert.Equal([64, 64, 64, 64], painting!["canvases"]!.AsArray().Select(c => Convert.FromBase64String((string)c!).Length));
            Assert.Equal((0, 4), (painting["read"]!.AsArray().Count, painting["written"]!.AsArray().Count));
        }

        Assert.Equal($"{drawn}", $"{await Drawn("draw", "&count=2&seed=3")}");
        Assert.NotEqual($"{drawn}", $"{await Drawn("draw", "&count=2&seed=4")}");
        var middle = await Drawn("draw", "&count=2&seed=3&temperature=0");
        Assert.Equal($"{middle["paintings"]![0]}", $"{middle["paintings"]![1]}");
        var again = await Drawn("draw", "&from=again&index=2");
        Assert.Equal(4, again["paintings"]![0]!["read"]!.AsArray().Count);
        Assert.Equal(8, Convert.FromBase64String((string)again["image"]!).Count(b => b == 255));
        Assert.Equal(8, (int)again["count"]!);
        Assert.Equal(7, (await Drawn("draw", "&from=between&index=0&other=3&count=7"))["paintings"]!.AsArray().Count);
        Assert.Equal(3, (await Drawn("draw", "&from=seeds&count=3"))["paintings"]!.AsArray().Count);
    }

    [Fact]
    public async Task Music_is_given_as_midi()
        => Assert.Equal("MThd"u8.ToArray(), (await Client.GetByteArrayAsync(Path("midi", "music", "&count=2&steps=8&which=1")))[..4]);

    [Theory]
    [InlineData("drawn", "../other.safetensors", "", "expected a path in the folder")]
    [InlineData("drawn", "other.safetensors", "", "a model for another task")]
    [InlineData("about", "other.safetensors", "", "a model for another task")]
    [InlineData("drawn", "nothing.safetensors", "", "expected a model")]
    [InlineData("drawn", "pen/model.safetensors", "&count=17", "expected 1 to 16 for sequences, got 17")]
    [InlineData("drawn", "pen/model.safetensors", "&from=own-square&count=8", "expected 2 to 7 for the side of a square, got 8")]
    [InlineData("drawn", "pen/model.safetensors", "&steps=2001", "expected 0 to 2000 for new steps")]
    [InlineData("drawn", "pen/model.safetensors", "&start=-1", "for given steps, got -1")]
    [InlineData("drawn", "pen/model.safetensors", "&temperature=NaN", "expected a temperature from 0 to 4, got NaN")]
    [InlineData("drawn", "pen/model.safetensors", "&from=above", "expected one of nothing, prefix")]
    [InlineData("drawn", "pen/model.safetensors", "&from=again&index=6", "expected 7 sequences or more, got 6")]
    [InlineData("drawn", "pen/model.safetensors", "&from=again&file=none.jsonl", "none of this name")]
    [InlineData("drawn", "pen/model.safetensors", "&from=again&file=../x", "expected a path in the folder")]
    [InlineData("drawn", "pen/model.safetensors", "&from=again&file=classes/weather.csv", "dx")]
    [InlineData("drawn", "draw/model.safetensors", "&from=prefix&start=1", "an image is drawn as a whole")]
    [InlineData("drawn", "classes/model.safetensors", "&from=between&index=0&other=1", "expected a net with latents")]
    [InlineData("drawn", "classes/model.safetensors", "&from=square", "expected a net with latents")]
    [InlineData("midi", "pen/model.safetensors", "", "expected a model of music")]
    [InlineData("midi", "music/model.safetensors", "&which=1", "expected one of 1 pieces")]
    public async Task What_makes_no_sense_is_refused_in_a_sentence(string call, string model, string more, string says)
        => Assert.Contains(says, await Refused($"../generate/{call}?model={model}{more}"), StringComparison.Ordinal);
}
