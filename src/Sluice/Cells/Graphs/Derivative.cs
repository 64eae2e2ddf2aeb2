using Sluice.Cells.Contract;

namespace Sluice.Cells.Graphs;

/// <summary>
/// The backward stage of a recorded forward stage: reverse-mode differentiation from graph to graph. The forward values are
/// computed anew from the pre-activations, so a cell differentiated this way keeps nothing in the blocks of its sums.
/// </summary>
internal static class Derivative
{
    /// <summary>The derivative of a stage of a cell; <paramref name="stages"/> are its forward stages.</summary>
    /// <exception cref="SluiceException">The cell reads what cannot be differentiated through.</exception>
    public static Graph Of(CellShape shape, Graph[] stages, int stage)
    {
        var forward = stages[stage];
        var graph = Graph.StartFrom(forward);
        var adjoints = new Dictionary<int, int>();
        foreach (var output in forward.Outputs)
        {
            if (output.Effect == Effect.Keep && shape.Blocks[output.Index].IsFed)
            {
                if (stages.Skip(stage + 1).Any(s => s.Nodes.Contains(new Node(Operation.Block, Index: output.Index))))
                    throw new SluiceException(
                        $"Cell {shape.Name}: block '{shape.Blocks[output.Index].Name}' is kept by one stage and read by a later one; to be differentiated, keep it in a block of Feeds.None.");
                continue;
            }

            int seed = output.Effect switch
            {
                Effect.After => graph.Add(new(Operation.DAfter, Index: output.Index)),
                Effect.Operand => graph.Add(new(Operation.DOperand, Index: output.Index)),
                _ => graph.Add(new(Operation.Block, Index: output.Index)),
            };
            if (output.Effect == Effect.Keep && !stages.Skip(stage + 1).Any(s => s.Nodes.Contains(new Node(Operation.Block, Index: output.Index))))
                continue;
            Accumulate(graph, adjoints, output.Node, seed);
        }

        for (int n = forward.Nodes.Count - 1; n >= 0; n--)
            if (adjoints.TryGetValue(n, out int adjoint)) Reverse(graph, adjoints, n, adjoint);
        Put(shape, stages, stage, graph, adjoints);
        return graph;
    }

    private static void Put(CellShape shape, Graph[] stages, int stage, Graph graph, Dictionary<int, int> adjoints)
    {
        var forward = stages[stage];
        int? Of(Operation operation, int index)
        {
            for (int n = 0; n < forward.Nodes.Count; n++)
                if (forward.Nodes[n] == new Node(operation, Index: index)) return adjoints.TryGetValue(n, out int adjoint) ? adjoint : null;
            return null;
        }

        // What is added to the state before a step must not be taken for the gradient of the state after it.
        for (int s = 0; s < shape.States.Length; s++)
        {
            bool setHere = Sets(forward, s), setLater = stages.Skip(stage + 1).Any(g => Sets(g, s));
            int? adjoint = Of(Operation.Before, s);
            if (setHere) graph.Put(Effect.DBefore, s, adjoint ?? graph.Constant(0));
            else if (adjoint is not { } sum) continue;
            else if (setLater) graph.Put(Effect.AddDBefore, s, sum);
            else
                throw new SluiceException(
                    $"Cell {shape.Name}: state '{shape.States[s]}' is read by a stage after the one that sets it; keep it in a block of Feeds.None instead.");
        }

        for (int k = 0; k < shape.Blocks.Length; k++)
        {
            if (shape.Blocks[k].IsWeight)
            {
                if (!shape.Blocks[k].Has(Feeds.Number) && Of(Operation.Weight, k) is { } sum) graph.Put(Effect.AddDWeight, k, sum);
            }
            else if (Of(Operation.Block, k) is { } gradient)
            {
                graph.Put(Effect.DBlock, k, gradient);
            }
        }
    }

    private static bool Sets(Graph graph, int state) => graph.Outputs.Any(o => o.Effect == Effect.After && o.Index == state);

    /// <summary>Hands the adjoint of a node on to its arguments.</summary>
    private static void Reverse(Graph graph, Dictionary<int, int> adjoints, int n, int d)
    {
        var node = graph.Nodes[n];
        int One() => graph.Constant(1);
        int Zero() => graph.Constant(0);
        int Op(Operation operation, int a, int b = -1) => graph.Add(new(operation, a, b));
        int Times(int a, int b) => Op(Operation.Multiply, a, b);
        int Minus(int a, int b) => Op(Operation.Subtract, a, b);
        int WhereLess(int a, int b, int then, int otherwise) => graph.Add(new(Operation.SelectLess, a, b, then, otherwise));
        void To(int argument, int adjoint) => Accumulate(graph, adjoints, argument, adjoint);

        switch (node.Operation)
        {
            case Operation.Add: To(node.A, d); To(node.B, d); break;
            case Operation.Subtract: To(node.A, d); To(node.B, Op(Operation.Negate, d)); break;
            case Operation.Multiply: To(node.A, Times(d, node.B)); To(node.B, Times(d, node.A)); break;
            case Operation.Divide:
                int quotient = Op(Operation.Divide, d, node.B);
                To(node.A, quotient);
                To(node.B, Op(Operation.Negate, Times(quotient, n)));
                break;
            case Operation.Negate: To(node.A, Op(Operation.Negate, d)); break;
            case Operation.Max: To(node.A, WhereLess(node.B, node.A, d, Zero())); To(node.B, WhereLess(node.B, node.A, Zero(), d)); break;
            case Operation.Min: To(node.A, WhereLess(node.A, node.B, d, Zero())); To(node.B, WhereLess(node.A, node.B, Zero(), d)); break;
            case Operation.Abs: To(node.A, WhereLess(node.A, Zero(), Op(Operation.Negate, d), d)); break;
            case Operation.Sqrt: To(node.A, Op(Operation.Divide, d, Op(Operation.Add, n, n))); break;
            case Operation.SelectLess: To(node.C, WhereLess(node.A, node.B, d, Zero())); To(node.D, WhereLess(node.A, node.B, Zero(), d)); break;
            case Operation.Exp: To(node.A, Times(d, n)); break;
            case Operation.Log: To(node.A, Op(Operation.Divide, d, node.A)); break;
            case Operation.Tanh: To(node.A, Times(d, Minus(One(), Times(n, n)))); break;
            case Operation.Sigmoid: To(node.A, Times(d, Times(n, Minus(One(), n)))); break;
            case Operation.Softplus: To(node.A, Times(d, Op(Operation.Sigmoid, node.A))); break;
        }
    }

    private static void Accumulate(Graph graph, Dictionary<int, int> adjoints, int node, int adjoint)
        => adjoints[node] = adjoints.TryGetValue(node, out int sum) ? graph.Add(new(Operation.Add, sum, adjoint)) : adjoint;
}
