using Sluice.Cells.Contract;

namespace Sluice.Cells.Graphs;

/// <summary>
/// The mathematics of one stage of a cell as a graph, recorded by running the cell's own code on <see cref="Traced"/>.
/// Equal nodes are one node.
/// </summary>
public sealed class Graph
{
    [ThreadStatic]
    private static Graph? s_current;

    private readonly Dictionary<Node, int> _known = [];
    private readonly List<Node> _nodes = [];
    private readonly List<Output> _outputs = [];

    /// <summary>The nodes; each reads only nodes before it.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>What comes out, in the order in which the cell said so.</summary>
    public IReadOnlyList<Output> Outputs => _outputs;

    internal static Graph Current => s_current ?? throw new InvalidOperationException("No graph is being recorded.");

    /// <summary>Records the forward stages of a cell, in order.</summary>
    public static Graph[] Record<TCell>() where TCell : struct, IForwardCell
    {
        var (stages, outer) = (new Graph[TCell.Shape.Stages], s_current);
        for (int stage = 0; stage < stages.Length; stage++)
        {
            s_current = stages[stage] = new Graph();
            try
            {
                if (stage < stages.Length - 1) TCell.Prepare<Traced, Lanes>(new Lanes(s_current), stage);
                else TCell.Forward<Traced, Lanes>(new Lanes(s_current));
            }
            finally
            {
                s_current = outer;
            }
        }

        return stages;
    }

    internal int Add(Node node)
    {
        if (_known.TryGetValue(node, out int index)) return index;
        _nodes.Add(node);
        return _known[node] = _nodes.Count - 1;
    }

    internal int Constant(double value) => Add(new(Operation.Constant, Value: value));

    internal void Put(Effect effect, int index, int node) => _outputs.Add(new(effect, index, node));

    /// <summary>Takes over all nodes of another graph, with their numbers.</summary>
    internal static Graph StartFrom(Graph other)
    {
        var graph = new Graph();
        foreach (var node in other.Nodes) graph.Add(node);
        return graph;
    }

    private readonly struct Lanes(Graph graph) : IForwardLanes<Traced>
    {
        public Traced Block(int block)
        {
            // What the same stage kept is not a pre-activation any more.
            for (int i = graph._outputs.Count - 1; i >= 0; i--)
                if (graph._outputs[i] is { Effect: Effect.Keep } kept && kept.Index == block) return new(kept.Node);
            return new(graph.Add(new(Operation.Block, Index: block)));
        }

        public Traced Weight(int block) => new(graph.Add(new(Operation.Weight, Index: block)));

        public Traced Before(int state) => new(graph.Add(new(Operation.Before, Index: state)));

        public void Keep(int block, Traced value) => graph.Put(Effect.Keep, block, value.Node);

        public Traced After(int state, Traced value)
        {
            graph.Put(Effect.After, state, value.Node);
            return value;
        }

        public void Operand(Traced value) => graph.Put(Effect.Operand, 0, value.Node);

        public void SecondOperand(Traced value) => graph.Put(Effect.Operand, 1, value.Node);
    }
}
