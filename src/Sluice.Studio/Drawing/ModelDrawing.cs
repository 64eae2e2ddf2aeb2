using Sluice.Inspection;

namespace Sluice.Studio.Drawing;

/// <summary>A layer, or an operation between layers, as it is drawn.</summary>
/// <param name="Layer">Its name; empty for an operation without parameters.</param>
/// <param name="Operation">What it does.</param>
/// <param name="Shape">The shape of what comes out.</param>
/// <param name="Parameters">How many it has.</param>
/// <param name="OperationsPerStep">Floating-point operations of its products for one step of one sequence.</param>
/// <param name="X">The middle.</param>
/// <param name="Y">The middle.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
internal sealed record DrawnLayer(
    string Layer, string Operation, string Shape, long Parameters, long OperationsPerStep, double X, double Y, double Width, double Height);

/// <summary>What a model is made of, as a drawing from left to right: the operations that its tape has recorded, and what they read.</summary>
internal sealed record ModelDrawing(
    double Width, double Height, IReadOnlyList<DrawnLayer> Layers, IReadOnlyList<DrawnWire> Wires, long Parameters, long Bytes,
    long OperationsPerStep)
{
    private const double Letter = 7.8, Line = 17, Around = 18;

    /// <summary>Draws a model.</summary>
    public static ModelDrawing Of(ModelSummary summary)
    {
        Box[] boxes = [.. summary.Rows.Select(
            r => new Box(Math.Max(60, (Lines(r).Max(l => l.Length) * Letter) + Around), (Lines(r).Length * Line) + 12, r.Inputs))];
        var layout = LayeredDrawing.Of(boxes);
        return new(
            Math.Ceiling(layout.Width), Math.Ceiling(layout.Height),
            [.. summary.Rows.Select((r, i) => new DrawnLayer(
                r.Layer, r.Operation, r.Shape, r.Parameters, r.OperationsPerStep, Math.Round(layout.Boxes[i].X, 1), Math.Round(layout.Boxes[i].Y, 1),
                boxes[i].Width, boxes[i].Height))],
            [.. layout.Wires.Select(w => new DrawnWire(w.From, w.To, null, w.Path, Math.Round(w.Points[^1].Y, 1)))],
            summary.Parameters, summary.Bytes, summary.OperationsPerStep);
    }

    /// <summary>What is written in a box: name, operation, shape, parameters, as far as there are any.</summary>
    private static string[] Lines(SummaryRow row)
        => [.. new[] { row.Operation, row.Layer, row.Shape, row.Parameters > 0 ? $"{row.Parameters:N0}" : "" }.Where(l => l.Length > 0)];
}
