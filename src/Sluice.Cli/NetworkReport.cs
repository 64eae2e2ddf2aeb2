using System.Globalization;
using Sluice.Formats;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Onnx;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>ONNX files on the command line: what is in one, and its inputs fixed by <c>--set</c>.</summary>
internal static class NetworkReport
{
    private const int LongestText = 60;

    /// <summary>Whether a file is an ONNX file, by its first bytes: the version of the format, then a field that follows it.</summary>
    public static bool IsFor(string path)
    {
        if (!File.Exists(path)) return false;
        if (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase)) return true;
        using var stream = File.OpenRead(FileScope.Check(path));
        Span<byte> first = stackalloc byte[3];
        return stream.ReadAtLeast(first, 3, throwOnEndOfStream: false) == 3 && first is [0x08, > 2 and < 32, 0x12 or 0x1A or 0x22 or 0x3A or 0x42];
    }

    /// <summary>The option that fixes inputs.</summary>
    public static System.CommandLine.Option<string[]> Set() => new("--set")
    {
        Description = "of an ONNX file: an input that is the same number everywhere, its free dimensions being 1, such as sr=16000; may be given several times",
        HelpName = "NAME=NUMBER",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The network of a file, with the inputs that were set fixed.</summary>
    /// <exception cref="UsageException">A setting that is none, or of an input that is not there.</exception>
    public static Network Read(string path, string[] settings) => settings.Aggregate(OnnxFile.Read(path).Network, With);

    /// <summary>The report for people.</summary>
    public static void Write(string path, string[] settings, TextWriter output)
    {
        var file = OnnxFile.Read(path);
        var network = settings.Aggregate(file.Network, With);
        output.WriteLine($"an ONNX file, opset {file.Opset}{(file.Producer == "" ? "" : $", by {file.Producer}")}");
        foreach (var port in network.Inputs) output.WriteLine($"in          {port}");
        foreach (var port in network.Outputs) output.WriteLine($"out         {port}");
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
    public static object Json(string path, string[] settings)
    {
        var file = OnnxFile.Read(path);
        var network = settings.Aggregate(file.Network, With);
        return new
        {
            Kind = "an ONNX file",
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

    private static Network With(Network network, string setting)
    {
        int at = setting.IndexOf('=');
        string name = at > 0 ? setting[..at] : "";
        if (at <= 0 || !float.TryParse(setting[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out float number))
            throw new UsageException($"--set: expected NAME=NUMBER, got '{setting}'.");
        var port = network.Inputs.FirstOrDefault(p => p.Name == name)
            ?? throw new UsageException($"--set: expected one of the inputs {string.Join(", ", network.Inputs.Select(p => p.Name))}, got '{name}'.");
        int[] shape = [.. (port.Shape ?? []).Select(d => int.TryParse(d, CultureInfo.InvariantCulture, out int n) ? n : 1)];
        int count = shape.Aggregate(1, (product, n) => checked(product * n));
        var value = NetworkArrays.IsFloat(port.Type)
            ? Value.From([.. Enumerable.Repeat(number, count)], shape).As(port.Type)
            : Value.From([.. Enumerable.Repeat((long)number, count)], shape).As(port.Type);
        return network.With(name, value);
    }
}
