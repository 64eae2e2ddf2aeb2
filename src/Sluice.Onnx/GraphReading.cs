using Sluice.Formats;
using Sluice.Networks;
using Sluice.Onnx.Protocol;
using ElementType = Sluice.Networks.ElementType;

namespace Sluice.Onnx;

/// <summary>The graph of an ONNX file as a <see cref="NetworkGraph"/>; functions of the file are put in where they are called.</summary>
internal sealed class GraphReading : IDisposable
{
    // Deeper than any exporter writes; each level is a call on the stack.
    private const int MostDepth = 100;

    private readonly TensorReading _tensors;
    private readonly Dictionary<(string Domain, string Name), FunctionProto> _functions = [];
    private readonly Dictionary<string, int> _opsets = [];
    private readonly ByteSource? _source;
    private readonly IReadOnlyList<BytePlace?> _places;
    private int _calls;

    /// <summary>Reads the graph of a model.</summary>
    /// <param name="model">The messages of the file.</param>
    /// <param name="folder">The folder in which other files with data of its may be; null for none.</param>
    /// <param name="source">The file itself, where bytes of constants are not among the messages; or null.</param>
    /// <param name="places">Where those bytes stand, by the constants of the graph.</param>
    public GraphReading(ModelProto model, string? folder, ByteSource? source = null, IReadOnlyList<BytePlace?>? places = null)
    {
        (_source, _places) = (source, places ?? []);
        _tensors = new TensorReading(folder);
        foreach (var set in model.OpsetImport) _opsets[set.Domain is "ai.onnx" ? "" : set.Domain] = (int)Math.Clamp(set.Version, 0, int.MaxValue);
        foreach (var function in model.Functions) _functions[(function.Domain, function.Name)] = function;
    }

    /// <summary>The version of ONNX's own operators.</summary>
    public int Opset => _opsets.GetValueOrDefault("", 1);

    /// <summary>The graph.</summary>
    /// <exception cref="SluiceException">What can not be read, with its name.</exception>
    public NetworkGraph Read(GraphProto graph, int depth = 0)
    {
        if (depth > MostDepth) throw new SluiceException($"expected graphs inside graphs at most {MostDepth} deep, got more");
        if (graph.SparseInitializer.Count > 0) throw new SluiceException("sparse constants are not read here");
        var constants = new Dictionary<string, Value>();
        for (int i = 0; i < graph.Initializer.Count; i++)
        {
            var tensor = graph.Initializer[i];
            bool isPlaced = depth == 0 && i < _places.Count && _places[i] is not null;
            constants[tensor.Name] = isPlaced ? _tensors.Read(tensor, _source, _places[i]!.Value) : _tensors.Read(tensor);
        }

        // Older files list their constants among the inputs, so that they can be overridden; here they can not.
        Port[] inputs = [.. graph.Input.Where(i => !constants.ContainsKey(i.Name)).Select(PortOf)];
        var nodes = new List<Node>();
        foreach (var node in graph.Node) Add(node, nodes, depth);
        return new NetworkGraph(inputs, [.. graph.Output.Select(PortOf)], nodes, constants);
    }

    /// <inheritdoc/>
    public void Dispose() => _tensors.Dispose();

    private void Add(NodeProto node, List<Node> nodes, int depth)
    {
        if (_functions.TryGetValue((node.Domain, node.OpType), out var function))
        {
            Inline(node, function, nodes, depth);
            return;
        }

        nodes.Add(new Node(node.OpType, [.. node.Input], [.. node.Output])
        {
            Name = node.Name,
            Domain = node.Domain is "ai.onnx" ? "" : node.Domain,
            Opset = _opsets.GetValueOrDefault(node.Domain is "ai.onnx" ? "" : node.Domain, Opset),
            Attributes = node.Attribute.ToDictionary(a => a.Name, a => AttributeOf(a, node, depth)),
        });
    }

    /// <summary>The nodes of a function with the caller's names for what goes in and out, and names of their own for what is inside.</summary>
    private void Inline(NodeProto call, FunctionProto function, List<Node> nodes, int depth)
    {
        if (depth > MostDepth) throw new SluiceException($"expected functions that call others at most {MostDepth} deep, got more in '{function.Name}'");
        string prefix = $"{function.Name}#{_calls++}/";
        var names = new Dictionary<string, string> { [""] = "" };
        for (int i = 0; i < function.Input.Count; i++) names[function.Input[i]] = i < call.Input.Count ? call.Input[i] : "";
        for (int i = 0; i < Math.Min(function.Output.Count, call.Output.Count); i++) names[function.Output[i]] = call.Output[i];
        string Renamed(string name) => names.TryGetValue(name, out string? known) ? known : names[name] = prefix + name;
        var given = function.AttributeProto.Concat(call.Attribute).GroupBy(a => a.Name).ToDictionary(g => g.Key, g => g.Last());
        foreach (var inner in function.Node)
        {
            var own = inner.Clone();
            for (int i = own.Attribute.Count - 1; i >= 0; i--)
            {
                if (own.Attribute[i].RefAttrName is not { Length: > 0 } reference) continue;
                string name = own.Attribute[i].Name;
                own.Attribute.RemoveAt(i);
                if (!given.TryGetValue(reference, out var value)) continue;
                var named = value.Clone();
                named.Name = name;
                own.Attribute.Add(named);
            }

            // An output that is an input of the function as it is must not be renamed by a second node.
            var made = new List<Node>();
            Add(own, made, depth + 1);
            nodes.AddRange(made.Select(n => n.Renamed(Renamed)));
        }
    }

    private object AttributeOf(AttributeProto attribute, NodeProto node, int depth) => attribute.Type switch
    {
        AttributeProto.Types.AttributeType.Float => attribute.F,
        AttributeProto.Types.AttributeType.Int => attribute.I,
        AttributeProto.Types.AttributeType.String => attribute.S.ToStringUtf8(),
        AttributeProto.Types.AttributeType.Tensor => _tensors.Read(attribute.T ?? new TensorProto()),
        AttributeProto.Types.AttributeType.Graph => Read(attribute.G ?? new GraphProto(), depth + 1),
        AttributeProto.Types.AttributeType.Floats => attribute.Floats.ToArray(),
        AttributeProto.Types.AttributeType.Ints => attribute.Ints.ToArray(),
        AttributeProto.Types.AttributeType.Strings => attribute.Strings.Select(s => s.ToStringUtf8()).ToArray(),
        var other => throw new SluiceException($"node {node.OpType} '{node.Name}', attribute '{attribute.Name}': the kind {other} is not read here"),
    };

    private static Port PortOf(ValueInfoProto info)
    {
        if (info.Type is { } type && type.ValueCase is not (TypeProto.ValueOneofCase.TensorType or TypeProto.ValueOneofCase.None))
            throw new SluiceException($"'{info.Name}': expected an array, got {type.ValueCase}, which is not read here");
        var tensor = info.Type?.TensorType;
        var element = (ElementType)(tensor?.ElemType ?? 1);
        return new Port(info.Name, Enum.IsDefined(element) ? element : ElementType.Float, tensor?.Shape?.Dim.Select(d => d.ValueCase switch
        {
            TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue => d.DimValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
            TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam => d.DimParam,
            _ => "",
        }).ToArray());
    }
}
