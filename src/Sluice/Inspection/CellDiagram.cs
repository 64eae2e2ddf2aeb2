using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;

namespace Sluice.Inspection;

/// <summary>What a node of a <see cref="CellDiagram"/> is.</summary>
public enum CellNodeKind
{
    /// <summary>x.</summary>
    Input,

    /// <summary>The second state of the layer below.</summary>
    Below,

    /// <summary>A state before the step.</summary>
    Before,

    /// <summary>W x + R h⁻ + b, or noise.</summary>
    Sum,

    /// <summary>A value that is normalised over the units.</summary>
    Normalised,

    /// <summary>A weight of the unit, or a number.</summary>
    Weight,

    /// <summary>A number in the code.</summary>
    Constant,

    /// <summary>An operation on other nodes.</summary>
    Operation,

    /// <summary>A state after the step.</summary>
    After,
}

/// <summary>A node of the data flow of one unit.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The letter of an input, a sum, a weight or a state; the sign of an operation.</param>
/// <param name="Text">Its equation.</param>
/// <param name="Arguments">The nodes that it reads, by number.</param>
/// <param name="Key">The name under which its value can be given to <see cref="CellDiagram.Evaluate"/>; null where it is always computed.</param>
/// <param name="Operation">What an operation computes.</param>
/// <param name="Value">The value of a constant.</param>
/// <param name="Index">The block or the state that it belongs to, else −1.</param>
public sealed record CellNode(
    CellNodeKind Kind, string Name, string Text, IReadOnlyList<int> Arguments, string? Key = null, Operation Operation = default, double Value = 0,
    int Index = -1);

/// <summary>
/// The flow of data through one unit of a cell in one step, recorded from the cell's own code: all stages in one graph, from x
/// and the states before to the states after, with the equations whose terms are its nodes.
/// </summary>
public sealed partial class CellDiagram
{
    private readonly List<CellNode> _nodes = [];
    private readonly List<IReadOnlyList<EquationPart>> _equations = [];
    private readonly Dictionary<string, int> _inputs = [];
    private readonly Dictionary<int, int> _sums = [], _kept = [];
    private readonly int[] _operands = [-1, -1];
    private readonly Dictionary<int, int> _after = [];

    private CellDiagram(string cell, Graph[] stages)
    {
        (Cell, Shape) = (cell, Catalog.Shape(cell));
        HashSet<string> lines = [];
        var rooms = CellEquations.Rooms(stages);
        foreach (var graph in stages) AddStage(graph, rooms, lines);
        foreach (var (state, node) in _after.OrderBy(a => a.Key))
            _nodes.Add(new(CellNodeKind.After, Shape.States[state], Shape.States[state], [node], Index: state));
    }

    /// <summary>The name of the cell.</summary>
    public string Cell { get; }

    /// <summary>What the cell declares about itself.</summary>
    public CellShape Shape { get; }

    /// <summary>The nodes; each reads only nodes before it.</summary>
    public IReadOnlyList<CellNode> Nodes => _nodes;

    /// <summary>
    /// The equations in their order. Terms are named by numbers of nodes; matrices and biases as <see cref="CellValues.Weights"/> names them.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<EquationPart>> Equations => _equations;

    /// <summary>Records a cell of the catalog.</summary>
    /// <exception cref="SluiceException">There is no such cell.</exception>
    public static CellDiagram Of(string cell) => Catalog.Visit(cell, new Recorder(cell));

