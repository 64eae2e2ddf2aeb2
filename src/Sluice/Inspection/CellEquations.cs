using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;

namespace Sluice.Inspection;

/// <summary>The equations of a cell as its own code computes them: recorded, and written as text or LaTeX.</summary>
public sealed class CellEquations
{
    private readonly CellShape _shape;
    private readonly Graph _graph;
    private readonly bool _latex;
    private readonly Func<int, string>? _mark;
    private readonly Dictionary<int, string> _names = [];
    private readonly int[] _uses;
    private readonly IReadOnlyDictionary<int, int> _rooms;

    private CellEquations(CellShape shape, Graph graph, IReadOnlyDictionary<int, int> rooms, bool latex, Func<int, string>? mark = null)
    {
        (_shape, _graph, _rooms, _latex, _mark) = (shape, graph, rooms, latex, mark);
        _uses = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
            foreach (int argument in node.Arguments) _uses[argument]++;
        foreach (var output in graph.Outputs) _uses[output.Node]++;
    }

    /// <summary>One line an equation; sums of products first.</summary>
    public static IReadOnlyList<string> Text(string cell) => Catalog.Visit(cell, new Visitor(latex: false));

    /// <summary>The same as the lines of a LaTeX <c>aligned</c> block.</summary>
    public static IReadOnlyList<string> Latex(string cell) => Catalog.Visit(cell, new Visitor(latex: true));

    /// <summary>The blocks that end in the logistic function: amounts from 0, shut, to 1, open.</summary>
    public static IReadOnlyList<string> Gates(string cell)
        => [.. Text(cell).Select(e => Regex.Match(e, @"^(\S+) = σ\(")).Where(m => m.Success).Select(m => m.Groups[1].Value)];

    /// <summary>A constant of a cell's code; one that would be rounded to 0 is written with an exponent.</summary>
    internal static string Number(double value, string format = "0.######")
        => value.ToString(value != 0 && Math.Abs(value) < 1e-6 ? "0.#e-0" : format, CultureInfo.InvariantCulture);

    /// <summary>
    /// The equations of a stage as text in which every term is marked: <see cref="EquationPart"/> takes them apart.
    /// Nodes are marked as <paramref name="mark"/> names them; x as <c>x</c>, a matrix as <c>W k</c> or <c>R j</c>, a bias as
    /// <c>b k</c>, a state before the step as <c>h⁻</c>, an operand as <c>q</c>.
    /// </summary>
    internal static CellEquations Marked(CellShape shape, Graph graph, IReadOnlyDictionary<int, int> rooms, Func<int, string> mark)
        => new(shape, graph, rooms, latex: false, mark);

    /// <summary>The blocks in which stages keep what they have kept in another block before: that one has its letter.</summary>
    internal static Dictionary<int, int> Rooms(IEnumerable<Graph> stages)
        => stages.SelectMany(g => g.Outputs.Where(o => o.Effect == Effect.Keep).GroupBy(o => o.Node))
            .SelectMany(kept => kept.Skip(1).Select(o => (o.Index, kept.First().Index))).ToDictionary(r => r.Item1, r => r.Item2);

    /// <summary>The text of a node's own definition, in which what has a name stands by its name.</summary>
    internal string Definition(int node) => Expression(node, 0, define: true);

    internal List<string> Lines()
    {
        // A value that a stage keeps or hands on has a name; so has what is used more than once.
        foreach (var output in _graph.Outputs.Where(o => IsOperation(o.Node)))
        {
            _names.TryAdd(output.Node, output.Effect switch
            {
                Effect.Keep => Letter(Plain(_shape.Blocks[output.Index].Name)),
                Effect.After => Letter(_shape.States[output.Index]),
                _ => Operand(output.Index),
            });
        }

        int next = 1;
        for (int n = 0; n < _uses.Length; n++)
            if (_uses[n] > 1 && IsOperation(n) && !_names.ContainsKey(n)) _names[n] = _latex ? $"u_{{{next++}}}" : $"u{next++}";
        List<string> lines = [];
        for (int n = 0; n < _uses.Length; n++)
            if (_names.TryGetValue(n, out var name)) lines.Add(Equal(MarkNode(n, name), Expression(n, 0, define: true)));
        foreach (var output in _graph.Outputs)
        {
            string name =
                output.Effect == Effect.After ? Letter(_shape.States[output.Index]) : output.Effect == Effect.Operand ? Operand(output.Index) : "";
            string value = Expression(output.Node, 0);
            if (name.Length > 0 && MarkNode(output.Node, name) != value) lines.Add(Equal(MarkNode(output.Node, name), value));
        }

        return lines;
    }

    private bool IsOperation(int node) => _graph.Nodes[node].Operation >= Operation.Add;

    private string Equal(string name, string value) => _latex ? $"{name} &= {value}" : $"{name} = {value}";

    /// <summary>An expression; brackets where it binds less than <paramref name="binding"/>: 1 sums, 2 products, 3 factors.</summary>
    private string Expression(int n, int binding, bool define = false) => MarkNode(n, Unmarked(n, binding, define));

