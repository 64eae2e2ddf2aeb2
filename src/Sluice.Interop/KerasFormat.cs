using System.Text;
using System.Text.Json;
using Sluice.Formats;
using Sluice.Formats.Foreign;

namespace Sluice.Interop;

/// <summary>
/// Files of Keras: HDF5 with weights by layer and name, and the configuration as an attribute (.h5); or a ZIP archive with the configuration
/// as JSON and the weights as HDF5 (.keras, Keras 3).
/// </summary>
internal sealed class KerasFormat : IWeightFormat
{
    private const string Weights = "model.weights.h5";
    private const long LongestConfig = 64L << 20;

    public string Name => "a Keras file";

    public bool Is(ByteSource source) => IsHdf(source) || source.Zip?.Find(Weights) is not null;

    public WeightContent Read(ByteSource source)
    {
        if (IsHdf(source)) return HdfWeights.Read(source);
        var zip = source.Zip!;
        var content = HdfWeights.Read(new ByteSource(zip.Read(zip.Find(Weights)!.Value), $"{source.File}/{Weights}"));
        var metadata = new Dictionary<string, string>(content.Metadata);
        if (zip.Find("config.json") is { Size: < LongestConfig } config) metadata[KerasConfig.Key] = Encoding.UTF8.GetString(zip.Read(config).Span);
        if (zip.Find("metadata.json") is { Size: < 65_536 } facts && Version(zip.Read(facts)) is { } version) metadata["keras_version"] = version;
        return content with { Metadata = metadata };
    }

    private static string? Version(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("keras_version", out var version)
                ? version.ToString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: a text that is no valid UTF-8
        {
            return null;
        }
    }

    private static bool IsHdf(ByteSource source) => source.First.Span is [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10, ..];
}
