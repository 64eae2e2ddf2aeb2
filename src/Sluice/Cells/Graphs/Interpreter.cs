using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Graphs;

/// <summary>Runs a backward graph on lanes, node after node, without generating code: it also works compiled ahead of time.</summary>
internal sealed class Interpreter
{
    private readonly Node[] _nodes;
    private readonly Output[] _outputs;

    /// <summary>Keeps the nodes that an output needs.</summary>
    public Interpreter(Graph graph)
    {
        var needed = new bool[graph.Nodes.Count];
        foreach (var output in graph.Outputs) needed[output.Node] = true;
        for (int n = needed.Length - 1; n >= 0; n--)
            if (needed[n]) foreach (int argument in graph.Nodes[n].Arguments) needed[argument] = true;

        int[] place = new int[needed.Length];
        List<Node> nodes = [];
        for (int n = 0; n < needed.Length; n++)
        {
            if (!needed[n]) continue;
            int Place(int argument) => argument < 0 ? -1 : place[argument];
            var node = graph.Nodes[n];
            place[n] = nodes.Count;
            nodes.Add(node with { A = Place(node.A), B = Place(node.B), C = Place(node.C), D = Place(node.D) });
        }

        _nodes = [.. nodes];
        _outputs = [.. graph.Outputs.Select(o => o with { Node = place[o.Node] })];
    }

    /// <summary>Computes the nodes for the lanes, and then does what the outputs say.</summary>
    public void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        var v = Values<V>.Of(_nodes.Length);
        for (int n = 0; n < _nodes.Length; n++)
        {
            ref readonly var node = ref _nodes[n];
            v[n] = node.Operation switch
            {
                Operation.Constant => V.Constant(node.Value),
                Operation.Block => at.Block(node.Index),
                Operation.Weight => at.Weight(node.Index),
                Operation.Before => at.Before(node.Index),
                Operation.DAfter => at.Through(node.Index, at.DAfter(node.Index)),
                Operation.DOperand => node.Index == 0 ? at.DOperand() : at.DSecondOperand(),
                _ => node.Compute(v),
            };
        }

        foreach (var output in _outputs)
        {
            switch (output.Effect)
            {
                case Effect.DBlock: at.DBlock(output.Index, v[output.Node]); break;
                case Effect.AddDWeight: at.AddDWeight(output.Index, v[output.Node]); break;
                case Effect.DBefore: at.DBefore(output.Index, v[output.Node]); break;
                default: at.AddDBefore(output.Index, v[output.Node]); break;
            }
        }
    }

    private static class Values<V>
    {
        [ThreadStatic]
        private static V[]? s_values;

        public static V[] Of(int count) => s_values is { } values && values.Length >= count ? values : s_values = new V[count];
    }
}
