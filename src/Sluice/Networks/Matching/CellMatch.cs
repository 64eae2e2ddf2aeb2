using Sluice.Cells.Contract;

namespace Sluice.Networks.Matching;

/// <summary>A cell of the catalog found in values of a graph: which expression each of its blocks, states and weights is.</summary>
/// <param name="pattern">The cell.</param>
internal sealed class CellMatch(CellPattern pattern)
{
    private readonly Dictionary<string, Atom> _bound = [];

    /// <summary>The cell.</summary>
    public CellPattern Pattern => pattern;

    /// <summary>The cells whose output a value can be, in the order of the catalog.</summary>
    public static IEnumerable<CellMatch> All(Polynomial output)
    {
        if (!output.Terms.Any(t => t.Atoms.Any(a => a is Application))) yield break;
        foreach (var pattern in CellPattern.All)
        {
            var match = new CellMatch(pattern);
            if (match.Fits(pattern.After[0]!, output, match.IsWhole)) yield return match;
        }
    }

    /// <summary>What a state after the step is in the graph.</summary>
    public Polynomial After(int state) => pattern.After[state]!.With(InGraph);

    /// <summary>The sum of products that a block is; null where the output does not depend on it.</summary>
    public Affine? Block(int block) => _bound.GetValueOrDefault(new BlockAtom(block).Key) as Affine;

    /// <summary>The value that a state before the step is; null where it is read by products alone.</summary>
    public string? State(int state) => (_bound.GetValueOrDefault(new StateAtom(state).Key) as Leaf)?.Name;

    /// <summary>The numbers that a weight is.</summary>
    public float[]? Weight(int block) => (_bound.GetValueOrDefault(new WeightAtom(block).Key) as Fixed)?.Values;

    /// <summary>What a product within the step reads.</summary>
    public Polynomial Operand(int operand) => pattern.Operands[operand]!.With(InGraph);

    /// <summary>Whether every block that has to be a sum of products is one, all of as many units.</summary>
    private bool IsWhole()
    {
        var blocks = _bound.Values.OfType<Affine>().ToList();
        return blocks.Count > 0 && blocks.All(b => b.Units == blocks[0].Units)
            && _bound.Values.OfType<Fixed>().All(f => f.Values.Length == blocks[0].Units);
    }

    private Polynomial InGraph(Atom atom) => atom switch
    {
        Application application => Polynomial.Apply(application.Function, [.. application.Arguments.Select(a => a.With(InGraph))]),
        _ => Polynomial.Of(_bound.GetValueOrDefault(atom.Key, atom)),
    };

    /// <summary>
    /// Whether a polynomial of the cell is one of the graph, term by term in any order; what was bound stays bound where the rest fits too.
    /// </summary>
    private bool Fits(Polynomial own, Polynomial other, Func<bool> then)
    {
        // A number added to a whole sum, such as a forget gate's 1, is a part of its bias where the cell has none.
        if (own.Only is BlockAtom && other.Terms is [{ Atoms.Count: 0 } number, { Factor: 1, Atoms: [Affine sum] }])
            return FitsAtom(own.Only, sum.Plus([.. Enumerable.Repeat((float)number.Factor, sum.Units)], $"{number.Factor:R}"), then);
        return own.Terms.Count == other.Terms.Count && FitsTerms(own.Terms, 0, [.. other.Terms], then);
    }

    private bool FitsTerms(IReadOnlyList<Polynomial.Term> own, int at, List<Polynomial.Term> others, Func<bool> then)
    {
        if (at == own.Count) return then();
        for (int i = 0; i < others.Count; i++)
        {
            var other = others[i];
            if (Math.Abs(other.Factor - own[at].Factor) > 1e-5 * Math.Abs(own[at].Factor) || other.Atoms.Count != own[at].Atoms.Count) continue;
            List<Polynomial.Term> rest = [.. others];
            rest.RemoveAt(i);
            if (FitsAtoms(own[at].Atoms, 0, [.. other.Atoms], () => FitsTerms(own, at + 1, rest, then))) return true;
        }

        return false;
    }

    private bool FitsAtoms(IReadOnlyList<Atom> own, int at, List<Atom> others, Func<bool> then)
    {
        if (at == own.Count) return then();
        for (int i = 0; i < others.Count; i++)
        {
            List<Atom> rest = [.. others];
            rest.RemoveAt(i);
            if (FitsAtom(own[at], others[i], () => FitsAtoms(own, at + 1, rest, then))) return true;
        }

        return false;
    }

    private bool FitsAtom(Atom own, Atom other, Func<bool> then)
    {
        if (own is Application mine)
        {
            return other is Application theirs && mine.Function == theirs.Function && mine.Arguments.Length == theirs.Arguments.Length
                && FitsArguments(mine.Arguments, 0, theirs.Arguments, then);
        }

        bool kind = own switch
        {
            BlockAtom block => other is Affine affine && Feeds(block.Index, affine),
            StateAtom => other is Leaf,
            _ => other is Fixed,
        };
        if (!kind) return false;
        if (_bound.TryGetValue(own.Key, out var bound)) return bound.Key == other.Key && then();
        if (_bound.Values.Any(b => b.Key == other.Key)) return false;
        _bound[own.Key] = other;
        if (then()) return true;
        _bound.Remove(own.Key);
        return false;
    }

    private bool FitsArguments(Polynomial[] own, int at, Polynomial[] others, Func<bool> then)
        => at == own.Length ? then() : Fits(own[at], others[at], () => FitsArguments(own, at + 1, others, then));

    /// <summary>Whether a block may be a sum over so many values.</summary>
    private bool Feeds(int block, Affine affine)
    {
        var shape = pattern.Shape;
        int feeds = (shape.Blocks[block].ReadsInput ? 1 : 0) + shape.RecurrentFeeds.Count(f => f.Block == block);
        return affine.Terms.Select(t => t.Source.Key).Distinct().Count() <= feeds;
    }
}
