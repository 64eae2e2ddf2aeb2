namespace Sluice.Studio.Drawing;

/// <summary>
/// A drawing in columns from left to right (after Sugiyama, Tagawa and Toda 1981): every wire leads to the right, a wire over
/// several columns has a lane of its own in each, and the order within the columns is the one with the fewest crossings found.
/// </summary>
internal sealed class LayeredDrawing
{
    private const double LaneHeight = 4, Channel = 46, Margin = 12, Below = 20;

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

        ColumnOrder.Arrange(_columns);
        RowHeights.Arrange(_columns);
        (Width, Height) = Stretch();
        Boxes = [.. _places.Take(boxes.Count).Select(p => (p.X, p.Y))];
        Wires = [.. routes.GroupBy(r => r.To).SelectMany(g => g.OrderBy(r => r.Through[^1].Y)
            .ThenBy(r => r.Port).Select((r, i) => new Wire(r.From, r.To, r.Port, Points(r.Through, _places[r.To], i, g.Count()))))];
    }

    /// <summary>The middle of each box.</summary>
    public IReadOnlyList<(double X, double Y)> Boxes { get; }

    /// <summary>The wires.</summary>
    public IReadOnlyList<Wire> Wires { get; }

    /// <summary>The width of the drawing.</summary>
    public double Width { get; }

    /// <summary>The height of the drawing.</summary>
    public double Height { get; }

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

    /// <summary>Sets the columns side by side, and gives the size of all.</summary>
    private (double Width, double Height) Stretch()
    {
        double top = _places.Min(p => p.Y - p.Height / 2), x = Margin;
        foreach (var place in _places) place.Y += Margin - top;
        foreach (var column in _columns)
        {
            double width = column.Max(p => p.Width);
            foreach (var place in column) (place.X, place.ColumnWidth) = (x + width / 2, width);
            x += width + Channel;
        }

        return (x - Channel + Margin, _places.Max(p => p.Y + p.Height / 2) + Below);
    }

    /// <summary>The points of a wire from box to box, straight through the columns between them.</summary>
    private static List<(double, double)> Points(List<Place> through, Place to, int port, int ports)
    {
        List<(double, double)> points = [(through[0].X + through[0].Width / 2, through[0].Y)];
        foreach (var lane in through.Skip(1)) points.AddRange([(lane.X - lane.ColumnWidth / 2, lane.Y), (lane.X + lane.ColumnWidth / 2, lane.Y)]);

        // Wires reach a box at its left side, one below the other, so that none hides another.
        double room = Math.Min(to.Height * 0.45, 9.0 * (ports - 1));
        points.Add((to.X - to.Width / 2, to.Y + (ports == 1 ? 0 : room * ((double)port / (ports - 1) - 0.5))));
        return points;
    }
}
