using System.Text.Json;
using Sluice.Formats.Foreign;

namespace Sluice.Interop;

/// <summary>Which value of which call of a layer.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Call">Which of its calls, from 0.</param>
/// <param name="Place">Which of the values that come out, from 0.</param>
internal readonly record struct KerasValue(string Layer, int Call, int Place);

/// <summary>One use of a layer.</summary>
/// <param name="Inputs">What it reads, one after the other.</param>
/// <param name="States">The states that it begins with, as far as they are named apart from the inputs.</param>
internal sealed record KerasCall(IReadOnlyList<KerasValue> Inputs, IReadOnlyList<KerasValue> States);

/// <summary>A layer of a model's configuration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Class">Its class.</param>
/// <param name="Place">What Keras 3 calls its weights: the class in snake case, counted.</param>
/// <param name="Config">Its settings.</param>
/// <param name="Entry">The whole entry, which a model within a model is read from.</param>
/// <param name="Calls">Its uses.</param>
internal sealed record KerasEntry(string Name, string Class, string Place, JsonElement Config, JsonElement Entry, IReadOnlyList<KerasCall> Calls);

/// <summary>A model's configuration: its layers, and which values are its inputs and outputs.</summary>
/// <param name="Layers">The layers, in the order of the file.</param>
/// <param name="Inputs">What is given, in order.</param>
/// <param name="Outputs">What comes out, in order.</param>
internal sealed record KerasModel(IReadOnlyList<KerasEntry> Layers, IReadOnlyList<KerasValue> Inputs, IReadOnlyList<KerasValue> Outputs)
{
    private const string Given = "InputLayer";

    /// <summary>Whether an entry is a model: layers within.</summary>
    public static bool IsModel(string type) => type is "Sequential" or "Functional" or "Model";

