namespace Sluice.Inspection;

/// <summary>What two terms have in common: the largest number of terms that can stand for each other, one within the other where need be.</summary>
/// <param name="stands">Whether a unit of one cell can stand for one of the other.</param>
internal sealed class TermAlignment(Func<CellUnit, CellUnit, bool> stands)
{
    // Of two ways with as much in common, the one in which less is left out.
    private const double Left = 1e-3;

    private readonly Dictionary<(CellTerm, CellTerm), (double Score, List<(CellTerm, CellTerm)> Pairs)> _known = [];

    /// <summary>The share of the terms of both that stand for each other: 1 where nothing differs.</summary>
    public double Likeness(CellTerm a, CellTerm b) => 2.0 * Best(a, b).Pairs.Count / (a.Size + b.Size);

    /// <summary>The terms that stand for each other.</summary>
    public IReadOnlyList<(CellTerm, CellTerm)> Pairs(CellTerm a, CellTerm b) => Best(a, b).Pairs;

    private (double Score, List<(CellTerm, CellTerm)> Pairs) Best(CellTerm a, CellTerm b)
    {
        if (_known.TryGetValue((a, b), out var known)) return known;
        (double Score, List<(CellTerm, CellTerm)> Pairs) best = (0, []);
        if (a.Kind == b.Kind && (a.Of is null || stands(a.Of, b.Of!)))
        {
            var inner = a.Ordered ? a.Children.Zip(b.Children).Select(p => Best(p.First, p.Second)) : Matched(a.Children, b.Children);
            best = (1, [(a, b)]);
            foreach (var (score, pairs) in inner) best = (best.Score + score, [.. best.Pairs, .. pairs]);
        }

        if (a.IsProduct || b.IsProduct) return _known[(a, b)] = a.IsProduct && b.IsProduct ? best : Within(a, b, best);
        return _known[(a, b)] = Within(a, b, best);
    }

    /// <summary>One of them may stand within the other: r⊙(R h) has R h. What a matrix acts on does not stand alone.</summary>
    private (double Score, List<(CellTerm, CellTerm)> Pairs) Within(CellTerm a, CellTerm b, (double Score, List<(CellTerm, CellTerm)> Pairs) best)
    {
        foreach (var child in b.IsProduct ? [] : b.Children) Take(Best(a, child));
        foreach (var child in a.IsProduct ? [] : a.Children) Take(Best(child, b));
        return best;

        void Take((double Score, List<(CellTerm, CellTerm)> Pairs) other)
        {
            if (other.Score - Left > best.Score) best = (other.Score - Left, other.Pairs);
        }
    }

    /// <summary>Each at most once, the most alike first.</summary>
    private IEnumerable<(double, List<(CellTerm, CellTerm)>)> Matched(IReadOnlyList<CellTerm> first, IReadOnlyList<CellTerm> second)
    {
        HashSet<CellTerm> taken = [];
        foreach (var (a, b, best) in first.SelectMany(a => second.Select(b => (a, b, Best: Best(a, b))))
            .Where(m => m.Best.Score > 0).OrderByDescending(m => m.Best.Score))
        {
            if (taken.Contains(a) || taken.Contains(b)) continue;
            taken.Add(a);
            taken.Add(b);
            yield return best;
        }
    }
}
