using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Interop;
using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Tests.Golden;

/// <summary>A model of Keras with inputs, and what TensorFlow.js 4.22 makes of them (keras_networks.mjs beside this file).</summary>
internal sealed class KerasCase
{
    private readonly JsonElement _given;

    private KerasCase(JsonElement given) => _given = given;

    /// <summary>Every case by name.</summary>
    public static IReadOnlyDictionary<string, KerasCase> All { get; } = Read();

    /// <summary>The configuration as Keras writes it.</summary>
    public string Config => _given.GetProperty("config").GetRawText();

    /// <summary>The arrays.</summary>
    public IEnumerable<NamedTensor> Weights
        => _given.GetProperty("weights").EnumerateObject().Select(w => NamedTensor.Of<float>(w.Name, Shape(w.Value), Numbers(w.Value)));

    /// <summary>The model out of a file with these arrays, or others.</summary>
    public Network Network(string? config = null, IEnumerable<NamedTensor>? weights = null, string? version = null)
    {
        using var stream = new MemoryStream();
        var metadata = new Dictionary<string, string> { ["config"] = config ?? Config };
        if (version is not null) metadata["keras_version"] = version;
        new SafeTensorsFile(weights ?? Weights, metadata).Write(stream);
        using var file = WeightFile.Parse(stream.ToArray(), "x");
        return KerasNetwork.Of(file);
    }

    /// <summary>Runs it and compares what comes out.</summary>
    public void Check(Network? network = null)
    {
        network ??= Network();
        var inputs = network.Inputs.Zip(_given.GetProperty("inputs").EnumerateArray()).ToDictionary(p => p.First.Name, p => Input(p.First, p.Second));
        var outputs = network.Run(inputs);
        foreach (var (port, expected) in network.Outputs.Zip(_given.GetProperty("outputs").EnumerateArray()))
        {
            Assert.Equal(Shape(expected), outputs[port.Name].Shape.ToArray());
            foreach (var (value, right) in outputs[port.Name].ToFloats().Zip(Numbers(expected)))
                Assert.True(Differences.Of("Keras", right, value) < 1e-5, $"{value} in place of {right}");
        }
    }

    private static Dictionary<string, KerasCase> Read([CallerFilePath] string source = "")
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(source)!, "keras-networks.json")));
        return document.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(
            c => c.GetProperty("name").GetString()!, c => new KerasCase(c.Clone()));
    }

    private static Value Input(Port port, JsonElement given) => port.Type == Sluice.Networks.ElementType.Int64
        ? Value.From([.. Numbers(given).Select(v => (long)v)], Shape(given)) : Value.From(Numbers(given), Shape(given));

    private static int[] Shape(JsonElement given) => [.. given.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32())];

    private static float[] Numbers(JsonElement given) => [.. given.GetProperty("values").EnumerateArray().Select(v => v.GetSingle())];
}
