using System.Text.Json;
using Sluice.Formats;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice train --profile</c>: where the time of the steps goes.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_part_of_a_step_has_its_row_and_the_weights_are_the_same()
    {
        string plain = _session.TrainBook("plain");
        var (code, output, error) = _session.Run("train", "--epochs", "1", "--hidden", "8", "--profile", "--out", _session["run"]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "Recurrent", "Embedding", "Linear", "softmax and loss", "clipping", "optimiser", "data and states", "rest" })
            Assert.Contains($"| {part} ", output);
        var (expected, got) = (Weights(plain), Weights(_session["run"]));
        foreach (var (a, b) in expected.Zip(got)) Assert.True(a.Bytes.Span.SequenceEqual(b.Bytes.Span), a.Name);
    }

    [Fact]
    public void Shares_are_of_the_whole_and_in_order()
    {
        string output = _session.Run(
            "train", "forecast", _session.WriteSales(), "--target", "sold", "--hidden", "4", "--epochs", "2", "--steps", "2", "--json", "--profile",
            "--out", _session["run"]).Output;
        var profile = JsonDocument.Parse(output.Split('\n').Single(l => l.Contains("\"profile\"", StringComparison.Ordinal))).RootElement;
        var shares = profile.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("share").GetDouble()).ToList();
        Assert.Equal(1, shares.Sum(), 1e-9);
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.True(profile.GetProperty("steps").GetInt32() > 1);
        double sum = profile.GetProperty("parts").EnumerateArray()
            .Sum(p => p.GetProperty("forward_milliseconds").GetDouble() + p.GetProperty("backward_milliseconds").GetDouble());
        Assert.Equal(profile.GetProperty("milliseconds_a_step").GetDouble(), sum, 1e-9);
    }

    private static IReadOnlyList<NamedTensor> Weights(string run) => SafeTensorsFile.Read(Path.Combine(run, "model.safetensors")).Tensors;
}
