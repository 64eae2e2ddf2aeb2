using Sluice.Networks.Operators;

namespace Sluice.Networks.Matching;

/// <summary>
/// Finds cells of the catalog in plain operators: in one step that an exporter wrote out, in steps unrolled one behind the other, and in the bodies
/// of Scans. What is found becomes a recurrent layer, which runs at its speed and whose gates can be looked at.
/// </summary>
internal static class CellFinder
{
    // A net that is unrolled over more steps than this stays as it is.
    private const int MostRounds = 200;

    /// <summary>The same graph with the cells that were found.</summary>
    public static NetworkGraph Found(NetworkGraph graph)
    {
        graph = InScans(graph);
        graph = graph with { Nodes = [.. graph.Nodes.Select(n => n.WithGraphs(Found))] };
        if (graph.Nodes.Count(n => n.Operator is "MatMul" or "Gemm") == 0) return graph;
        var closed = new HashSet<string>();
        for (int round = 0; round < MostRounds; round++)
        {
            var next = Steps(graph, closed);
            if (next is null) break;
            graph = next;
        }

        return graph;
    }

    /// <summary>The same graph with layers where a Scan's body is a cell.</summary>
    public static NetworkGraph InScans(NetworkGraph graph)
    {
        var values = new Expressions(graph);
        return graph with { Nodes = [.. graph.Nodes.Select(n => n.Operator == "Scan" && n.Domain == "" ? ScanMatch.Of(n, values) ?? n : n)] };
    }

    /// <summary>The graph with the steps that read values which are known; null where there is none.</summary>
    private static NetworkGraph? Steps(NetworkGraph graph, HashSet<string> closed)
    {
        var expressions = new Expressions(graph);
        expressions.Close(closed);
        var names = graph.Nodes.SelectMany(n => n.Outputs).Where(o => o != "").ToList();
        var byKey = new Dictionary<string, string>();
        foreach (string name in names) byKey.TryAdd(expressions.Of(name).Key, name);
        var depths = Depths(graph);
        var found = new List<(MatchedLayer Layer, string[] After)>();
        var inside = new HashSet<string>();

        // From the last value to the first: what is inside a larger cell is not looked for as a smaller one.
        foreach (string name in Enumerable.Reverse(names))
        {
            if (closed.Contains(name) || inside.Contains(name)) continue;
            foreach (var match in CellMatch.All(expressions.Of(name)))
            {
                var states = match.Pattern.Shape.States;
                string?[] after = [.. states.Select((_, s) => s == 0 ? name : byKey.GetValueOrDefault(match.After(s).Key))];
                if (after.Any(a => a is null) || after.Distinct().Count() != states.Length) continue;
                if (MatchedLayer.Of(match, name, Likeness) is not { } layer) continue;
                string[] made = [.. after.OfType<string>()];
                found.Add((layer, made));
                inside.UnionWith(Between(graph, made, [layer.Input, .. layer.States]));
                break;
            }
        }

        if (found.Count == 0) return null;

        // What a cell made is a state of the next one's; otherwise states come from the inputs, and x from what was made of them.
        int Likeness(string value) => closed.Contains(value) ? 0
            : CellMatch.All(expressions.Of(value)).Any() ? 1 : 2 + depths.GetValueOrDefault(value);
        var nodes = graph.Nodes.ToList();
        foreach (var (layer, after) in found)
        {
            closed.UnionWith(after);
            int at = nodes.FindIndex(n => n.Outputs.Any(after.Contains));
            int operations = Between(graph, after, [layer.Input, .. layer.States]).Count;
            nodes.Insert(at, new Node("RecurrentStep", [layer.Input, .. layer.States], after)
            {
                Domain = NetworkBuilder.Domain,
                Name = after[0],
                Layers = [layer.Layer],
                Origin = $"{operations} plain operations of each step",
            });
            for (int i = nodes.Count - 1; i > at; i--)
            {
                if (!nodes[i].Outputs.Any(after.Contains)) continue;
                nodes[i] = nodes[i] with { Outputs = [.. nodes[i].Outputs.Select(o => after.Contains(o) ? "" : o)] };
                if (nodes[i].Outputs.All(o => o == "")) nodes.RemoveAt(i);
            }
        }

        return Folding.WithoutUnread(graph with { Nodes = nodes });
    }

    /// <summary>The values between what a cell reads and what it gives: those that nothing else needs once it is one node.</summary>
    private static HashSet<string> Between(NetworkGraph graph, string[] after, string[] before)
    {
        var makers = new Dictionary<string, Node>();
        foreach (var node in graph.Nodes) foreach (string output in node.Outputs) makers[output] = node;
        var between = new HashSet<string>();
        var open = new Stack<string>(after);
        while (open.TryPop(out string? name))
        {
            if (before.Contains(name) || !makers.TryGetValue(name, out var node) || !between.Add(name)) continue;
            foreach (string input in node.Inputs) open.Push(input);
        }

        return between;
    }

    /// <summary>How many operations lie before each value: states come from the inputs, x from what was made of them.</summary>
    private static Dictionary<string, int> Depths(NetworkGraph graph)
    {
        var depths = new Dictionary<string, int>();
        foreach (var node in graph.Nodes)
        {
            int depth = 1 + node.Inputs.Select(i => depths.GetValueOrDefault(i)).DefaultIfEmpty().Max();
            foreach (string output in node.Outputs) depths[output] = depth;
        }

        return depths;
    }
}
