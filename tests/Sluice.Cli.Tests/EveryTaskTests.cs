using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Sluice.Cli.Tests;

/// <summary><c>init</c>, <c>check</c> and <c>inspect</c> on every task.</summary>
public sealed class EveryTaskTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("text", "--text", "the cat sat")]
    [InlineData("forecast", "--data", "@sales.csv")]
    [InlineData("forecast-kind", "--data", "@sales.csv")]
    [InlineData("series", "--data", "@two.csv")]
    [InlineData("series-decoder", "--data", "@two.csv")]
    [InlineData("series-likelihood", "--data", "@two.csv", "--index", "2")]
    [InlineData("tag", "--text", "bring me coffee")]
    [InlineData("tag", "--data", "@s.txt", "--index", "2")]
    [InlineData("classify", "--text", "Rossi")]
    [InlineData("classify-rows", "--data", "@rows.csv")]
    [InlineData("life", "--data", "@engines.txt")]
    [InlineData("anomalies", "--data", "@wave.csv")]
    [InlineData("control", "--data", "@log.csv")]
    [InlineData("control-number", "--data", "@log.csv")]
    [InlineData("translate", "--text", "Jane sees Doug")]
    [InlineData("transcribe", "--data", "@sounds")]
    [InlineData("compose", "--data", "@music.json")]
    [InlineData("generate", "--data", "@sales.csv")]
    [InlineData("describe", "--index", "3")]
    public void The_layers_of_a_model_of_every_task_are_shown_step_by_step(string model, params string[] more)
    {
        string folder = Path.Combine(Golden(), model);
        string[] asked =
            ["inspect", Path.Combine(folder, "model.safetensors"), .. more.Select(m => m.StartsWith('@') ? Path.Combine(folder, m[1..]) : m)];
        var (code, output, error) = _session.Run([.. asked, "--json", "--rows", "7"]);
        Assert.True(code == 0, error);
        var json = JsonNode.Parse(output)!;
        int steps = json["steps"]!.AsArray().Count;
        Assert.True(steps > 0);
        Assert.All(json["steps"]!.AsArray(), s => Assert.Equal(json["names"]!.AsArray().Count, s!.AsArray().Count));
        Assert.All(json["layers"]!.AsArray(), l => Assert.All(l!["values"]!.AsObject(), v => Assert.Equal(steps, v.Value!.AsArray().Count)));
        (code, output, error) = _session.Run(asked);
        Assert.True(code == 0, error);
        Assert.Contains((string)json["names"]![0]!, output);
    }

    [Theory]
    [InlineData("text", "text/text.txt")]
    [InlineData("forecast", "forecast/sales.csv")]
    [InlineData("series", "series/two.csv")]
    [InlineData("tag", "tag/orders.conll")]
    [InlineData("tag", "tag-rows/log.csv")]
    [InlineData("classify", "classify/names.csv")]
    [InlineData("classify", "classify-rows/rows.csv")]
    [InlineData("life", "life/engines.txt")]
    [InlineData("anomalies", "anomalies/wave.csv")]
    [InlineData("control", "control/log.csv")]
    [InlineData("translate", "translate/pairs.tsv")]
    [InlineData("transcribe", "transcribe/sounds")]
    [InlineData("compose", "compose/music.json")]
    [InlineData("generate", "compose/music.json")]
    [InlineData("generate", "forecast/sales.csv")]
    public void A_configuration_is_proposed_for_every_task_and_its_data_is_checked(string task, string data)
    {
        string config = _session["sluice.json"];
        var (code, output, error) = _session.Run("init", task, Path.Combine(Golden(), data), "--out", config, "--set", "model.hidden=7");
        Assert.True(code == 0, error);
        Assert.Contains($"sluice train {task} --config", output);
        Assert.Contains($"\"task\": \"{task}\"", File.ReadAllText(config));
        Assert.Contains("\"hidden\": 7", File.ReadAllText(config));
        (code, output, error) = _session.Run("check", config);
        Assert.True(code == 0, error);
        Assert.NotEmpty(output);
    }

    [Fact]
    public void Data_that_is_missing_is_asked_for()
    {
        string model = Path.Combine(Golden(), "life", "model.safetensors");
        Assert.Contains("expected --data TABLE or --query TEXT for a model of remaining life", _session.Run("inspect", model).Error);
        Assert.Contains("--index: expected 1 or more", _session.Run("inspect", model, "--index", "0").Error);
        Assert.Contains("init life: expected a file, or --query TEXT.", _session.Run("init", "life").Error);
    }

    private static string Golden([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
