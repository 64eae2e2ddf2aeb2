using System.Text.Json;
using Sluice.Formats.Foreign;
using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Interop;

/// <summary>A value on its way through a Keras model.</summary>
/// <param name="Value">Its name in the graph.</param>
/// <param name="Rank">How many dimensions it has, the batch among them.</param>
/// <param name="Mask">Which steps count, truth values [batch, time]; null for all.</param>
internal sealed record KerasFlow(string Value, int Rank, string? Mask = null);

/// <summary>
/// Puts a network together from a Keras model's configuration and weights: Sequential and Functional models of Keras 2 and 3, models within models,
/// layers that are used several times, masks, states that are handed on. Nothing of the file is executed: layers that carry code are refused by name.
/// </summary>
internal sealed class KerasNetwork
{
    private const int MostLayers = 2000, Deepest = 16;

    private readonly Dictionary<(string Layer, string Array), string> _constants = [];
    private int _layers;

    private KerasNetwork(KerasWeights weights, bool third) => (Weights, IsThird) = (weights, third);

    /// <summary>The graph.</summary>
    public NetworkBuilder Net { get; } = new();

    /// <summary>The arrays.</summary>
    public KerasWeights Weights { get; }

    /// <summary>Whether Keras 3 or later wrote it, whose hard_sigmoid is another.</summary>
    public bool IsThird { get; }

    /// <summary>Whether a file has the configuration that says how its layers hang together.</summary>
    public static bool Has(WeightFile file) => file.Metadata.ContainsKey(KerasConfig.Key);

    /// <summary>The network of a file.</summary>
    /// <exception cref="SluiceException">It has no configuration, or a layer or setting that is not read; the layer is named.</exception>
    public static Network Of(WeightFile file)
    {
        if (!file.Metadata.TryGetValue(KerasConfig.Key, out string? json))
            throw new SluiceException("the file has weights alone, and not the configuration that says how its layers hang together: save the whole model, as .keras or .h5.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new SluiceException("the model's configuration is no JSON.", e);
        }

        using (document)
        {
            file.Metadata.TryGetValue("keras_version", out string? version);
            bool third = version is not null && !version.StartsWith('1') && !version.StartsWith('2');
            var network = new KerasNetwork(new KerasWeights(file.Tensors), third);
            try
            {
                network.Run(KerasModel.Of(document.RootElement), new KerasPath([], []), null, 0);
                return new Network(network.Net.ToGraph()) { Metadata = new Dictionary<string, string> { ["keras_version"] = version ?? "not said" } };
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
            {
                throw new SluiceException($"the model's configuration is not understood: {e.Message}", e);
            }
        }
    }

    /// <summary>A fixed array of a layer, made once however often the layer is used.</summary>
    public string Constant(KerasPath path, string array, Func<Value> make)
        => _constants.TryGetValue((path.Name + path.Within, array), out string? name) ? name
            : _constants[(path.Name + path.Within, array)]
                = Net.Constant(make(), $"{path.Name}{(path.Within == "" ? "" : "/" + path.Within)}/{array}");

    /// <summary>Runs a model over what is given; the outermost has inputs and outputs of the network.</summary>
    public IReadOnlyList<KerasFlow> Run(KerasModel model, KerasPath path, IReadOnlyList<KerasFlow>? given, int depth)
    {
        if (depth > Deepest || (_layers += model.Layers.Count) > MostLayers)
            throw new SluiceException($"the model has more than {MostLayers} layers, or models within models without end.");
        var entries = model.Layers.ToDictionary(l => l.Name);
        var done = new Dictionary<(string, int), IReadOnlyList<KerasFlow>?>();
        if (given is null)
            foreach (var input in model.Inputs) Layer(input.Layer, 0); // in their order
        List<KerasFlow> outputs = [.. model.Outputs.Select(Value)];
        if (given is null)
            foreach (var (value, flow) in model.Outputs.Zip(outputs))
                Net.Output(Unique(value), flow.Value, ElementType.Float, [.. Enumerable.Range(0, flow.Rank).Select(d => d == 0 ? "batch" : "")]);
        return outputs;

        // Several outputs of one layer are told apart by their places.
        string Unique(KerasValue value) => model.Outputs.Count(o => o.Layer == value.Layer) == 1 && !model.Inputs.Any(i => i.Layer == value.Layer)
            ? value.Layer : $"{value.Layer}_{value.Call}_{value.Place}";

        KerasFlow Value(KerasValue value)
        {
            var all = Layer(value.Layer, value.Call);
            return value.Place >= 0 && value.Place < all.Count ? all[value.Place]
                : throw new SluiceException($"value {value.Place} of layer '{value.Layer}' is read, and it gives {all.Count}.");
        }

        IReadOnlyList<KerasFlow> Layer(string name, int call)
        {
            if (!entries.TryGetValue(name, out var entry)) throw new SluiceException($"layer '{name}' is read, and there is none.");
            if (done.TryGetValue((name, call), out var known))
                return known ?? throw new SluiceException($"layer '{name}' reads what it gives itself.");
            done[(name, call)] = null;
            if (call < 0 || call >= entry.Calls.Count)
                throw new SluiceException($"use {call} of layer '{name}' is read, and it has {entry.Calls.Count}.");
            IReadOnlyList<KerasFlow> made;
            int input = model.Inputs.Select((v, i) => (v, i)).FirstOrDefault(v => v.v.Layer == name, (default, -1)).Item2;
            if (input >= 0)
            {
                made = [given is null ? Input(entry, model) : input < given.Count ? given[input]
                    : throw new SluiceException($"the model '{path.Name}' is given {given.Count} values and expects {model.Inputs.Count}.")];
            }
            else
            {
                KerasFlow[] inputs = [.. entry.Calls[call].Inputs.Select(Value)], states = [.. entry.Calls[call].States.Select(Value)];
                if (inputs.Length == 0) throw new SluiceException($"layer '{name}' of class '{entry.Class}' reads nothing.");
                made = new KerasScope(this, entry, path.Of(entry), depth).Run(inputs, states);
            }

            done[(name, call)] = made;
            return made;
        }
    }

    /// <summary>An input of the network: whole numbers where the model says so, or where all that read it look rows up.</summary>
    private KerasFlow Input(KerasEntry entry, KerasModel model)
    {
        var scope = new KerasScope(this, entry, new KerasPath([entry.Name], [entry.Place]), 0);
        KerasEntry[] readers = [.. model.Layers.Where(l => l.Calls.Any(c => c.Inputs.Any(i => i.Layer == entry.Name)))];
        string[] shape = scope.Shape() ?? readers.FirstOrDefault()?.Class switch
        {
            "Embedding" => ["batch", "time"],
            "LSTM" or "GRU" or "SimpleRNN" or "CuDNNLSTM" or "CuDNNGRU" or "Bidirectional" => ["batch", "time", ""],
            _ => throw new SluiceException($"layer '{entry.Name}' does not say its input's shape; build the model before it is saved."),
        };
        bool whole = scope.Text("dtype")?.Contains("int", StringComparison.Ordinal) == true
            || readers.Length > 0 && readers.All(r => r.Class == "Embedding");
        return new KerasFlow(Net.Input(entry.Name, whole ? ElementType.Int64 : ElementType.Float, shape), shape.Length);
    }
}