    private void AddStage(Graph graph, IReadOnlyDictionary<int, int> rooms, HashSet<string> lines)
    {
        int[] place = new int[graph.Nodes.Count];
        var plain = CellEquations.Marked(Shape, graph, rooms, n => $"n {n}");
        var equations = plain.Lines();
        for (int n = 0; n < place.Length; n++)
        {
            var node = graph.Nodes[n];
            string text = EquationPart.Plain(plain.Definition(n));
            place[n] = node.Operation switch
            {
                Operation.Block => Block(node.Index, text),
                Operation.Weight => Input(CellNodeKind.Weight, Name(node.Index), Shape.Blocks[node.Index].Name, node.Index),
                Operation.Before => Before(node.Index),
                Operation.Constant => Add(new(CellNodeKind.Constant, text, text, [], Value: node.Value)),
                _ => Add(
                    new(CellNodeKind.Operation, Sign(node.Operation), text, [.. node.Arguments.Select(a => place[a])], Operation: node.Operation)),
            };
        }

        foreach (var output in graph.Outputs)
        {
            if (output.Effect == Effect.After) _after[output.Index] = place[output.Node];
            else if (output.Effect == Effect.Operand) _operands[output.Index] = place[output.Node];
            else _kept[output.Index] = place[output.Node];
        }

        foreach (string line in equations)
            if (lines.Add(EquationPart.Plain(line))) _equations.Add(EquationPart.Parse(line, mark => IdOf(mark, place)));
    }

    /// <summary>What a mark of <see cref="CellEquations"/> stands for.</summary>
    private string IdOf(string mark, int[] place)
    {
        if (mark.StartsWith("n ", StringComparison.Ordinal)) return $"{place[int.Parse(mark.AsSpan(2), null)]}";
        if (mark is "q" or "q′") return $"{_operands[mark == "q" ? 0 : 1]}";
        return _inputs.TryGetValue(mark, out int input) ? $"{input}" : mark;
    }

    private int Block(int k, string text)
    {
        var block = Shape.Blocks[k];
        if (_kept.TryGetValue(k, out int kept))
            return !block.Has(Feeds.Normalised) || block.IsFed
                ? kept
                : Known(_sums, k, () => new(CellNodeKind.Normalised, Name(k), $"norm({_nodes[kept].Text})", [kept], block.Name, Index: k));
        List<int> sources = [];
        if (block.Has(Feeds.Input | Feeds.Bare)) sources.Add(Input(CellNodeKind.Input, "x", "x", -1));
        if (block.Has(Feeds.Below)) sources.Add(Input(CellNodeKind.Below, "c↓", "c↓", -1));
        foreach (var feed in Shape.RecurrentFeeds.Where(f => f.Block == k))
            sources.Add(feed.Source < RecurrentFeed.FirstOperand ? Before(feed.Source) : _operands[feed.Source - RecurrentFeed.FirstOperand]);

        // What is fed one value as it is, is that value.
        if (!block.IsSum && sources is [var only]) return only;
        return Known(_sums, k, () => new(CellNodeKind.Sum, Name(k), text, sources, block.Name, Index: k));
    }

    private int Before(int state) => Input(CellNodeKind.Before, Shape.States[state] + "⁻", Shape.States[state] + "⁻", state);

    private int Input(CellNodeKind kind, string name, string key, int index)
    {
        if (!_inputs.TryGetValue(key, out int node)) _inputs[key] = node = Add(new(kind, name, name, [], key, Index: index));
        return node;
    }

    private int Known(Dictionary<int, int> known, int key, Func<CellNode> make)
    {
        if (!known.TryGetValue(key, out int node)) known[key] = node = Add(make());
        return node;
    }

    private int Add(CellNode node)
    {
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    private string Name(int block) => Shape.Blocks[block].Name.Replace('\'', '′');

    private static string Sign(Operation operation) => operation switch
    {
        Operation.Add => "+",
        Operation.Subtract or Operation.Negate => "−",
        Operation.Multiply => "⊙",
        Operation.Divide => "÷",
        Operation.Abs => "|a|",
        Operation.Sqrt => "√",
        Operation.Log => "ln",
        Operation.SelectLess => "<",
        Operation.Sigmoid => "σ",
        _ => operation.ToString().ToLowerInvariant(),
    };

    private sealed class Recorder(string cell) : ICellVisitor<CellDiagram>
    {
        public CellDiagram Visit<TCell>() where TCell : struct, ICell => new(cell, Graph.Record<TCell>());
    }
}
