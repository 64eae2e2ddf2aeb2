using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Sluice.Studio.Tests;

/// <summary>What the host says of classifiers, taggers, describers, music models and transcribers, and where a text model begins.</summary>
public sealed class InsideKindsTests() : InsideHost(InsideKinds.Write)
{
    private async Task<string> Refused(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body);
        Assert.False(answer.IsSuccessStatusCode);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
    }

    private static string[] Texts(JsonNode node) => [.. node.AsArray().Select(t => (string)t!)];

    /// <summary>Every run has layers whose units, numbers and equations can be asked for.</summary>
    private async Task Looked(JsonNode opened, int layers, int steps)
    {
        Assert.Equal(steps, (int)opened["steps"]!);
        Assert.Equal(layers, opened["layers"]!.AsArray().Count);
        string run = $"run/{opened["id"]}/";
        Assert.Equal(
            4 * steps * 4,
            (await Client.GetByteArrayAsync(run + $"map?layer={layers - 1}&value=h&from=0&to={steps}&first=0&last=4&rows=4&columns={steps}")).Length);
        Assert.Contains("c = f⊙c⁻ + i⊙g = ", (string)(await Get(run + $"numbers?layer={layers - 1}&unit=1&at={steps - 1}"))["formulas"]![4]!);
    }

    [Fact]
    public async Task A_classifier_changes_its_mind_with_every_letter()
    {
        Assert.Equal(["smith", "kamo"], Texts(await Get("samples?model=names/model.safetensors")));
        var opened = await Post("label", new { model = "names/model.safetensors", text = "smith" });
        await Looked(opened, 2, 5);
        Assert.Equal(["s", "m", "i", "t", "h"], Texts(opened["tokens"]!));
        Assert.Equal("English", (string)opened["whole"]![0]!["symbol"]!);
        Assert.Equal([0, 1, 2, 3, 4], opened["told"]!.AsArray().Select(t => (int)t!["step"]!));
        Assert.All(opened["told"]!.AsArray(), t => Assert.Equal(1, t!["probabilities"]!.AsArray().Sum(p => (double)p!), 4));
        Assert.Contains("expected a text", await Refused("label", new { model = "names/model.safetensors" }));
    }

    [Fact]
    public async Task A_sequence_of_a_table_is_taken_by_its_number()
    {
        Assert.Equal("rows", (string)(await Get("reads?model=waves/model.safetensors"))["reads"]!);
        var opened = await Post("label", new { model = "waves/model.safetensors", index = 3 });
        await Looked(opened, (int)opened["layers"]!.AsArray().Count, 10);
        Assert.Equal(
            ("waves.csv", 3, 12, "quick"), ((string)opened["file"]!, (int)opened["index"]!, (int)opened["count"]!, (string)opened["label"]!));
        Assert.Equal(4 * 10, (await Client.GetByteArrayAsync($"run/{opened["id"]}/inputs")).Length);
        Assert.Equal(11, (int)(await Post("label", new { model = "waves/model.safetensors", index = 99 }))["index"]!);
    }

    [Fact]
    public async Task A_tagger_says_how_sure_it_is_of_each_word()
    {
        Assert.NotEmpty(Texts(await Get("samples?model=places/model.safetensors")));
        var opened = await Post("label", new { model = "places/model.safetensors", text = "I live in Rome now" });
        await Looked(opened, 2, 5);
        Assert.Equal(["O", "O", "O", "B-place", "O"], opened["told"]!.AsArray().Select(t => (string)t!["tag"]!));
        int place = Array.IndexOf(Texts(opened["labels"]!), "B-place");
        Assert.True((double)opened["told"]![3]!["probabilities"]![place]! > 0.5);
    }

    [Fact]
    public async Task A_describer_says_where_it_looked_for_each_word()
    {
        var opened = await Post("scene", new { model = "scenes/model.safetensors", index = 2 });
        int steps = (int)opened["steps"]!;
        await Looked(opened, 1, steps);
        Assert.Equal(steps, opened["attention"]!.AsArray().Count);
        Assert.All(opened["attention"]!.AsArray(), a => Assert.Equal(6, a!.AsArray().Count));
        Assert.InRange(steps - opened["words"]!.AsArray().Count, 0, 1);
        Assert.Equal(30, (int)opened["width"]!);
        Assert.Equal(30 * 20 * 3, Convert.FromBase64String((string)opened["pixels"]!).Length);
        Assert.StartsWith("a ", (string)opened["right"]!);
        Assert.NotEqual((string)opened["pixels"]!, (string)(await Post("scene", new { model = "scenes/model.safetensors", index = 1 }))["pixels"]!);
    }

    [Fact]
    public async Task A_music_model_hears_a_piece_or_what_it_writes_itself()
    {
        await Looked(await Post("music", new { model = "music/model.safetensors" }), 1, 96);
        var opened = await Post("music", new { model = "music/model.safetensors", file = "songs.json", index = 1 });
        await Looked(opened, 1, 5);
        Assert.Equal(2, (int)opened["count"]!);
        Assert.Equal(5, opened["piece"]!.AsArray().Count);
        Assert.Null(opened["losses"]![0]);
        byte[] roll = await Client.GetByteArrayAsync($"run/{opened["id"]}/roll");
        Assert.Equal(5 * 88 * 4, roll.Length);
        Assert.Equal(0, BitConverter.ToSingle(roll, 0));
        Assert.InRange(BitConverter.ToSingle(roll, 88 * 4), 0.01f, 0.99f);
        Assert.Equal(["songs.json"], Texts(await Get("files?kind=music")));
    }

    [Fact]
    public async Task A_transcriber_says_which_symbol_it_hears_when()
    {
        string file = Assert.Single(Texts(await Get("files?kind=sound")));
        var opened = await Post("speech", new { model = "speech/model.safetensors", file });
        int steps = (int)opened["steps"]!, frames = (int)opened["frames"]!;
        await Looked(opened, 2, steps);
        Assert.Equal("low high", (string)opened["truth"]!);
        Assert.Equal((frames + 1) / 2, steps);
        Assert.Equal(0.02, (double)opened["seconds"]!, 6);
        Assert.Equal("", (string)opened["curves"]!.AsArray()[^1]!["symbol"]!);
        Assert.Equal(6 * frames * 4, (await Client.GetByteArrayAsync($"run/{opened["id"]}/inputs")).Length);
        Assert.Contains("recording", await Refused("speech", new { model = "speech/model.safetensors" }));
    }

    [Fact]
    public async Task Examples_are_there_even_where_no_file_is()
    {
        string[] dates = Texts(await Get("samples?model=dates/model.safetensors"));
        Assert.Equal(5, dates.Length);
        Assert.All(dates, d => Assert.Contains(d, char.IsAsciiDigit));
        Assert.NotEmpty((await Post("translate", new { model = "dates/model.safetensors", text = dates[0] })).AsArray());
        Assert.Contains("another task", await Refused("scene", new { model = "dates/model.safetensors" }));
    }
}
