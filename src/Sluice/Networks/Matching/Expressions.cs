namespace Sluice.Networks.Matching;

/// <summary>The values of a graph as polynomials: sums, products, products with fixed matrices, and squashing functions are looked into.</summary>
/// <param name="graph">The graph.</param>
/// <param name="around">What a value of the graph around it is; null where it is nothing that can be said.</param>
internal sealed class Expressions(NetworkGraph graph, Func<string, Polynomial?>? around = null)
{
    private static readonly HashSet<string> s_functions = ["Sigmoid", "Tanh", "Exp", "Log", "Sqrt", "Abs", "Softplus"];

    // A cell has some dozens of operations; a file may hang any number of them one behind the other.
    private const int Deepest = 200;

    private readonly Dictionary<string, Polynomial> _known = [];
    private readonly Dictionary<string, (Node Node, int Output)> _makers = Makers(graph);
    private int _depth;

    /// <summary>What makes a value; null for what is given.</summary>
    public Node? Maker(string name) => _makers.TryGetValue(name, out var maker) ? maker.Node : null;

    /// <summary>Takes a value as it is from now on.</summary>
    public void Close(IEnumerable<string> names)
    {
        _known.Clear();
        foreach (string name in names) _known[name] = Polynomial.Of(new Leaf(name));
    }

    /// <summary>A value.</summary>
    public Polynomial Of(string name)
    {
        if (_known.TryGetValue(name, out var known)) return known;
        if (_depth == Deepest) return Polynomial.Of(new Leaf(name));
        _depth++;
        _known[name] = Polynomial.Of(new Leaf(name)); // what is still being looked at
        var made = Constant(name) ?? (_makers.TryGetValue(name, out var maker) ? Made(maker.Node, maker.Output) : around?.Invoke(name));
        _depth--;
        return _known[name] = made is null || made.IsTooLong ? Polynomial.Of(new Leaf(name)) : made;
    }

    /// <summary>A fixed number, or one for each unit.</summary>
    private Polynomial? Constant(string name)
    {
        if (!graph.Constants.TryGetValue(name, out var value) || !value.IsFloat || value.Count == 0) return null;
        float[] numbers = value.Count <= 1 << 16 ? value.ToFloats() : [];
        if (numbers.Length == 1) return Polynomial.Constant(numbers[0]);
        return value.Shape.Length == 1 || value.Count == value.Shape[^1] ? Polynomial.Of(new Fixed(name, numbers)) : null;
    }

    private Polynomial? Made(Node node, int output)
    {
        if (node.Domain != "" || node.Layers.Count > 0) return null;
        Polynomial In(int i) => Of(node.In(i));
        if (s_functions.Contains(node.Operator)) return Polynomial.Apply(node.Operator, In(0));
        return node.Operator switch
        {
            "Identity" => In(0),
            "Add" => Sum(In(0), In(1)),
            "Sub" => Sum(In(0), Polynomial.Constant(-1) * In(1)),
            "Mul" => In(0) * In(1),
            "Neg" => Polynomial.Constant(-1) * In(0),
            "Div" => In(1).Number is { } by && by != 0 ? Polynomial.Constant(1 / by) * In(0) : Polynomial.Apply("Div", In(0), In(1)),
            "Relu" => CellPattern.Symmetric("Max", In(0), Polynomial.Constant(0)),
            "Max" when node.Inputs.Count == 2 => CellPattern.Symmetric("Max", In(0), In(1)),
            "Min" when node.Inputs.Count == 2 => CellPattern.Symmetric("Min", In(0), In(1)),
            "Where" when Maker(node.In(0)) is { Operator: "Less" } less
                => Polynomial.Apply("SelectLess", Of(less.In(0)), Of(less.In(1)), In(1), In(2)),
            "MatMul" => Product(node.In(0), node.In(1), false, node.Out(0)),
            "Gemm" => Gemm(node),
            "Split" => SplitOf(node, output),
            "Slice" => SliceOf(node),
            _ => null,
        };
    }

    /// <summary>a + b; sums of products with matrices become one, and what is added to each of their units its bias.</summary>
    private static Polynomial Sum(Polynomial a, Polynomial b)
    {
        var sum = a + b;
        Affine? affine = null;
        var rest = Polynomial.Constant(0);
        foreach (var term in sum.Terms)
        {
            if (term is { Factor: 1, Atoms: [Affine next] } && (affine is null || affine.Units == next.Units))
                affine = affine is null ? next : affine.Plus(next);
            else
                rest += Polynomial.Constant(term.Factor) * term.Atoms.Aggregate(Polynomial.Constant(1), (product, atom)
                    => product * Polynomial.Of(atom));
        }

        if (affine is null) return sum;
        var left = Polynomial.Constant(0);
        foreach (var term in rest.Terms)
        {
            if (term is { Factor: 1, Atoms: [Fixed numbers] } && numbers.Values.Length == affine.Units)
                affine = affine.Plus(numbers.Values, numbers.Key);
            else
                left += Polynomial.Constant(term.Factor) * term.Atoms.Aggregate(Polynomial.Constant(1), (product, atom)
                    => product * Polynomial.Of(atom));
        }

        return Polynomial.Of(affine) + left;
    }

