using System.CommandLine;
using System.Globalization;
using Sluice.Interop;
using Sluice.Networks;
using Sluice.Tasks.Imported;
using Sluice.Tasks.Registry;

namespace Sluice.Cli;

/// <summary>Nets that others trained on the command line: what is in one.</summary>
internal static class NetworkReport
{
    private const int LongestText = 60;

    /// <summary>Whether a file holds a net: an ONNX file, or a file of Keras.</summary>
    public static bool IsFor(string path) => IsOnnx(path) || NetworkFile.IsKeras(path);

    /// <summary>Whether a file is an ONNX file, by its first bytes: the version of the format, then a field that follows it.</summary>
    public static bool IsOnnx(string path)
        => File.Exists(path) && (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || OtherFile.IsOnnx(path));

    /// <summary>The report for people.</summary>
    public static void Write(NetworkFile file, NetworkOptions options, ParseResult parsed, TextWriter output)
    {
        var network = options.Of(file.Network, parsed).Network;
        output.WriteLine(file.Kind);
        foreach (var port in network.Inputs) output.WriteLine($"in          {port}");
        foreach (var port in network.Outputs) output.WriteLine($"out         {port}");
        foreach (string state in NetworkRun.LikelyStates(network)) output.WriteLine($"state       {state.Replace("=", " becomes ", StringComparison.Ordinal)}, it seems: --carry {state} hands it from row to row");
        output.WriteLine($"parameters  {network.Parameters.Sum(p => p.Count).ToString("N0", CultureInfo.InvariantCulture)}");
        foreach (var (node, graph) in Layers(network.Graph, ""))
        {
            foreach (var layer in node.Layers)
            {
                string found = node.Origin == "" ? "" : $", found in {node.Origin}";
                output.WriteLine($"layer       {layer.Cell}{(layer.Reverse ? ", from the end" : "")}: {layer.Input} inputs, {layer.Hidden} units{found}{graph}");
            }
        }

        output.WriteLine($"operators   {string.Join(", ", Operators(network.Graph).Select(o => $"{o.Name} {o.Count}"))}");
        foreach (var (key, value) in file.Metadata) output.WriteLine($"{key}: {(value.Length > LongestText ? $"{value.Length:N0} characters" : value)}");
        if (network.Graph.Nodes.Any(n => n.Operator == "If"))
            output.WriteLine("An input decides which branch is taken; --set NAME=NUMBER fixes it, and what is left is shown.");
    }

    /// <summary>The report for programs.</summary>
    public static object Json(NetworkFile file, NetworkOptions options, ParseResult parsed)
    {
        var network = options.Of(file.Network, parsed).Network;
        return new
        {
            Kind = file.Opset is null ? file.Kind : "an ONNX file",
            file.Opset,
            file.Producer,
            Inputs = network.Inputs.Select(p => new { p.Name, Type = p.Type.ToString(), p.Shape }),
            Outputs = network.Outputs.Select(p => new { p.Name, Type = p.Type.ToString(), p.Shape }),
            Parameters = network.Parameters.Sum(p => p.Count),
            Layers = Layers(network.Graph, "").SelectMany(n => n.Node.Layers.Select(l => new { l.Cell, l.Input, l.Hidden, l.Reverse, n.Node.Origin })),
            Operators = Operators(network.Graph).ToDictionary(o => o.Name, o => o.Count),
            file.Metadata,
        };
    }

    private static IEnumerable<(Node Node, string Where)> Layers(NetworkGraph graph, string where)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Layers.Count > 0) yield return (node, where);
            foreach (var (name, value) in node.Attributes)
            {
                if (value is not NetworkGraph inner) continue;
                foreach (var found in Layers(inner, $", in the {name.Replace('_', ' ')} of {node.Operator}")) yield return found;
            }
        }
    }

    private static IOrderedEnumerable<(string Name, int Count)> Operators(NetworkGraph graph)
        => graph.Nodes.Where(n => n.Layers.Count == 0).GroupBy(n => n.Operator).Select(g => (Name: g.Key, Count: g.Count()))
            .OrderByDescending(o => o.Count);
}
