using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Onnx;

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
        Assert.Equal(task == "series", (bool)look["forecasts"]!);
        using var why = await Client.GetAsync($"run/{id}/why?at=0");
        Assert.Equal(task == "series", why.IsSuccessStatusCode);
        if (task == "series") Assert.NotEmpty(JsonNode.Parse(await why.Content.ReadAsStringAsync())!["lags"]!.AsArray());
    }

    [Fact]
    public async Task A_net_that_others_trained_shows_its_ports_its_likely_states_and_its_gates()
    {
        const string Net = "others/lstm.onnx";
        var listed = (await Get("models")).AsArray().Single(m => (string)m!["name"]! == Net)!;
        Assert.Equal(("network", "network"), ((string)listed["kind"]!, (string)listed["task"]!));
        var net = await Get($"network?model={Uri.EscapeDataString(Net)}");
        Assert.Equal(["h=h_next", "c=c_next"], net["states"]!.AsArray().Select(s => (string)s!));
        Assert.Contains("others/x.csv", (await Get("files?kind=network")).AsArray().Select(f => (string)f!));
        var look = await Post("recorded", new { model = Net, file = "others/x.csv", carry = new[] { "h=h_next", "c=c_next" } });
        Assert.Equal(["step", "x 1", "x 2"], look["names"]!.AsArray().Select(n => (string)n!));
        Assert.Equal(("lstm", 3), ((string)look["layers"]![0]!["cell"]!, (int)look["steps"]!));
        string id = (string)look["id"]!;
        Assert.NotEmpty((await Get($"run/{id}/numbers?layer=0&unit=0&at=2"))["formulas"]!.AsArray());
        using var other = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(Client, "recorded", new { model = Net, file = "others/x.csv" });
        Assert.Contains("3 open inputs", (string)JsonNode.Parse(await other.Content.ReadAsStringAsync())!["error"]!);
        using var text = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(Client, "text", new { model = Net, text = "a" });
        Assert.Contains("another task", (string)JsonNode.Parse(await text.Content.ReadAsStringAsync())!["error"]!);
    }

    [Theory]
    [InlineData("translate")]
    [InlineData("compose")]
    [InlineData("life")]
    public async Task A_model_is_drawn_as_the_layers_that_ran(string task)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "drawn", task));
        File.Copy(Path.Combine(Golden(), task, "model.safetensors"), Path.Combine(Folder, "drawn", task, "model.safetensors"));
        var drawn = await Get($"layers?model=drawn/{task}/model.safetensors");
        var layers = drawn["layers"]!.AsArray();
        Assert.Equal((long)drawn["parameters"]!, layers.Sum(l => (long)l!["parameters"]!));
        Assert.Contains(layers, l => ((string)l!["operation"]!).StartsWith("Recurrent", StringComparison.Ordinal));
        // All that is not a beginning is led to, from the left.
        Assert.All(drawn["wires"]!.AsArray(), w => Assert.True((double)layers[(int)w!["from"]!]!["x"]! < (double)layers[(int)w["to"]!]!["x"]!));
        Assert.InRange(drawn["wires"]!.AsArray().Count, layers.Count(l => (string)l!["operation"]! != "Parameter") / 2, 10 * layers.Count);
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
        WriteNet(Path.Combine(folder, "others"));
        foreach (var (task, data) in s_models)
        {
            Directory.CreateDirectory(Path.Combine(folder, task));
            foreach (string name in new[] { "model.safetensors", data })
                File.Copy(Path.Combine(Golden(), task, name), Path.Combine(folder, task, name));
        }
    }

    private static void WriteNet(string folder)
    {
        Directory.CreateDirectory(folder);
        const int Units = 6;
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "1", "2");
        string[] before = [net.Input("h", ElementType.Float, "1", $"{Units}"), net.Input("c", ElementType.Float, "1", $"{Units}")];
        var (y, final) = net.Stack(new RecurrentStack("rnn", new StackOptions("lstm", 2, Units), 1), x, "", [before]);
        net.Output("y", y, ElementType.Float, "time", "1", $"{Units}");
        foreach (var (state, name) in final[0].Zip(["h_next", "c_next"])) net.Output(name, state, ElementType.Float, "1", $"{Units}");
        OnnxFile.Write(net.ToGraph(), Path.Combine(folder, "lstm.onnx"));
        File.WriteAllText(Path.Combine(folder, "x.csv"), "a,b\n1,2\n0.5,-1\n0,1\n");
    }

    private static string Golden([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "Sluice.Cli.Tests", "Golden");
}