    private Polynomial? Product(string x, string matrix, bool transposed, string name)
    {
        if (!graph.Constants.TryGetValue(matrix, out var value) || !value.IsFloat || value.Shape.Length != 2) return null;
        float[] numbers = value.ToFloats();
        int rows = value.Shape[transposed ? 0 : 1], columns = value.Shape[transposed ? 1 : 0];
        var own = new float[rows, columns];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) own[r, c] = transposed ? numbers[r * columns + c] : numbers[c * rows + r];
        return Polynomial.Of(new Affine([(Of(x), x, own)], new float[rows], name));
    }

    private Polynomial? Gemm(Node node)
    {
        if (node.Integer("transA", 0) != 0 || node.Number("alpha", 1) != 1 || node.Number("beta", 1) != 1) return null;
        var product = Product(node.In(0), node.In(1), node.Integer("transB", 0) != 0, node.Out(0));
        return product is null || node.Inputs.Count < 3 || node.In(2) == "" ? product : Sum(product, Of(node.In(2)));
    }

    private Polynomial? SplitOf(Node node, int output)
    {
        if (node.Integer("axis", 0) is not (1 or -1)) return null;
        var whole = Of(node.In(0));
        if (UnitsOf(whole) is not { } units) return null;
        long[] sizes = node.Integers("split") ?? (node.Inputs.Count > 1 && graph.Constants.TryGetValue(node.In(1), out var given) && given.IsInteger
            ? given.Integers
            : [.. Enumerable.Range(0, node.Outputs.Count).Select(_ => (long)(units / node.Outputs.Count))]);
        return sizes.Sum() == units && sizes.Length > output ? Cut(whole, (int)sizes.Take(output).Sum(), (int)sizes[output]) : null;
    }

    private Polynomial? SliceOf(Node node)
    {
        long[]? List(int i) => node.Inputs.Count > i && graph.Constants.TryGetValue(node.In(i), out var value) && value.IsInteger
            ? value.Integers : null;
        long[]? starts = node.Integers("starts") ?? List(1), ends = node.Integers("ends") ?? List(2), axes = node.Integers("axes") ?? List(3);
        if (starts is not [var from] || ends is not [var to] || axes is not [1 or -1] || (List(4) ?? [1]) is not [1]) return null;
        var whole = Of(node.In(0));
        if (UnitsOf(whole) is not { } units) return null;
        int first = (int)Math.Clamp(from < 0 ? from + units : from, 0, units), end = (int)Math.Clamp(to < 0 ? to + units : to, 0, units);
        return end > first ? Cut(whole, first, end - first) : null;
    }

    /// <summary>The units of a value that has a product with a matrix in it.</summary>
    private static int? UnitsOf(Polynomial value) => value.Terms.SelectMany(t => t.Atoms).Select(a => a switch
    {
        Affine affine => affine.Units,
        Application application => application.Arguments.Select(UnitsOf).FirstOrDefault(u => u is not null),
        _ => (int?)null,
    }).FirstOrDefault(u => u is not null);

    /// <summary>Some units of a value; null where a state or an input would have to be cut.</summary>
    private static Polynomial? Cut(Polynomial value, int from, int count)
    {
        bool whole = true;
        Polynomial Part(Atom atom)
        {
            switch (atom)
            {
                case Affine affine when from + count <= affine.Units: return Polynomial.Of(affine.Cut(from, count));
                case Fixed numbers when from + count <= numbers.Values.Length:
                    return Polynomial.Of(new Fixed(numbers.Name, numbers.Values[from..(from + count)], $"{numbers.Part}@{from}:{count}"));
                case Application application: return Polynomial.Apply(application.Function, [.. application.Arguments.Select(a => a.With(Part))]);
                default:
                    whole = false;
                    return Polynomial.Of(atom);
            }
        }

        var cut = value.With(Part);
        return whole ? cut : null;
    }

    private static Dictionary<string, (Node, int)> Makers(NetworkGraph graph)
    {
        var makers = new Dictionary<string, (Node, int)>();
        foreach (var node in graph.Nodes)
            for (int i = 0; i < node.Outputs.Count; i++) if (node.Outputs[i] != "") makers[node.Outputs[i]] = (node, i);
        return makers;
    }
}
