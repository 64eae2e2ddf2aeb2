using System.Globalization;
using Sluice.Layers;

namespace Sluice.Networks;

/// <summary>An operation of a <see cref="Models.Network"/>: an operator of ONNX with its attributes, or recurrent layers.</summary>
/// <param name="Operator">The operator's name, as ONNX has it, such as "MatMul".</param>
/// <param name="Inputs">The names of the values read; "" where an optional one is left out.</param>
/// <param name="Outputs">The names of the values written; "" where nobody wants one.</param>
public sealed record Node(string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>Its own name; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>"" for the operators of ONNX itself.</summary>
    public string Domain { get; init; } = "";

    /// <summary>
    /// What else decides the result, by name: a <see cref="long"/>, <see cref="float"/>, <see cref="string"/>, an array of these, a
    /// <see cref="Value"/> or a <see cref="Models.Network"/>.
    /// </summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = new Dictionary<string, object>();

    /// <summary>
    /// The layers that an LSTM, GRU or RNN is, one a direction, once its weights are known; the inputs for weights are then empty.
    /// </summary>
    public IReadOnlyList<Recurrent> Layers { get; init; } = [];

    /// <summary>What it was found in, such as "14 plain operations of each step"; "" where it was there as it is.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The version of the operators that its attributes follow.</summary>
    internal int Opset { get; init; } = NetworkGraph.NewestOpset;

    /// <summary>The name of a value read; "" where it is left out, or a file has fewer.</summary>
    internal string In(int place) => place < Inputs.Count ? Inputs[place] : "";

    /// <summary>The name of a value written; "" where nobody wants it, or a file has fewer.</summary>
    internal string Out(int place) => place < Outputs.Count ? Outputs[place] : "";

    internal long Integer(string name, long otherwise) => Get(name, otherwise);

    internal float Number(string name, float otherwise) => Get(name, otherwise);

    internal string Text(string name, string otherwise) => Get(name, otherwise);

    internal long[]? Integers(string name) => Get<long[]?>(name, null);

    internal float[]? Numbers(string name) => Get<float[]?>(name, null);

    internal string[]? Texts(string name) => Get<string[]?>(name, null);

    internal NetworkGraph Graph(string name) => Get<NetworkGraph?>(name, null) ?? throw new SluiceException($"expected an attribute '{name}', got none");

    /// <summary>The graphs among the attributes: the branches of an If, the body of a Loop or a Scan.</summary>
    internal IEnumerable<NetworkGraph> Graphs => Attributes.Values.OfType<NetworkGraph>();

    /// <summary>The name by which messages speak of it.</summary>
    internal string Described => Name.Length > 0 ? $"{Operator} '{Name}'" : $"{Operator} → '{Outputs.FirstOrDefault(o => o.Length > 0) ?? ""}'";

    /// <summary>The same node with other branches and bodies.</summary>
    internal Node WithGraphs(Func<NetworkGraph, NetworkGraph> change) => !Graphs.Any() ? this : this with
    {
        Attributes = Attributes.ToDictionary(a => a.Key, a => a.Value is NetworkGraph graph ? change(graph) : a.Value),
    };

    /// <summary>The same node with other names of what it reads and writes, in its graphs too.</summary>
    internal Node Renamed(Func<string, string> rename) => (this with
    {
        Inputs = [.. Inputs.Select(rename)],
        Outputs = [.. Outputs.Select(rename)],
    }).WithGraphs(g => g.Renamed(rename));

    /// <summary>The operator and what it reads and writes.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", Outputs)} = {Operator}({string.Join(", ", Inputs)})");

    private T Get<T>(string name, T otherwise) => !Attributes.TryGetValue(name, out object? value)
        ? otherwise
        : value is T found ? found : throw new SluiceException($"attribute '{name}': expected {typeof(T).Name}, got {value.GetType().Name}");
}
