using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Formats.Foreign;

/// <summary>What the configuration of a Keras model says of a recurrent layer.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Activation">Of the new values.</param>
/// <param name="Gates">Of the gates; null for a plain layer.</param>
/// <param name="ResetAfter">Of a GRU: whether the reset comes after the product.</param>
/// <param name="Backwards">Whether it reads from the end and gives its outputs in that order.</param>
/// <param name="Merge">How both directions become one output; null for one direction.</param>
internal sealed record KerasLayer(string Name, string Activation, string? Gates, bool? ResetAfter, bool Backwards, string? Merge)
{
    /// <summary>Why it cannot be run, or null.</summary>
    public string? Refusal(int gates)
    {
        if (gates == 1 ? Activation is not ("tanh" or "relu" or "linear") : Activation != "tanh" || Gates is not (null or "sigmoid"))
            return $"its activations are {Activation}{(Gates is null ? "" : $" and {Gates}")}; expected {(gates == 1 ? "tanh, relu or linear" : "tanh and sigmoid")}";
        if (Backwards) return "it goes backwards and gives its outputs from the end to the start (go_backwards)";
        return Merge is null or "concat" ? null : $"its directions are merged by '{Merge}'; expected concat";
    }
}

/// <summary>
/// The recurrent layers of a Keras model's configuration: by name, as .h5 files call them, and by class and place, as Keras 3 does
/// (the second LSTM is <c>lstm_1</c>).
/// </summary>
internal sealed partial class KerasConfig
{
    private const int Deepest = 32;

    private readonly Dictionary<string, KerasLayer> _byName = new(StringComparer.Ordinal), _byPlace = new(StringComparer.Ordinal);

    /// <summary>The metadata key of the configuration, a JSON text.</summary>
    public const string Key = "config";

    /// <summary>Reads the configuration, where there is one. What is not understood in it is passed over: the weights tell most.</summary>
    public static KerasConfig Of(IReadOnlyDictionary<string, string> metadata)
    {
        var config = new KerasConfig();

        // RTNeural says the activation of a layer beside it; its gates are sigmoid always.
        foreach (var (key, activation) in metadata.Where(m => m.Key.EndsWith(".activation", StringComparison.Ordinal)))
            config._byName[key[..^".activation".Length]] = new KerasLayer(key[..^".activation".Length], activation, null, null, false, null);
        if (!metadata.TryGetValue(Key, out string? json)) return config;
        try
        {
            using var document = JsonDocument.Parse(json);
            config.Add(document.RootElement, "", "", 0);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
        }

        return config;
    }

    /// <summary>A layer by the name that its weights have.</summary>
    public KerasLayer? Find(string name) => _byPlace.GetValueOrDefault(name) ?? _byName.GetValueOrDefault(name);

    private void Add(JsonElement model, string names, string places, int depth)
    {
        if (depth > Deepest || !Layers(model, out var layers)) return;
        var used = new Dictionary<string, int>();
        foreach (var layer in layers.EnumerateArray())
        {
            if (Text(layer, "class_name") is not { } type || !layer.TryGetProperty("config", out var config)) continue;
            string name = Text(config, "name") ?? "", place = SnakeCase(type);
            used[place] = used.TryGetValue(place, out int count) ? count + 1 : 0;
            if (used[place] > 0) place = $"{place}_{used[place]}";
            if (Recurrent(name, type, config) is { } found)
            {
                _byName.TryAdd(names + name, found);
                _byPlace.TryAdd(places + place, found);
            }
            else Add(layer, $"{names}{name}/", $"{places}{place}/", depth + 1);
        }
    }

    // A Sequential model of early versions has its layers where others have their configuration.
    internal static bool Layers(JsonElement model, out JsonElement layers)
    {
        layers = default;
        return model.ValueKind == JsonValueKind.Object && model.TryGetProperty("config", out var config)
            && ((config.ValueKind == JsonValueKind.Object && config.TryGetProperty("layers", out layers) ? layers : layers = config).ValueKind == JsonValueKind.Array);
    }

    private static KerasLayer? Recurrent(string name, string type, JsonElement config)
    {
        if (type == "Bidirectional" && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("layer", out var inner)
            && Text(inner, "class_name") is { } innerType && inner.TryGetProperty("config", out var innerConfig)
            && Recurrent(name, innerType, innerConfig) is { } half)
            return half with { Merge = Text(config, "merge_mode") ?? "none", Backwards = false };
        if (type is not ("LSTM" or "GRU" or "SimpleRNN" or "CuDNNLSTM" or "CuDNNGRU")) return null;
        bool? Flag(string key) => config.TryGetProperty(key, out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? flag.ValueKind == JsonValueKind.True : null;
        return new KerasLayer(
            name, Text(config, "activation") ?? "tanh", type == "SimpleRNN" ? null : Text(config, "recurrent_activation") ?? "sigmoid",
            Flag("reset_after"), Flag("go_backwards") == true, null);
    }

    internal static string? Text(JsonElement element, string key)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>SimpleRNN becomes simple_rnn, LSTM lstm.</summary>
    internal static string SnakeCase(string type) => Hump().Replace(Word().Replace(type, "$1_$2"), "$1_$2").ToLowerInvariant();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex Word();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex Hump();
}
