namespace Sluice.Studio.Drawing;

/// <summary>How high each place stands in its column: near to its neighbours, in the order of the column.</summary>
internal static class RowHeights
{
    private const double Gap = 16;
    private const int Sweeps = 24;

    /// <summary>Moves everything towards its neighbours, as far as the order and the room allow.</summary>
    public static void Arrange(List<List<Place>> columns)
    {
        foreach (var column in columns)
        {
            double y = 0;
            foreach (var place in column)
            {
                place.Y = y + place.Height / 2;
                y += place.Height + Gap;
            }
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool forth = sweep % 2 == 0;
            foreach (int c in forth ? Enumerable.Range(0, columns.Count) : Enumerable.Range(0, columns.Count).Reverse())
                Settle(columns[c], [.. columns[c].Select(p => Wanted(p, forth))]);
        }
    }

    private static double Wanted(Place place, bool forth)
    {
        var (first, second) = forth ? (place.Left, place.Right) : (place.Right, place.Left);
        return first.Count > 0 ? first.Average(p => p.Y) : second.Count > 0 ? second.Average(p => p.Y) : place.Y;
    }

    /// <summary>The places nearest to the wanted ones in the sense of least squares, in their order (pool adjacent violators).</summary>
    private static void Settle(List<Place> column, double[] wanted)
    {
        double[] offset = new double[column.Count];
        for (int i = 1; i < offset.Length; i++) offset[i] = offset[i - 1] + (column[i - 1].Height + column[i].Height) / 2 + Gap;
        var blocks = new List<(double Sum, double Weight, int Count)>();
        for (int i = 0; i < wanted.Length; i++)
        {
            // A lane holds its wire straight more than a box its place.
            double weight = column[i].Width == 0 ? 2 : 1;
            (double Sum, double Weight, int Count) block = (weight * (wanted[i] - offset[i]), weight, 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Weight > block.Sum / block.Weight)
            {
                block = (block.Sum + blocks[^1].Sum, block.Weight + blocks[^1].Weight, block.Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        int at = 0;
        foreach (var (sum, weight, count) in blocks)
            for (int i = 0; i < count; i++, at++) column[at].Y = sum / weight + offset[at];
    }
}