    private string Unmarked(int n, int binding, bool define)
    {
        if (!define && _names.TryGetValue(n, out var name)) return name;
        var node = _graph.Nodes[n];
        string Bracket(int own, string text) => own < binding ? _latex ? $"\\left({text}\\right)" : $"({text})" : text;
        string Function(string text, string latex) => _latex ? $"{latex}\\left({Expression(node.A, 0)}\\right)" : $"{text}({Expression(node.A, 0)})";
        return node.Operation switch
        {
            Operation.Constant => Number(node.Value),
            Operation.Block => Sum(node.Index, binding > 0),
            Operation.Weight => Letter(Plain(_shape.Blocks[node.Index].Name)),
            Operation.Before => Before(_shape.States[node.Index]),
            Operation.Add => Bracket(1, $"{Expression(node.A, 1)} + {Expression(node.B, 1)}"),
            Operation.Subtract => Bracket(1, $"{Expression(node.A, 1)} {(_latex ? "-" : "−")} {Expression(node.B, 2)}"),
            Operation.Multiply => Bracket(2, $"{Expression(node.A, 2)}{(_latex ? " \\odot " : "⊙")}{Expression(node.B, 2)}"),
            Operation.Divide => _latex
                ? $"\\frac{{{Expression(node.A, 0)}}}{{{Expression(node.B, 0)}}}"
                : Bracket(2, $"{Expression(node.A, 2)}/{Expression(node.B, 3)}"),
            Operation.Negate => Bracket(1, $"{(_latex ? "-" : "−")}{Expression(node.A, 2)}"),
            Operation.Max => Pair("max", node),
            Operation.Min => Pair("min", node),
            Operation.SelectLess => _latex
                ? $"\\left[{Expression(node.A, 0)} < {Expression(node.B, 0)}\\;?\\;{Expression(node.C, 0)} : {Expression(node.D, 0)}\\right]"
                : $"({Expression(node.A, 1)} < {Expression(node.B, 1)} ? {Expression(node.C, 1)} : {Expression(node.D, 1)})",
            Operation.Abs => _latex ? $"\\left|{Expression(node.A, 0)}\\right|" : $"|{Expression(node.A, 0)}|",
            Operation.Sqrt => Function("√", "\\sqrt"),
            Operation.Exp => Function("exp", "\\exp"),
            Operation.Log => Function("ln", "\\ln"),
            Operation.Tanh => Function("tanh", "\\tanh"),
            Operation.Sigmoid => Function("σ", "\\sigma"),
            _ => Function("softplus", "\\operatorname{softplus}"),
        };
    }

    private string Pair(string name, Node node) => _latex
        ? $"\\{name}\\left({Expression(node.A, 0)}, {Expression(node.B, 0)}\\right)"
        : $"{name}({Expression(node.A, 0)}, {Expression(node.B, 0)})";

    /// <summary>What is summed into a block: W x + R h⁻ + b, or the room's letter.</summary>
    private string Sum(int k, bool brackets)
    {
        var block = _shape.Blocks[k];
        string name = Plain(block.Name), own = Letter(name);
        List<string> terms = [];
        if (block.Has(Feeds.Bare)) terms.Add(Mark("x", "x"));
        if (block.Has(Feeds.Below)) terms.Add(_latex ? "c^{\\downarrow}" : Mark("c↓", "c↓"));
        if (block.Has(Feeds.Noise)) terms.Add(_latex ? $"m_{{{own}}}" : $"m_{name}");
        if (block.ReadsInput) terms.Add(Indexed($"W {k}", "W", name, Mark("x", "x")));
        for (int j = 0; j < _shape.RecurrentFeeds.Count; j++)
        {
            var feed = _shape.RecurrentFeeds[j];
            if (feed.Block != k) continue;
            bool operand = feed.Source >= RecurrentFeed.FirstOperand;
            string source = operand ? Operand(feed.Source - RecurrentFeed.FirstOperand) : Before(_shape.States[feed.Source]);
            terms.Add(Indexed(
                $"R {j}", operand ? "Q" : "R",
                feed.Source is 0 or RecurrentFeed.FirstOperand ? name : name + _shape.States.ElementAtOrDefault(feed.Source), Mark(source, source)));
        }

        if (block.HasBias) terms.Add(_latex ? $"b_{{{own}}}" : Mark($"b {k}", $"b{name}"));
        if (terms.Count == 0) return _rooms.TryGetValue(k, out int kept) ? Letter(Plain(_shape.Blocks[kept].Name)) : own;
        string sum = string.Join(" + ", terms);
        if (block.Has(Feeds.Normalised)) return _latex ? $"\\operatorname{{norm}}\\left({sum}\\right)" : $"norm({sum})";
        return terms.Count == 1 || !brackets ? sum : _latex ? $"\\left({sum}\\right)" : $"({sum})";
    }

    private string Indexed(string mark, string matrix, string block, string source)
        => _latex ? $"{matrix}_{{{Letter(block)}}} {source}" : $"{Mark(mark, $"{matrix}{block}")} {source}";

    private string MarkNode(int node, string text) => _mark is null ? text : Mark(_mark(node), text);

    private string Mark(string id, string text) => _mark is null ? text : EquationPart.Marked(id, text);

    private string Before(string state) => _latex ? $"{Letter(state)}_{{t-1}}" : $"{state}⁻";

    private string Operand(int index) => index == 0 ? "q" : _latex ? "q'" : "q′";

    private string Letter(string name) => _latex
        ? name.Length == 1 ? name : $"\\mathit{{{name.Replace("_", "\\_")}}}"
        : name;

    private static string Plain(string name) => name.Replace('\'', '′');

    private sealed class Visitor(bool latex) : ICellVisitor<IReadOnlyList<string>>
    {
        public IReadOnlyList<string> Visit<TCell>() where TCell : struct, ICell
        {
            var stages = Graph.Record<TCell>();
            var rooms = Rooms(stages);
            return [.. stages.SelectMany(g => new CellEquations(TCell.Shape, g, rooms, latex).Lines()).Distinct()];
        }
    }
}