    /// <summary>Reads a configuration.</summary>
    /// <param name="model">{"class_name": "Sequential" or "Functional", "config": ...}.</param>
    /// <exception cref="SluiceException">It is another class, or is not understood.</exception>
    public static KerasModel Of(JsonElement model)
    {
        string type = Text(model, "class_name") ?? throw new SluiceException("expected the configuration of a model with its class, got none.");
        if (!IsModel(type))
            throw new SluiceException($"expected a Sequential or Functional model, got one of class '{type}', whose layers are called by Python code that no file has.");
        if (!KerasConfig.Layers(model, out var layers)) throw new SluiceException($"the configuration of the {type} model has no list of layers.");
        List<KerasEntry> entries = [];
        var used = new Dictionary<string, int>();
        foreach (var layer in layers.EnumerateArray())
        {
            string own = Text(layer, "class_name") ?? throw new SluiceException("a layer of the configuration has no class.");
            if (!layer.TryGetProperty("config", out var config)) throw new SluiceException($"a layer of class '{own}' has no settings.");
            string name = Text(config, "name") ?? Text(layer, "name") ?? own, place = KerasConfig.SnakeCase(own);
            used[place] = used.TryGetValue(place, out int count) ? count + 1 : 0;
            if (used[place] > 0) place = $"{place}_{used[place]}";
            entries.Add(new KerasEntry(name, own, place, config, layer, type == "Sequential" ? [] : Calls(layer, name)));
        }

        if (entries.GroupBy(e => e.Name).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new SluiceException($"two layers of the configuration are named '{same.Key}'.");
        return type == "Sequential" ? Chain(entries) : new KerasModel(entries, Ends(model, "input_layers"), Ends(model, "output_layers")).Counted();
    }

    /// <summary>Each layer reads the one before; the first is given what its shape says, where no layer of its own does.</summary>
    private static KerasModel Chain(List<KerasEntry> entries)
    {
        if (entries.Count == 0) throw new SluiceException("a Sequential model has no layers.");
        if (entries[0].Class != Given)
            entries.Insert(0, new KerasEntry(entries[0].Name + "_input", Given, "input_layer", entries[0].Config, entries[0].Entry, []));
        for (int i = 1; i < entries.Count; i++)
            entries[i] = entries[i] with { Calls = [new KerasCall([new KerasValue(entries[i - 1].Name, 0, 0)], [])] };
        entries[0] = entries[0] with { Calls = [new KerasCall([], [])] };
        return new KerasModel(entries, [new KerasValue(entries[0].Name, 0, 0)], [new KerasValue(entries[^1].Name, 0, 0)]);
    }

    /// <summary>
    /// Uses of models within a model are counted from 1 by Keras 2, where the model's own making is use 0: here they all are from 0.
    /// </summary>
    private KerasModel Counted()
    {
        var read = Layers.SelectMany(o => o.Calls).SelectMany(c => c.Inputs.Concat(c.States)).Concat(Outputs).ToHashSet();
        var late = Layers.Where(l => IsModel(l.Class) && read.Any(v => v.Layer == l.Name && v.Call == l.Calls.Count)).Select(l => l.Name).ToHashSet();
        if (late.Count == 0) return this;
        KerasValue[] From(IEnumerable<KerasValue> values) => [.. values.Select(v => late.Contains(v.Layer) ? v with { Call = v.Call - 1 } : v)];
        return new KerasModel(
            [.. Layers.Select(l => l with { Calls = [.. l.Calls.Select(c => new KerasCall(From(c.Inputs), From(c.States)))] })],
            Inputs, From(Outputs));
    }

    /// <summary>["name", 0, 0], or a list or an object of them.</summary>
    private static List<KerasValue> Ends(JsonElement model, string key)
    {
        List<KerasValue> values = [];
        if (model.GetProperty("config").TryGetProperty(key, out var ends)) Collect(ends, values, 0);
        return values.Count > 0 ? values : throw new SluiceException($"the configuration names no {key.Replace('_', ' ')}.");
    }

    private static List<KerasCall> Calls(JsonElement layer, string name)
    {
        if (!layer.TryGetProperty("inbound_nodes", out var nodes) || nodes.ValueKind != JsonValueKind.Array)
            throw new SluiceException($"layer '{name}' does not say what it reads (inbound_nodes).");
        List<KerasCall> calls = [];
        foreach (var node in nodes.EnumerateArray())
        {
            List<KerasValue> inputs = [], states = [];
            if (node.ValueKind == JsonValueKind.Object)
            {
                if (node.TryGetProperty("args", out var args)) Collect(args, inputs, 0);
                if (node.TryGetProperty("kwargs", out var options)) Named(options, inputs, states);
            }
            else
            {
                Collect(node, inputs, 0);
                foreach (var part in node.EnumerateArray())
                    if (part.ValueKind == JsonValueKind.Array && part.GetArrayLength() == 4 && part[3].ValueKind == JsonValueKind.Object)
                        Named(part[3], inputs, states);
            }

            calls.Add(new KerasCall(inputs, states));
        }

        return calls.Count > 0 ? calls : [new KerasCall([], [])];
    }

    private static void Named(JsonElement options, List<KerasValue> inputs, List<KerasValue> states)
    {
        foreach (var option in options.EnumerateObject())
        {
            List<KerasValue> values = [];
            Collect(option.Value, values, 0);
            (option.Name == "initial_state" ? states : inputs).AddRange(option.Name == "mask" ? [] : values);
        }
    }

    /// <summary>["name", 0, 0] and ["name", 0, 0, {}] of Keras 2, {"class_name": "__keras_tensor__"} of Keras 3.</summary>
    private static void Collect(JsonElement element, List<KerasValue> values, int depth)
    {
        if (depth > 16) throw new SluiceException("what a layer reads is nested without end.");
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (Text(element, "class_name") == "__keras_tensor__" && element.TryGetProperty("config", out var config)
                && config.TryGetProperty("keras_history", out var history))
                Collect(history, values, depth + 1);
            else if (depth == 0)
                foreach (var part in element.EnumerateObject()) Collect(part.Value, values, depth + 1);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            if (element.GetArrayLength() >= 3 && element[0].ValueKind == JsonValueKind.String && element[1].ValueKind == JsonValueKind.Number)
                values.Add(new KerasValue(element[0].GetString()!, element[1].GetInt32(), element[2].GetInt32()));
            else
                foreach (var part in element.EnumerateArray()) Collect(part, values, depth + 1);
        }
    }

    internal static string? Text(JsonElement element, string key) => KerasConfig.Text(element, key);
}
