using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;
using Sluice.Layers;
using Sluice.Vectors;

namespace Sluice.Inspection;

/// <summary>One step of one unit.</summary>
/// <param name="Nodes">The value of each node of the diagram.</param>
/// <param name="Weights">W, R and b by the names that the equations give them, such as <c>W 0</c>, <c>R 2</c>, <c>b 1</c>.</param>
public sealed record CellValues(IReadOnlyList<double> Nodes, IReadOnlyDictionary<string, double> Weights);

public sealed partial class CellDiagram
{
    private const int MostModules = 64;

    /// <summary>
    /// Computes a step of a cell of one unit and one input, node by node in double precision, with the weights of a fresh layer.
    /// Over one unit nothing can be normalised: such a value passes as it is.
    /// </summary>
    /// <param name="given">Values by <see cref="CellNode.Key"/>; what is not given is 0 (x, states) or computed (sums, weights).</param>
    /// <param name="seed">From which the weights are drawn.</param>
    /// <exception cref="SluiceException">No node has such a key, or a value is not finite.</exception>
    public CellValues Evaluate(IReadOnlyDictionary<string, double> given, ulong seed = 1)
    {
        foreach (var (key, value) in given)
        {
            if (!_nodes.Exists(n => n.Key == key))
                throw new SluiceException(
                    $"CellDiagram {Cell}: expected one of {string.Join(", ", _nodes.Select(n => n.Key).OfType<string>())}, got '{key}'.");
            if (!double.IsFinite(value)) throw new SluiceException($"CellDiagram {Cell}: expected a finite number for {key}, got {value}.");
        }

        // A clockwork layer has at least a unit a module; the first one works in every step.
        int units = Clock.UnitsAtLeast(Shape);
        if (units > MostModules) throw new SluiceException($"CellDiagram {Cell}: expected at most {MostModules} modules, got {units}.");
        var unit = new Recurrent("unit", "l0", Cell, units, units, seed);
        double[] recurrent = unit.FeedsOfFirstUnit();
        Dictionary<string, double> weights = [];
        for (int k = 0; k < Shape.Blocks.Length; k++)
        {
            if (Shape.Blocks[k].HasBias) weights[$"b {k}"] = unit.WeightOf(k)[0];
            if (Shape.Blocks[k].ReadsInput) weights[$"W {k}"] = unit.InputWeight.Value[Shape.InputBlocks.TakeWhile(i => i != k).Count(), 0];
        }

        for (int j = 0; j < recurrent.Length; j++) weights[$"R {j}"] = recurrent[j];
        var values = new Double1[_nodes.Count];
        for (int n = 0; n < values.Length; n++)
        {
            var node = _nodes[n];
            if (node.Key is { } key && given.TryGetValue(key, out double value)) values[n] = new(value);
            else values[n] = node.Kind switch
            {
                CellNodeKind.Sum => Sum(node, values, weights),
                CellNodeKind.Weight => new(unit.WeightOf(node.Index)[0]),
                CellNodeKind.Constant => new(node.Value),
                CellNodeKind.Operation => Operated(node).Compute(values),
                CellNodeKind.Normalised or CellNodeKind.After => values[node.Arguments[0]],
                _ => default,
            };
        }

        return new([.. values.Select(v => v.Value)], weights);
    }

    private Double1 Sum(CellNode node, Double1[] values, Dictionary<string, double> weights)
    {
        var block = Shape.Blocks[node.Index];

        // Its probability stands for the noise, as when a trained net is used.
        if (block.Has(Feeds.Noise)) return new(block.Bias);
        double sum = weights.GetValueOrDefault($"b {node.Index}");
        var sources = node.Arguments.Select(a => values[a].Value).GetEnumerator();
        double Next() => sources.MoveNext() ? sources.Current : 0;
        if (block.Has(Feeds.Input | Feeds.Bare)) sum += weights.GetValueOrDefault($"W {node.Index}", 1) * Next();
        if (block.Has(Feeds.Below)) sum += Next();
        for (int j = 0; j < Shape.RecurrentFeeds.Count; j++)
            if (Shape.RecurrentFeeds[j].Block == node.Index) sum += weights[$"R {j}"] * Next();
        return new(sum);
    }

    private static Node Operated(CellNode node)
    {
        int At(int i) => i < node.Arguments.Count ? node.Arguments[i] : -1;
        return new(node.Operation, At(0), At(1), At(2), At(3));
    }
}
