using Sluice.Formats.Foreign;
using Sluice.Interop;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Studio.Views.Inside;

/// <summary>A recurrent layer, or a stack of them, in a file of others.</summary>
/// <param name="Name">Its name, which may be empty.</param>
/// <param name="Cell">The cell that it is.</param>
/// <param name="Input">Numbers that it reads at a step.</param>
/// <param name="Hidden">Units.</param>
/// <param name="Layers">Layers one above the other.</param>
/// <param name="Directions">1, or 2 where it also runs from the end.</param>
/// <param name="Refusal">Why it cannot be run, or null.</param>
internal sealed record ForeignLayer(string Name, string Cell, int Input, int Hidden, int Layers, int Directions, string? Refusal = null);

/// <summary>An array of a file of weights.</summary>
internal sealed record ForeignArray(string Name, string Type, IReadOnlyList<long> Shape);

/// <summary>A net that others trained; or, where a file holds weights alone, one of the recurrent layers that are recognised in it.</summary>
internal sealed record ForeignNet
{
    private const int MostArrays = 200;

    /// <summary>What the file is, in words.</summary>
    public required string Kind { get; init; }

    /// <summary>The net; null where none can be run.</summary>
    public Network? Network { get; init; }

    /// <summary>Whether the file holds weights alone.</summary>
    public bool IsWeights { get; init; }

    /// <summary>Of weights: the layer that the net is.</summary>
    public string? Layer { get; init; }

    /// <summary>The recurrent layers that were recognised.</summary>
    public required IReadOnlyList<ForeignLayer> Layers { get; init; }

    /// <summary>Arrays named as those of a recurrent layer, with what does not fit.</summary>
    public IReadOnlyList<Misfit> Misfits { get; init; } = [];

    /// <summary>The first of the arrays of a file of weights.</summary>
    public IReadOnlyList<ForeignArray> Arrays { get; init; } = [];

    /// <summary>How many arrays there are.</summary>
    public int AllArrays { get; init; }

    /// <summary>Why it cannot be run as a net, or null.</summary>
    public SluiceException? Refusal { get; init; }

    /// <summary>Of an ONNX file: the version of its operators.</summary>
    public int? Opset { get; init; }

    /// <summary>Of an ONNX file: what wrote it.</summary>
    public string Producer { get; init; } = "";

    /// <summary>Of weights: an array with a row for each of the symbols that were asked for, as wide as what the layer reads; or null.</summary>
    public float[]? Embedding { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layer">Of weights: the layer; null for the first that can be run.</param>
    /// <param name="symbols">How many symbols an embedding has to have.</param>
    /// <exception cref="SluiceException">It is damaged, or of another kind.</exception>
    public static ForeignNet Read(string path, string? layer, int symbols = 0)
    {
        if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) return OfNetwork(NetworkFile.Read(path));
        if (!NetworkFile.IsKeras(path) || !KerasFiles.HasNetwork(path)) return OfWeights(path, layer, symbols, null);
        try
        {
            return OfNetwork(NetworkFile.Read(path));
        }
        catch (SluiceException e)
        {
            // Its layers can still be looked into one by one.
            return OfWeights(path, layer, symbols, e);
        }
    }

    private static ForeignNet OfNetwork(NetworkFile file) => new()
    {
        Kind = file.Opset is null ? "keras" : "onnx",
        Network = file.Network,
        Layers = [.. LayersOf(file.Network.Graph)],
        Opset = file.Opset,
        Producer = file.Producer,
    };

    private static IEnumerable<ForeignLayer> LayersOf(NetworkGraph graph)
        => graph.Nodes.SelectMany(n => n.Layers.Select(l => new ForeignLayer(n.Origin == "" ? n.Operator : n.Origin, l.Cell, l.Input, l.Hidden, 1, 1))
            .Concat(n.Attributes.Select(a => a.Value).OfType<NetworkGraph>().SelectMany(LayersOf)));

    private static ForeignNet OfWeights(string path, string? name, int symbols, SluiceException? refusal)
    {
        KerasFiles.Register();
        using var file = WeightFile.Open(path);
        var layer = name is null ? file.Layers.FirstOrDefault(l => l.Refusal is null) : file.Layers.FirstOrDefault(l => l.Name == name);
        Network? network = null;
        try
        {
            if (layer is not null || name is not null) network = Alone(RecurrentStack.From(file, [layer?.Name ?? name!]));
        }
        catch (SluiceException e)
        {
            refusal = e;
        }

        return new()
        {
            Kind = file.Kind,
            IsWeights = true,
            Network = network,
            Layer = layer?.Name,
            Layers = [.. file.Layers.Select(l => new ForeignLayer(l.Name, l.Cell, l.Input, l.Hidden, l.Layers, l.Bidirectional ? 2 : 1, l.Refusal))],
            Misfits = file.Misfits,
            Arrays = [.. file.Tensors.Take(MostArrays).Select(t => new ForeignArray(t.Name, t.Type.ToString(), [.. t.Shape.Select(d => (long)d)]))],
            AllArrays = file.Tensors.Count,
            Refusal = refusal,
            Embedding = file.Rest.FirstOrDefault(t => t.Shape.Count == 2 && t.Shape[0] == symbols && t.Shape[1] == layer?.Input)?.ToFloats(),
        };
    }

    /// <summary>A stack as a net of its own: x [steps, batch, inputs] goes in, y comes out.</summary>
    private static Network Alone(RecurrentStack stack)
    {
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "steps", "sequences", $"{stack.Options.Input}");
        net.Output("y", net.Stack(stack, x).Output, ElementType.Float, "steps", "sequences", $"{stack.Output}");
        return new Network(net.ToGraph());
    }
}
