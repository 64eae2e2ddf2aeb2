using System.Globalization;
using Sluice.Cells.Graphs;
using Sluice.Inspection;

namespace Sluice.Studio.Drawing;

/// <summary>A node as it is drawn.</summary>
/// <param name="Id">Its number in the diagram.</param>
/// <param name="Kind">What it is, such as <c>sum</c>.</param>
/// <param name="Label">What stands in it.</param>
/// <param name="Text">Its equation.</param>
/// <param name="Squashes">Whether it ends in 0 … 1: a gate.</param>
/// <param name="Key">The name under which its value can be given, or null.</param>
/// <param name="X">The middle.</param>
/// <param name="Y">The middle.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
internal sealed record DrawnNode(
    int Id, string Kind, string Label, string Text, bool Squashes, string? Key, double X, double Y, double Width, double Height)
{
    /// <summary>Whether none of the cells beside it has one like it.</summary>
    public bool Only { get; init; }
}

/// <summary>A wire as it is drawn.</summary>
/// <param name="From">The node from which it comes.</param>
/// <param name="To">The node to which it leads.</param>
/// <param name="Minus">Where on it stands a minus, if it is taken away there; or null.</param>
/// <param name="Path">Its path in SVG.</param>
/// <param name="EndY">Where it ends.</param>
internal sealed record DrawnWire(int From, int To, DrawnPoint? Minus, string Path, double EndY)
{
    /// <summary>Whether none of the cells beside it has one like it.</summary>
    public bool Only { get; init; }
}

/// <summary>A point of a drawing.</summary>
internal sealed record DrawnPoint(double X, double Y);

/// <summary>The data flow of a cell as a drawing: inputs at the left, states at the right; numbers of the code stand in their operations.</summary>
internal sealed record CellDrawing(double Width, double Height, IReadOnlyList<DrawnNode> Nodes, IReadOnlyList<DrawnWire> Wires)
{
    private const double Letter = 7.6, Low = 24, Sign = 0.65;

    /// <summary>Draws a cell; <paramref name="differences"/> are those from the cells beside it.</summary>
    public static CellDrawing Of(CellDiagram diagram, params CellDifference[] differences)
    {
        bool Only(Func<CellDifference, bool> differs) => differences.Length > 0 && differences.All(differs);
        int[] ids = Drawn(diagram.Nodes);
        var place = ids.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        string[] labels = [.. ids.Select(id => Label(diagram.Nodes[id], diagram.Nodes))];
        var layout = LayeredDrawing.Of([.. ids.Select(
            (id, i) => Sized(diagram.Nodes[id], labels[i], [.. diagram.Nodes[id].Arguments.Where(place.ContainsKey).Select(a => place[a])]))]);
        var nodes = ids.Select((id, i) =>
        {
            var (node, size) = (diagram.Nodes[id], Sized(diagram.Nodes[id], labels[i], []));
            var (x, y) = layout.Boxes[i];
            return new DrawnNode(
                id, node.Kind.ToString().ToLowerInvariant(), labels[i], node.Text, node.Operation == Operation.Sigmoid, node.Key, Math.Round(x, 1),
                Math.Round(y, 1), size.Width, size.Height)
            { Only = Only(d => d.Differs(id)) };
        });
        var wires = layout.Wires.Select(w =>
        {
            var to = diagram.Nodes[ids[w.To]];
            bool minus = to.Operation == Operation.Subtract && to.Arguments[1] == ids[w.From] && to.Arguments.Count(place.ContainsKey) == 2;
            var (from, into) = (ids[w.From], ids[w.To]);
            return new DrawnWire(
                from, into, minus ? new(Math.Round(w.Last(Sign).X, 1), Math.Round(w.Last(Sign).Y, 1)) : null, w.Path,
                Math.Round(w.Points[^1].Y, 1))
            { Only = Only(d => d.Differs(from) || d.Differs(into) || d.Wires.Contains((from, into))) };
        });
        return new(Math.Ceiling(layout.Width), Math.Ceiling(layout.Height), [.. nodes], [.. wires]);
    }

    /// <summary>What a state after the step needs; numbers of the code stand in the operations instead.</summary>
    private static int[] Drawn(IReadOnlyList<CellNode> nodes)
    {
        bool[] needed = new bool[nodes.Count];
        for (int n = needed.Length - 1; n >= 0; n--)
        {
            needed[n] |= nodes[n].Kind == CellNodeKind.After;
            if (needed[n]) foreach (int argument in nodes[n].Arguments) needed[argument] = true;
        }

        return [.. Enumerable.Range(0, needed.Length).Where(n => needed[n] && nodes[n].Kind != CellNodeKind.Constant)];
    }

    private static Box Sized(CellNode node, string label, IReadOnlyList<int> arguments) => new(
        node.Kind == CellNodeKind.Operation && label.Length == 1 && node.Operation != Operation.Sigmoid
            ? 28
            : Math.Max(34, label.Length * Letter + 12),
        node.Kind switch { CellNodeKind.Weight => Low, CellNodeKind.Sum => Math.Max(28, 9 * arguments.Count + 10), _ => 28 },
        arguments,
        node.Kind is CellNodeKind.Input or CellNodeKind.Before or CellNodeKind.Below,
        node.Kind == CellNodeKind.After);

    private static string Label(CellNode node, IReadOnlyList<CellNode> nodes)
    {
        // Noise is a sum of nothing.
        if (node.Kind == CellNodeKind.Sum) return node.Arguments.Count == 0 ? node.Text : $"Σ {node.Name}";
        if (node.Kind == CellNodeKind.Normalised) return "norm";
        if (node.Kind != CellNodeKind.Operation) return node.Name;
        string? At(int i)
            => i < node.Arguments.Count && nodes[node.Arguments[i]] is { Kind: CellNodeKind.Constant } c
                ? c.Value.ToString("0.####", CultureInfo.InvariantCulture).Replace('-', '−')
                : null;
        string sign = node.Operation == Operation.Multiply ? "×" : node.Name;
        if (node.Operation == Operation.SelectLess) return $"{At(0) ?? "a"} < {At(1) ?? "b"} ?";
        return (At(0), At(1), node.Operation) switch
        {
            (null, null, _) => node.Name,
            ({ } first, _, Operation.Subtract or Operation.Divide) => first + sign,
            var (first, second, _) => node.Operation is Operation.Max or Operation.Min ? $"{sign} {first ?? second}" : sign + (first ?? second),
        };
    }
}
