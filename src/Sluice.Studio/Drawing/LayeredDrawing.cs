using System.Globalization;
using System.Text;

namespace Sluice.Studio.Drawing;

/// <summary>A thing to draw, with its size and what leads to it; the arguments stand before it.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Arguments">What leads to it, by number.</param>
/// <param name="First">Whether it stands in the first column even where it is needed late.</param>
/// <param name="Last">Whether it stands in the last column.</param>
internal sealed record Box(double Width, double Height, IReadOnlyList<int> Arguments, bool First = false, bool Last = false);

/// <summary>A wire from one box to another.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Port">Which argument of <paramref name="To"/> it is.</param>
/// <param name="Points">Its points in pairs: it bends between pairs, and is straight within one.</param>
internal sealed record Wire(int From, int To, int Port, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>The path in SVG.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"M{Points[0].X:0.#} {Points[0].Y:0.#}"));
            for (int i = 1; i < Points.Count; i++)
            {
                var ((x0, y0), (x1, y1)) = (Points[i - 1], Points[i]);
                double middle = (x0 + x1) / 2;
                if (i % 2 == 0) path.Append(CultureInfo.InvariantCulture, $"L{x1:0.#} {y1:0.#}");
                else path.Append(CultureInfo.InvariantCulture, $"C{middle:0.#} {y0:0.#} {middle:0.#} {y1:0.#} {x1:0.#} {y1:0.#}");
            }

            return path.ToString();
        }
    }
}

/// <summary>
/// A drawing in columns from left to right (after Sugiyama, Tagawa and Toda 1981): every wire leads to the right, a wire over
/// several columns has a lane of its own in each, and the order within the columns is the one with the fewest crossings found.
/// </summary>
internal sealed class LayeredDrawing
{
    private const double Gap = 16, LaneHeight = 4, Channel = 46, Margin = 12;
    private const int Sweeps = 24;

    private readonly List<Place> _places = [];
    private readonly List<List<Place>> _columns = [];

    private LayeredDrawing(IReadOnlyList<Box> boxes)
    {
        int[] column = Columns(boxes);
        for (int c = 0; c <= column.Max(); c++) _columns.Add([]);
        for (int n = 0; n < boxes.Count; n++) Put(new Place(column[n], boxes[n].Width, boxes[n].Height));
        var lanes = new Dictionary<(int, int), Place>();
        var routes = new List<(int From, int To, int Port, List<Place> Through)>();
        for (int n = 0; n < boxes.Count; n++)
        {
            for (int port = 0; port < boxes[n].Arguments.Count; port++)
            {
                int from = boxes[n].Arguments[port];
                List<Place> through = [_places[from]];
                for (int c = column[from] + 1; c < column[n]; c++)
                {
                    if (!lanes.TryGetValue((from, c), out var lane))
                    {
                        lanes[(from, c)] = lane = Put(new Place(c, 0, LaneHeight));
                        Join(through[^1], lane);
                    }

                    through.Add(lane);
                }

                Join(through[^1], _places[n]);
                routes.Add((from, n, port, through));
            }
        }

        Order();
        Rows();
        Boxes = [.. _places.Take(boxes.Count).Select(p => (p.X, p.Y))];
        Wires = [.. routes.GroupBy(r => r.To).SelectMany(g => g.OrderBy(r => r.Through[^1].Y).ThenBy(r => r.Port).Select((r, i) => new Wire(r.From, r.To, r.Port, Points(r.Through, _places[r.To], i, g.Count()))))];
    }

    /// <summary>The middle of each box.</summary>
    public IReadOnlyList<(double X, double Y)> Boxes { get; }

    /// <summary>The wires.</summary>
    public IReadOnlyList<Wire> Wires { get; }

    /// <summary>The width of the drawing.</summary>
    public double Width { get; private set; }

    /// <summary>The height of the drawing.</summary>
    public double Height { get; private set; }

    public static LayeredDrawing Of(IReadOnlyList<Box> boxes) => new(boxes);

    /// <summary>As far left as arguments allow; what has none stands right before the first that needs it.</summary>
    private static int[] Columns(IReadOnlyList<Box> boxes)
    {
        int[] column = new int[boxes.Count];
        for (int n = 0; n < column.Length; n++)
            foreach (int argument in boxes[n].Arguments) column[n] = Math.Max(column[n], column[argument] + 1);
        int last = column.Max();
        for (int n = 0; n < column.Length; n++)
        {
            if (boxes[n].Last) column[n] = last;
            if (boxes[n].Arguments.Count > 0 || boxes[n].First) continue;
            var users = Enumerable.Range(0, column.Length).Where(u => boxes[u].Arguments.Contains(n));
            if (users.Any()) column[n] = Math.Max(0, users.Min(u => column[u]) - 1);
        }

        return column;
    }

    private Place Put(Place place)
    {
        _places.Add(place);
        _columns[place.Column].Add(place);
        return place;
    }

    private static void Join(Place left, Place right)
    {
        if (left.Right.Contains(right)) return;
        left.Right.Add(right);
        right.Left.Add(left);
    }

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

    /// <summary>Moves everything towards its neighbours, as far as the order and the room allow.</summary>
    private void Rows()
    {
        foreach (var column in _columns)
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
            foreach (int c in forth ? Enumerable.Range(0, _columns.Count) : Enumerable.Range(0, _columns.Count).Reverse())
                Settle(_columns[c], [.. _columns[c].Select(p => Wanted(p, forth))]);
        }

        double top = _places.Min(p => p.Y - p.Height / 2), x = Margin;
        foreach (var place in _places) place.Y += Margin - top;
        foreach (var column in _columns)
        {
            double width = column.Max(p => p.Width);
            foreach (var place in column) (place.X, place.ColumnWidth) = (x + width / 2, width);
            x += width + Channel;
        }

        (Width, Height) = (x - Channel + Margin, _places.Max(p => p.Y + p.Height / 2) + Margin);
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

    private static List<(double, double)> Points(List<Place> through, Place to, int port, int ports)
    {
        List<(double, double)> points = [(through[0].X + through[0].Width / 2, through[0].Y)];
        foreach (var lane in through.Skip(1)) points.AddRange([(lane.X - lane.ColumnWidth / 2, lane.Y), (lane.X + lane.ColumnWidth / 2, lane.Y)]);

        // Wires reach a box at its left side, one below the other, so that none hides another.
        double room = Math.Min(to.Height * 0.45, 9.0 * (ports - 1));
        points.Add((to.X - to.Width / 2, to.Y + (ports == 1 ? 0 : room * ((double)port / (ports - 1) - 0.5))));
        return points;
    }

    private sealed class Place(int column, double width, double height)
    {
        public int Column { get; } = column;

        public double Width { get; } = width;

        public double Height { get; } = height;

        public List<Place> Left { get; } = [];

        public List<Place> Right { get; } = [];

        public int Rank { get; set; }

        public double ColumnWidth { get; set; }

        public double X { get; set; }

        public double Y { get; set; }
    }
}
