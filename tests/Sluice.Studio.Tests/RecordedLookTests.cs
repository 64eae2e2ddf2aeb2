using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Sluice.Studio.Tests;

/// <summary>Tasks without a picture of their own are looked into by the one that all share.</summary>
public sealed class RecordedLookTests() : InsideHost(Write)
{
    private static readonly (string Task, string Data)[] s_models =
        [("life", "engines.txt"), ("control", "log.csv"), ("series", "two.csv"), ("anomalies", "wave.csv")];

    [Theory]
    [InlineData("life", "engines.txt", 1)]
    [InlineData("control", "log.csv", 1)]
    [InlineData("series", "two.csv", 1)]
    [InlineData("anomalies", "wave.csv", 0)]
    public async Task A_model_shows_words_on_each_step_and_its_gates(string task, string data, int index)
    {
        string model = $"{task}/model.safetensors", file = $"{task}/{data}";
        Assert.Equal("table", (string)(await Get($"reads?model={Uri.EscapeDataString(model)}"))["reads"]!);
        var look = await Post("recorded", new { model, file, index });
        int steps = (int)look["steps"]!;
        Assert.Equal(steps, look["words"]!.AsArray().Count);
        Assert.Equal(file, (string)look["file"]!);
        string id = (string)look["id"]!, value = (string)look["layers"]![0]!["values"]![0]!["name"]!;
        float[] unit = new float[steps];
        Buffer.BlockCopy(await Client.GetByteArrayAsync($"run/{id}/unit?layer=0&value={value}&unit=0&from=0&to={steps}"), 0, unit, 0, 4 * steps);
        Assert.All(unit, v => Assert.True(float.IsFinite(v)));
        Assert.NotEmpty((await Get($"run/{id}/numbers?layer=0&unit=0&at={steps - 1}"))["formulas"]!.AsArray());
    }

    [Fact]
    public async Task Without_data_it_says_what_it_needs()
    {
        using var answer =
            await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(Client, "recorded", new { model = "life/model.safetensors" });
        Assert.Contains("choose one", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!);
    }

    private static void Write(string folder)
    {
        foreach (var (task, data) in s_models)
        {
            Directory.CreateDirectory(Path.Combine(folder, task));
            foreach (string name in new[] { "model.safetensors", data })
                File.Copy(Path.Combine(Golden(), task, name), Path.Combine(folder, task, name));
        }
    }

    private static string Golden([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "Sluice.Cli.Tests", "Golden");
}
