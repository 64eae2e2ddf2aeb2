namespace Sluice.Studio.Drawing;

/// <summary>The order of the places within their columns: the one with the fewest crossings of wires that is found.</summary>
internal sealed class ColumnOrder
{
    private const int Sweeps = 24;

    private readonly List<List<Place>> _columns;

    private ColumnOrder(List<List<Place>> columns) => _columns = columns;

    /// <summary>Puts every column in order.</summary>
    public static void Arrange(List<List<Place>> columns) => new ColumnOrder(columns).Order();

    /// <summary>Sorts columns by the mean place of their neighbours, to and fro, and keeps the best.</summary>
    private void Order()
    {
        Number();
        var best = _columns.Select(c => c.ToArray()).ToArray();
        int fewest = Crossings();
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool forth = sweep % 2 == 0;
            foreach (int c in forth ? Enumerable.Range(1, _columns.Count - 1) : Enumerable.Range(0, _columns.Count - 1).Reverse())
            {
                var sorted = _columns[c].OrderBy(p => (forth ? p.Left : p.Right) is { Count: > 0 } n ? n.Average(q => q.Rank) : p.Rank).ToArray();
                _columns[c].Clear();
                _columns[c].AddRange(sorted);
                Number();
            }

            Exchange();
            int crossings = Crossings();
            if (crossings >= fewest) continue;
            (fewest, best) = (crossings, [.. _columns.Select(c => c.ToArray())]);
        }

        for (int c = 0; c < best.Length; c++)
        {
            _columns[c].Clear();
            _columns[c].AddRange(best[c]);
        }

        Number();
    }

    /// <summary>Exchanges neighbours where that saves crossings.</summary>
    private void Exchange()
    {
        foreach (var column in _columns)
        {
            for (int i = 0; i + 1 < column.Count; i++)
            {
                Place a = column[i], b = column[i + 1];
                if (Crossed(a.Left, b.Left) + Crossed(a.Right, b.Right) <= Crossed(b.Left, a.Left) + Crossed(b.Right, a.Right)) continue;
                (column[i], column[i + 1]) = (b, a);
                (a.Rank, b.Rank) = (b.Rank, a.Rank);
            }
        }
    }

    private static int Crossed(List<Place> upper, List<Place> lower) => upper.Sum(u => lower.Count(l => l.Rank < u.Rank));

    private int Crossings()
    {
        int sum = 0;
        foreach (var column in _columns)
            for (int i = 0; i < column.Count; i++)
                for (int j = i + 1; j < column.Count; j++) sum += Crossed(column[i].Right, column[j].Right);
        return sum;
    }

    private void Number()
    {
        foreach (var column in _columns)
            for (int i = 0; i < column.Count; i++) column[i].Rank = i;
    }
}
