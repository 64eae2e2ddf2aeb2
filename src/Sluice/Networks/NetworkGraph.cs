using Sluice.Autodiff;

namespace Sluice.Networks;

/// <summary>The parts of a network, or of a branch or body inside one, which may also read values of the graph around it.</summary>
/// <param name="Inputs">What is given to it.</param>
/// <param name="Outputs">What comes out.</param>
/// <param name="Nodes">The operations, each after those that it reads.</param>
/// <param name="Constants">Fixed values by name.</param>
public sealed record NetworkGraph(
    IReadOnlyList<Port> Inputs, IReadOnlyList<Port> Outputs, IReadOnlyList<Node> Nodes, IReadOnlyDictionary<string, Value> Constants)
{
    /// <summary>The newest version of ONNX's operators whose rules are followed.</summary>
    public const int NewestOpset = 23;

    /// <summary>What training changes.</summary>
    public IEnumerable<Parameter> Parameters =>
    [
        .. Constants.Values.Select(c => c.Weight).OfType<Parameter>(),
        .. Nodes.SelectMany(n => n.Layers).SelectMany(l => l.Parameters),
        .. Nodes.SelectMany(n => n.Graphs).SelectMany(g => g.Parameters),
    ];

    /// <summary>The names that are read and are neither given nor made inside: those of the graph around it.</summary>
    internal IReadOnlyList<string> OuterNames
    {
        get
        {
            var known = new HashSet<string>(Inputs.Select(p => p.Name).Concat(Constants.Keys)) { "" };
            var outer = new List<string>();
            foreach (var node in Nodes)
            {
                foreach (string name in node.Inputs.Concat(node.Graphs.SelectMany(g => g.OuterNames)))
                    if (!known.Contains(name) && !outer.Contains(name)) outer.Add(name);
                known.UnionWith(node.Outputs);
            }

            foreach (var port in Outputs) if (!known.Contains(port.Name) && !outer.Contains(port.Name)) outer.Add(port.Name);
            return outer;
        }
    }

    /// <summary>The same graph with other names of what it reads around itself; its own names stay.</summary>
    internal NetworkGraph Renamed(Func<string, string> rename)
    {
        var outer = OuterNames.ToHashSet();
        string Outer(string name) => outer.Contains(name) ? rename(name) : name;
        return this with
        {
            Nodes = [.. Nodes.Select(n => n.Renamed(Outer))],
            Outputs = [.. Outputs.Select(o => o with { Name = Outer(o.Name) })],
        };
    }

    /// <summary>The same graph whose constants that training may change are parameters.</summary>
    internal NetworkGraph WithWeights()
    {
        var weights = new HashSet<string>();
        foreach (var node in Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
                if (IsWeight(node.Operator, i) && Constants.TryGetValue(node.Inputs[i], out var value) && value.IsFloat && value.Count > 1)
                    weights.Add(node.Inputs[i]);
        }

        var constants = Constants.ToDictionary(c => c.Key, c => weights.Contains(c.Key) && c.Value.Weight is null ? Weight(c.Key, c.Value) : c.Value);
        return this with
        {
            Constants = constants,
            Nodes = [.. Nodes.Select(n => n.WithGraphs(g => g.WithWeights()))],
        };
    }

    private static Value Weight(string name, Value value)
    {
        var parameter = new Parameter(name, value.Shape.Length == 0 ? [1] : value.Shape.ToArray()) { Decays = value.Shape.Length > 1 };
        parameter.Set(into =>
        {
            if (value.Late is { } late) late.CopyTo(into, 0, into.Rows, 0);
            else into.CopyFrom(value.Numbers);
        });
        return new Value(parameter, value.Shape);
    }

    /// <summary>Whether an input of an operator is what training changes, and no running mean, exponent or limit.</summary>
    private static bool IsWeight(string name, int input) => name switch
    {
        "MatMul" or "Gemm" or "Add" or "Mul" or "Sub" => true,
        "Conv" or "ConvTranspose" or "PRelu" => input >= 1,
        "LayerNormalization" or "InstanceNormalization" or "BatchNormalization" or "GroupNormalization" => input is 1 or 2,
        "Gather" => input == 0,
        "Attention" => input is 1 or 2,
        "MultiHeadAttention" => input == 3,
        "LSTM" or "GRU" or "RNN" => input is 1 or 2 or 3 or 7,
        _ => false,
    };
}
