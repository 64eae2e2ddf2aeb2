using System.Globalization;
using System.Text.Json;
using Sluice.Networks;

namespace Sluice.Interop;

/// <summary>One layer as it is put into the graph: its settings, its arrays, and what it makes of what it reads.</summary>
internal sealed class KerasScope(KerasNetwork network, KerasEntry entry, KerasPath path, int depth)
{
    public KerasNetwork Network => network;

    public NetworkBuilder Net => network.Net;

    public KerasEntry Entry => entry;

    public KerasPath Path => path;

    /// <summary>The same layer seen as another one inside it.</summary>
    public KerasScope Inner(JsonElement layer, string within)
    {
        string type = KerasModel.Text(layer, "class_name") ?? throw Bad("what it wraps has no class");
        if (!layer.TryGetProperty("config", out var config)) throw Bad("what it wraps has no settings");
        var inner = new KerasEntry(entry.Name, type, entry.Place, config, layer, entry.Calls);
        return new KerasScope(network, inner, path with { Within = within }, depth + 1);
    }

    /// <summary>The same layer, whose arrays Keras 3 keeps in its cell.</summary>
    public KerasScope Cell() => new(network, entry, path with { Within = "cell" }, depth);

    /// <summary>What the layer makes of its inputs.</summary>
    public IReadOnlyList<KerasFlow> Run(KerasFlow[] inputs, KerasFlow[] states)
    {
        try
        {
            if (KerasModel.IsModel(entry.Class)) return network.Run(KerasModel.Of(entry.Entry), path, inputs, depth + 1);
            return KerasForms.Find(entry.Class) is { } form ? form(this, inputs, states)
                : throw new SluiceException($"layers of class '{entry.Class}' are not read{(HasCode ? ": they carry code, which is not executed" : "")}.");
        }
        catch (SluiceException e) when (!e.Message.StartsWith("layer '", StringComparison.Ordinal))
        {
            throw new SluiceException($"layer '{path.Name}' ({entry.Class}): {e.Message}", e);
        }
    }

    private bool HasCode => entry.Class is "Lambda" or "TFOpLambda" or "SlicingOpLambda";

    public SluiceException Bad(string what) => new($"layer '{path.Name}' ({entry.Class}): {what}.");

    public string? Text(string key) => KerasModel.Text(entry.Config, key);

    public bool Flag(string key, bool usual)
        => Find(key) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.ValueKind == JsonValueKind.True : usual;

    public double Number(string key, double usual) => Find(key) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : usual;

    public int Integer(string key, int usual) => Find(key) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : usual;

    /// <summary>A list of whole numbers; a single one stands for all.</summary>
    public int[] Integers(string key, int count, int usual)
    {
        int[] all = Find(key) switch
        {
            { ValueKind: JsonValueKind.Number } one => [.. Enumerable.Repeat(one.GetInt32(), count)],
            { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(v => v.GetInt32())],
            _ => [.. Enumerable.Repeat(usual, count)],
        };
        return all.Length == count ? all : throw Bad($"expected {count} numbers for '{key}', got {all.Length}");
    }

    public JsonElement? Find(string key)
        => entry.Config.ValueKind == JsonValueKind.Object && entry.Config.TryGetProperty(key, out var value)
            && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The name of a function: a text, or the class of an object.</summary>
    public (string Name, JsonElement Config)? Function(string key)
        => Find(key) is not { } value ? null
            : value.ValueKind == JsonValueKind.String ? (value.GetString()!, default)
            : KerasModel.Text(value, "class_name") is { } type && value.TryGetProperty("config", out var config)
                ? (type == "function" && config.ValueKind == JsonValueKind.String ? config.GetString()! : type, config)
                : throw Bad($"'{key}' is not understood");

    /// <summary>The dimensions of its input, the batch first; null where it does not say.</summary>
    public string[]? Shape()
    {
        var shape = Find("batch_input_shape") ?? Find("batch_shape");
        if (shape is null && entry.Entry.TryGetProperty("build_config", out var built) && built.ValueKind == JsonValueKind.Object
            && built.TryGetProperty("input_shape", out var known) && known.ValueKind == JsonValueKind.Array) shape = known;
        if (shape is null && Find("input_shape") is { } without) return ["batch", .. Sizes(without).Select((s, i) => Dimension(s, i + 1))];
        return shape is { ValueKind: JsonValueKind.Array } all ? [.. Sizes(all).Select(Dimension)] : null;
    }

    private static IEnumerable<string?> Sizes(JsonElement shape)
        => shape.EnumerateArray().Select(s => s.ValueKind == JsonValueKind.Number ? s.GetInt32().ToString(CultureInfo.InvariantCulture) : null);

    private static string Dimension(string? size, int place) => place == 0 ? "batch" : size ?? (place == 1 ? "time" : "");

    /// <summary>An array of the layer as it stands in the file.</summary>
    public string Weight(string array, int number, params int[] shape)
        => network.Constant(path, array, () =>
        {
            var (numbers, own) = Take(array, number, shape);
            return Value.From(numbers, own);
        });

    /// <summary>An array of the layer, turned into another.</summary>
    public string Weight(string name, Func<Value> make) => network.Constant(path, name, make);

    public (float[] Numbers, int[] Shape) Take(string array, int number, params int[] shape) => network.Weights.Take(path, array, number, shape);

    public KerasFlow One(KerasFlow[] inputs) => inputs.Length == 1 ? inputs[0] : throw Bad($"expected one input, got {inputs.Length}");
}
