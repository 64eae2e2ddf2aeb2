using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>
/// What can be known before anything is given: nodes that read constants alone become constants, an If whose condition is known becomes its
/// branch, and what nobody reads is left out.
/// </summary>
internal static class Folding
{
    // A file of a few bytes may ask for an array of any size; what is larger is made when it is needed, and let go again.
    private const long MostElements = 1 << 24;

    /// <summary>The same graph, folded.</summary>
    public static NetworkGraph Fold(NetworkGraph graph) => Fold(graph, new Dictionary<string, Value>());

    private static NetworkGraph Fold(NetworkGraph graph, IReadOnlyDictionary<string, Value> around)
    {
        var given = graph.Inputs.Select(p => p.Name).ToHashSet();
        var known = around.Where(k => !given.Contains(k.Key)).ToDictionary();
        foreach (var (name, value) in graph.Constants) if (!given.Contains(name)) known[name] = value;
        var nodes = new List<Node>();
        var tape = new Tape(recording: false);
        foreach (var node in graph.Nodes) Fold(node, known, nodes, tape);
        return WithoutUnread(graph with { Nodes = nodes, Constants = known });
    }

    private static void Fold(Node node, Dictionary<string, Value> known, List<Node> nodes, Tape tape)
    {
        if (node.Operator == "If" && node.Inputs.Count == 1 && known.TryGetValue(node.Inputs[0], out var condition) && condition.IsInteger
            && condition.Count == 1)
        {
            foreach (var inner in Branch(node, condition.Integers[0] != 0)) Fold(inner, known, nodes, tape);
            return;
        }

        if (node.Graphs.Any())
        {
            nodes.Add(node.WithGraphs(g => Fold(g, known)));
            return;
        }

        bool foldable = node.Inputs.All(i => i == "" || known.ContainsKey(i)) && OperatorTable.IsFixed(node.Operator) && node.Layers.Count == 0;
        if (!foldable || !IsSmall(node, known))
        {
            nodes.Add(node);
            return;
        }

        Value?[] inputs = [.. node.Inputs.Select(i => i == "" ? null : known[i])];
        var made = OperatorTable.Run(node, OperatorTable.Prepare(node), tape, inputs);
        for (int i = 0; i < Math.Min(made.Length, node.Outputs.Count); i++)
            if (node.Outputs[i] != "" && made[i] is { } value) known[node.Outputs[i]] = value.Copy();
        tape.Reset();
    }

    /// <summary>The nodes of the branch that is taken, with names of their own, and one that hands each result on.</summary>
    private static IEnumerable<Node> Branch(Node node, bool taken)
    {
        var branch = node.Graph(taken ? "then_branch" : "else_branch");
        if (branch.Outputs.Count != node.Outputs.Count)
            throw new SluiceException($"Node {node.Described}: expected branches of {node.Outputs.Count} outputs, got {branch.Outputs.Count}.");
        string prefix = node.Out(0) + "/";
        var own = branch.Nodes.SelectMany(n => n.Outputs).Concat(branch.Constants.Keys).Where(n => n != "").ToHashSet();
        string Renamed(string name) => own.Contains(name) ? prefix + name : name;
        foreach (var (name, value) in branch.Constants)
            yield return new Node("Constant", [], [Renamed(name)]) { Attributes = new Dictionary<string, object> { ["value"] = value } };
        foreach (var inner in branch.Nodes) yield return inner.Renamed(Renamed);
        for (int i = 0; i < node.Outputs.Count; i++) yield return new Node("Identity", [Renamed(branch.Outputs[i].Name)], [node.Outputs[i]]);
    }

    /// <summary>Whether what the node makes is known to be small before it is made.</summary>
    private static bool IsSmall(Node node, Dictionary<string, Value> known)
    {
        long read = node.Inputs.Sum(i => i == "" ? 0 : known[i].Count);
        if (node.Operator is not ("ConstantOfShape" or "Expand" or "Tile" or "Range" or "OneHot" or "Pad")) return true;
        if (node.Operator is "Range" or "OneHot" or "Pad") return read <= 64 && node.Inputs.All(i => i == "" || Largest(known[i]) <= MostElements);
        if (!known.TryGetValue(node.In(node.Operator == "ConstantOfShape" ? 0 : 1), out var sizes) || !sizes.IsInteger) return false;
        double size = node.Operator == "Tile" ? known.GetValueOrDefault(node.In(0))?.Count ?? 1 : 1;
        foreach (long n in sizes.Integers) size *= Math.Max(1, n);
        return size <= MostElements;
    }

    private static double Largest(Value value) => value.IsInteger
        ? value.Integers.Select(v => Math.Abs((double)v)).DefaultIfEmpty().Max()
        : value.ToFloats().Select(v => (double)Math.Abs(v)).DefaultIfEmpty().Max();

    /// <summary>Without nodes that lead to no output, and without constants that nobody reads.</summary>
    public static NetworkGraph WithoutUnread(NetworkGraph graph)
    {
        var read = graph.Outputs.Select(o => o.Name).ToHashSet();
        var nodes = new List<Node>();
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!node.Outputs.Any(read.Contains)) continue;
            nodes.Add(node);
            read.UnionWith(node.Inputs);
            read.UnionWith(OperatorTable.OuterOf(node));
        }

        nodes.Reverse();
        return graph with { Nodes = nodes, Constants = graph.Constants.Where(c => read.Contains(c.Key)).ToDictionary() };
    }
}
