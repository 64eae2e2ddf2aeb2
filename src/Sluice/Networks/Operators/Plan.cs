using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>
/// A graph made ready to run: every name is a numbered place, every node the kernel of its operator with its attributes read. Nodes with branches
/// or bodies are also given the values that these read of the graph around them, after their own inputs.
/// </summary>
/// <remarks>Any number of threads may run one plan at once, each with a tape of its own.</remarks>
internal sealed class Plan
{
    private readonly Step[] _steps;
    private readonly (int Place, Value Value)[] _constants;
    private readonly int[] _outputs;
    private readonly int _inputs, _outer, _places;

    /// <summary>A plan.</summary>
    /// <param name="graph">What it computes.</param>
    /// <param name="outer">The names of values around it that it is given behind its inputs.</param>
    /// <exception cref="SluiceException">A name that is not known, or an operator.</exception>
    public Plan(NetworkGraph graph, IReadOnlyList<string> outer)
    {
        Graph = graph;
        var places = new Dictionary<string, int>();
        foreach (var port in graph.Inputs) Add(places, port.Name);
        foreach (string name in outer) places.TryAdd(name, places.Count);
        (_inputs, _outer) = (graph.Inputs.Count, outer.Count);
        if (places.Count != _inputs + _outer) throw new SluiceException("Network: expected other names inside than those around, got one twice.");
        var constants = new List<(int, Value)>();
        foreach (var (name, value) in graph.Constants)
        {
            // An input that has a constant's name takes its place: older files list all weights as inputs too.
            if (!places.ContainsKey(name)) constants.Add((Add(places, name), value));
        }

        _constants = [.. constants];
        _steps = new Step[graph.Nodes.Count];
        for (int i = 0; i < _steps.Length; i++)
        {
            var node = graph.Nodes[i];
            string[] names = [.. node.Inputs, .. OperatorTable.OuterOf(node)];
            int[] inputs = [.. names.Select(name => name == "" ? -1 : Find(places, name, node))];
            _steps[i] = new Step(node, OperatorTable.Prepare(node), inputs, [.. node.Outputs.Select(o => o == "" ? -1 : Add(places, o))]);
        }

        _outputs = [.. graph.Outputs.Select(o => places.TryGetValue(o.Name, out int place)
            ? place
            : throw new SluiceException($"Network: expected the output '{o.Name}' to be made by a node, got none that makes it."))];
        _places = places.Count;
    }

    /// <summary>What it computes.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Runs it.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="inputs">A value for each input, in order; null for optional ones that are not there.</param>
    /// <param name="outer">The values of the graph around it, in order.</param>
    public Value[] Run(Tape tape, ReadOnlySpan<Value?> inputs, ReadOnlySpan<Value?> outer)
    {
        var values = new Value?[_places];
        inputs[.._inputs].CopyTo(values);
        outer[.._outer].CopyTo(values.AsSpan(_inputs));
        foreach (var (place, value) in _constants) values[place] = value;
        foreach (var step in _steps) step.Run(tape, values);
        var outputs = new Value[_outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] = values[_outputs[i]] ?? throw new SluiceException($"Network: expected a value for output {i}, got none.");
        return outputs;
    }

    private static int Add(Dictionary<string, int> places, string name) => places.TryAdd(name, places.Count)
        ? places.Count - 1
        : throw new SluiceException($"Network: expected each value to have a name of its own, got '{name}' twice.");

    private static int Find(Dictionary<string, int> places, string name, Node node) => places.TryGetValue(name, out int place)
        ? place
        : throw new SluiceException($"Node {node.Described}: expected an input that was there before it, got '{name}', which is not.");

    private sealed record Step(Node Node, Kernel Kernel, int[] Inputs, int[] Outputs)
    {
        public void Run(Tape tape, Value?[] values)
        {
            var given = new Value?[Inputs.Length];
            for (int i = 0; i < given.Length; i++) given[i] = Inputs[i] < 0 ? null : values[Inputs[i]];
            var made = OperatorTable.Run(Node, Kernel, tape, given);
            if (made.Length < Outputs.Length && Outputs.AsSpan(made.Length).ContainsAnyExcept(-1))
                throw new SluiceException($"Node {Node.Described}: expected at most {made.Length} outputs, got {Outputs.Length}.");
            for (int i = 0; i < Math.Min(Outputs.Length, made.Length); i++) if (Outputs[i] >= 0) values[Outputs[i]] = made[i];
        }
    }
}
