using Sluice.Cells.Graphs;

namespace Sluice.Inspection;

/// <summary>Takes the equations of a cell apart into units: gates, candidates, ways of states.</summary>
internal sealed class CellUnits
{
    private readonly CellDiagram _diagram;
    private readonly Dictionary<int, CellUnit> _units = [];
    private readonly List<CellUnit> _order = [];
    private readonly Dictionary<int, EquationPart> _inner = [];

    private CellUnits(CellDiagram diagram)
    {
        _diagram = diagram;
        var definitions = diagram.Equations.Where(e => e[^1].Parts.Count > 0).ToList();

        // What a block held before it was squashed belongs to what it became.
        foreach (var after in definitions.Where(e => IsSquash(NodeOf(e[^1]))))
            foreach (var before in definitions.Where(e => e != after && e[0].Text == after[0].Text && after[^1].Parts.Any(p => p.Id == e[0].Id)))
                _inner[NodeOf(before[^1])] = before[^1];
        definitions.RemoveAll(e => _inner.ContainsKey(NodeOf(e[^1])));

        // What has a letter stands by it wherever it is used.
        foreach (var equation in definitions) Found(equation[^1], equation[0].Text);
        foreach (var equation in definitions) _units[NodeOf(equation[^1])].Term = Term(equation[^1], root: true);
    }

    /// <summary>The units in the order of the equations.</summary>
    public static IReadOnlyList<CellUnit> Of(CellDiagram diagram) => new CellUnits(diagram)._order;

    private static int NodeOf(EquationPart part) => int.TryParse(part.Id, out int node) ? node : -1;

    private CellUnit Found(EquationPart part, string? name)
    {
        int node = NodeOf(part);
        if (_units.TryGetValue(node, out var known)) return known;
        var kind =
            !HoldsSum(part, IsSquash(node)) ? CellUnitKind.Path : OperationOf(node) == Operation.Sigmoid ? CellUnitKind.Gate : CellUnitKind.Candidate;
        var sums = SumsIn(part).ToList();
        var unit = new CellUnit(
            node, kind, sums.Count > 0 && (name is null || name.StartsWith("kept", StringComparison.Ordinal)) ? Beginning(sums) : name ?? part.Text);
        _order.Add(unit);
        return _units[node] = unit;
    }

    private Operation OperationOf(int node)
        => node >= 0 && _diagram.Nodes[node].Kind == CellNodeKind.Operation ? _diagram.Nodes[node].Operation : Operation.Constant;

    private bool IsSquash(int node)
        => OperationOf(node) is Operation.Sigmoid or Operation.Tanh or Operation.Max or Operation.Softplus or Operation.Exp or Operation.SelectLess;

    private bool IsSum(EquationPart part) => part.Parts.Count > 0 && NodeOf(part) is >= 0 and var n && _diagram.Nodes[n].Kind == CellNodeKind.Sum;

    /// <summary>Whether a sum of products is the part itself or, within a function, anywhere in it.</summary>
    private bool HoldsSum(EquationPart part, bool deep) => IsSum(part) || (deep && Inner(part).Parts.Any(p => HoldsSum(p, true)));

    private IEnumerable<string> SumsIn(EquationPart part) => IsSum(part) ? [_diagram.Nodes[NodeOf(part)].Name] : Inner(part).Parts.SelectMany(SumsIn);

    private EquationPart Inner(EquationPart part) => part.Parts.Count == 0 && _inner.TryGetValue(NodeOf(part), out var inner) ? inner : part;

    /// <summary>What all names begin with, such as f for fx and fr; otherwise the first of them.</summary>
    private static string Beginning(List<string> names)
    {
        int same = names[0].TakeWhile((c, i) => names.All(n => i < n.Length && n[i] == c)).Count();
        return same > 0 ? names[0][..same] : names[0];
    }

    private CellTerm Term(EquationPart part, bool root = false, bool inside = false)
    {
        int n = NodeOf(part);
        if (Inner(part) is var inner && inner != part) return new CellTerm("⊂", [Term(inner, inside: inside)], part);
        if (n < 0) return new CellTerm(part.Id is ['b', ..] ? "b" : part.Text, [], part);
        var node = _diagram.Nodes[n];
        inside |= root && _units[n].Kind != CellUnitKind.Path;
        if (!root && _units.TryGetValue(n, out var unit)) return new CellTerm("unit", [], part) { Of = unit };
        if (!root && !inside && HoldsSum(part, IsSquash(n)))
        {
            unit = Found(part, null);
            unit.Term ??= Term(part, root: true);

            // The signs of a unit that stands in a line of another one are its own.
            return new CellTerm("unit", []) { Of = unit };
        }

        return node.Kind switch
        {
            CellNodeKind.Operation => Operated(node, part, inside),
            CellNodeKind.Sum when part.Parts.Count > 0 => Summed(part, inside),
            CellNodeKind.Before => new CellTerm(node.Index == 0 ? "before" : $"before {node.Name}", [], part),
            CellNodeKind.Constant => new CellTerm(node.Text, [], part),
            _ => new CellTerm(node.Kind.ToString(), [], part),
        };
    }

    private CellTerm Operated(CellNode node, EquationPart part, bool inside)
    {
        var arguments = part.Parts.Where(p => p.Id is not null).Select(p => Term(p, inside: inside)).ToList();
        if (node.Operation == Operation.Subtract && arguments.Count == 2) arguments[1] = new CellTerm("−", [arguments[1]]);
        return node.Operation switch
        {
            Operation.Add or Operation.Subtract => Group("+", arguments, part),
            Operation.Multiply => Group("⊙", arguments, part),
            _ => new CellTerm(node.Operation.ToString(), arguments, part),
        };
    }

    /// <summary>W x + R h⁻ + b: every product is one term.</summary>
    private CellTerm Summed(EquationPart part, bool inside)
    {
        List<CellTerm> terms = [];
        var named = part.Parts.Where(p => p.Id is not null).ToList();
        for (int i = 0; i < named.Count; i++)
        {
            if (named[i].Id is ['W' or 'R', ..] && NodeOf(named[i]) < 0)
                terms.Add(new CellTerm(named[i].Id![..1], [Term(named[i + 1], inside: inside)], named[i++]));
            else terms.Add(Term(named[i], inside: inside));
        }

        var sum = Group("+", terms, part);
        return part.Text.StartsWith("norm(", StringComparison.Ordinal) ? new CellTerm("norm", [sum], part) : sum;
    }

    /// <summary>A sum of sums is one sum.</summary>
    private static CellTerm Group(string kind, List<CellTerm> terms, EquationPart part)
    {
        var inner = terms.Where(t => t.Kind == kind).ToList();
        return new CellTerm(kind, [.. terms.SelectMany(t => t.Kind == kind ? t.Children : [t])], [part, .. inner.SelectMany(t => t.Parts)]);
    }
}
