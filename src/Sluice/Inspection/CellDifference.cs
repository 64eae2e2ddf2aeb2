namespace Sluice.Inspection;

/// <summary>
/// In what a cell differs from another one, by its recorded equations. Gates, candidates and ways of states are matched first by name
/// and shape, then by shape alone, each at most once; of those that match only the terms that differ are told.
/// </summary>
public sealed class CellDifference
{
    // Of what has the same letter less must be alike; states have many ways that are alike by half.
    private const double LikeWithName = 0.4, Like = 0.5, LikePath = 0.6, SameName = 0.15;

    private readonly CellDiagram _diagram, _other;
    private readonly HashSet<EquationPart> _parts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, bool> _nodes = [];

    private CellDifference(CellDiagram diagram, CellDiagram other, IReadOnlyList<CellUnit> units, HashSet<CellTerm> common)
    {
        (_diagram, _other) = (diagram, other);
        Gates = [.. units.Where(u => u.Kind == CellUnitKind.Gate).Select(u => u.Name).Distinct()];
        foreach (var unit in units) Mark(unit.Term, common, -1);
        foreach (var equation in diagram.Equations)
            if (_parts.Contains(equation[^1]) && !Shared(equation[^1])) _parts.Add(equation[0]);
    }

    /// <summary>The letters of its gates.</summary>
    public IReadOnlyList<string> Gates { get; }

    /// <summary>The letters of what stands for each other in this and the other cell, and whether it is the same but for letters.</summary>
    public IReadOnlyList<(string Here, string There, bool Same)> Alike { get; private init; } = [];

    /// <summary>The gates, candidates and ways of states that the other cell has no match for.</summary>
    public IReadOnlyList<(string Name, CellUnitKind Kind)> Only { get; private init; } = [];

    /// <summary>Wires to a node that the other cell has as well, which it has without them.</summary>
    public HashSet<(int From, int To)> Wires { get; } = [];

    /// <summary>Whether the other cell has nothing that stands for this part of an equation, its own signs without its parts.</summary>
    public bool Differs(EquationPart part) => _parts.Contains(part);

    /// <summary>Whether the other cell has nothing that stands for a node; states stand for those of their name.</summary>
    public bool Differs(int node) => _diagram.Nodes[node] switch
    {
        { Kind: CellNodeKind.Input } => false,
        { Kind: CellNodeKind.Before or CellNodeKind.After, Index: var state } =>
            state > 0 && !_other.Shape.States.Contains(_diagram.Shape.States[state]),
        _ => _nodes.GetValueOrDefault(node),
    };

    /// <summary>Compares two cells: what only the first has, and what only the second has.</summary>
    public static (CellDifference First, CellDifference Second) Between(CellDiagram first, CellDiagram second)
    {
        var (a, b) = (CellUnits.Of(first), CellUnits.Of(second));
        var partners = Match(a, b);
        var exact = new TermAlignment((x, y) => partners.GetValueOrDefault(x) == y);
        HashSet<CellTerm> common = [];
        List<(string, string, bool)> alike = [];
        foreach (var (x, y) in partners)
        {
            var pairs = exact.Pairs(x.Term, y.Term);
            foreach (var (s, t) in pairs) common.UnionWith([s, t]);
            alike.Add((x.Name, y.Name, pairs.Count == x.Term.Size && pairs.Count == y.Term.Size));
        }

        return (
            new(
                first, second, a,
                common)
            { Alike = alike, Only = [.. a.Where(u => !partners.ContainsKey(u)).Select(u => (u.Name, u.Kind)).Distinct()] },
            new(second, first, b, common)
            {
                Alike = [.. alike.Select(p => (p.Item2, p.Item1, p.Item3))],
                Only = [.. b.Except(partners.Values).Select(u => (u.Name, u.Kind)).Distinct()]
            });
    }

    /// <summary>Gates and candidates first; the ways of states are told apart by those that are in them.</summary>
    private static Dictionary<CellUnit, CellUnit> Match(IReadOnlyList<CellUnit> first, IReadOnlyList<CellUnit> second)
    {
        Dictionary<CellUnit, CellUnit> partners = [];
        HashSet<CellUnit> taken = [];
        foreach (bool paths in new[] { false, true })
        {
            var shapes =
                new TermAlignment((x, y) => x.Kind == y.Kind && (!paths || x.Kind == CellUnitKind.Path || partners.GetValueOrDefault(x) == y));
            var found = from a in first
                        from b in second
                        where a.Kind == b.Kind && (a.Kind == CellUnitKind.Path) == paths
                        let same = a.Name == b.Name
                        let like = shapes.Likeness(a.Term, b.Term)
                        where like >= (same ? LikeWithName : paths ? LikePath : Like)
                        orderby like + (same ? SameName : 0) descending
                        select (a, b);
            foreach (var (a, b) in found)
                if (!partners.ContainsKey(a) && taken.Add(b)) partners[a] = b;
        }

        return partners;
    }

    private void Mark(CellTerm term, HashSet<CellTerm> common, int parent)
    {
        bool differs = !common.Contains(term);
        int own = term.Parts.Length > 0 && int.TryParse(term.Parts[0].Id, out int id) ? id : parent;
        foreach (var part in term.Parts)
        {
            if (differs) _parts.Add(part);
            if (!int.TryParse(part.Id, out int node)) continue;

            // What stands in several places differs where it differs in all of them.
            _nodes[node] = differs && _nodes.GetValueOrDefault(node, true);
            if (differs && parent >= 0) Wires.Add((node, parent));
        }

        foreach (var child in term.Children) Mark(child, common, own);
    }

    private bool Shared(EquationPart part) => part.Parts.Any(p => p.Id is not null && (!_parts.Contains(p) || Shared(p)));
}
