using System.Globalization;
using System.Text;
using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Inspection;

/// <summary>A layer of a model, or an operation between layers.</summary>
/// <param name="Layer">Its name, as those of its parameters begin; empty for an operation without parameters.</param>
/// <param name="Operation">What it does, such as "Linear", or "Recurrent lstm".</param>
/// <param name="Shape">The shape of what comes out, such as "[T, B, 256]" for T steps of B sequences; empty where the net was not traced.</param>
/// <param name="Parameters">Numbers that training changes; counted at a layer's first row, where it runs more than once.</param>
/// <param name="OperationsPerStep">Floating-point operations of the products for one step of one sequence.</param>
public sealed record SummaryRow(string Layer, string Operation, string Shape, long Parameters, long OperationsPerStep)
{
    /// <summary>The rows whose outputs it reads, by number; those of the net's own inputs are none.</summary>
    public IReadOnlyList<int> Inputs { get; init; } = [];
}

/// <summary>What a model is made of: layer, output shape, parameters, operations a step and memory, as a table.</summary>
/// <remarks>It never changes: any number of threads may read it.</remarks>
public sealed class ModelSummary
{
    // Lengths that no layer has by accident, so that they can be told apart from sizes.
    private const int AnySteps = 11, Batch = 3;

    private ModelSummary(IReadOnlyList<SummaryRow> rows, IReadOnlyList<Parameter> parameters)
        => (Rows, Parameters, Bytes) = (rows, parameters.Sum(p => p.Count), parameters.Sum(BytesOf));

    /// <summary>Layers and operations, in the order in which they run.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>All parameters of the model.</summary>
    public long Parameters { get; }

    /// <summary>Bytes of the parameters, in the bits that they have; running the model takes as many again for the packed copies of the
    /// products' weights.</summary>
    public long Bytes { get; }

    /// <summary>Floating-point operations of the products for one step of one sequence through the whole net.</summary>
    public long OperationsPerStep => Rows.Sum(r => r.OperationsPerStep);

    /// <summary>The summary of a model: traced where it can be, otherwise of its parameters alone.</summary>
    public static ModelSummary Of(ILayer model)
    {
        var parameters = model.Parameters.ToArray();
        if (model is not ITraceable net)
            return new([.. parameters.GroupBy(p => LayerOf(p.Name)).Select(g => new SummaryRow(g.Key, "", "", g.Sum(p => p.Count), 0))], parameters);
        var tape = new Tape(recording: false) { Listing = true };
        int steps = net.Length ?? AnySteps;
        net.Trace(tape, steps, Batch);
        var known = new HashSet<Parameter>();
        var made = new Dictionary<Tensor, int>();
        var rows = new List<SummaryRow>();
        foreach (var operation in tape.Operations)
        {
            rows.Add(Row(operation, steps, known) with { Inputs = [.. operation.Inputs.Where(made.ContainsKey).Select(t => made[t]).Distinct()] });
            foreach (var output in operation.Outputs) made[output] = rows.Count - 1;
        }

        rows.AddRange(parameters.Where(p => !known.Contains(p))
            .GroupBy(p => LayerOf(p.Name))
            .Select(g => new SummaryRow(g.Key, "Parameter", Shape(g.First().Shape.ToArray(), 0), g.Sum(p => p.Count), 0)));
        return new(rows, parameters);
    }

    /// <summary>The table, a line a row, and the sums below it.</summary>
    public override string ToString()
    {
        string[] head = ["layer", "operation", "output", "parameters", "operations a step"];
        string[][] lines = [.. Rows.Select(r => new[] { r.Layer, r.Operation, r.Shape, Number(r.Parameters), Number(r.OperationsPerStep) })];
        int[] widths = [.. head.Select((h, c) => lines.Select(l => l[c].Length).Append(h.Length).Max())];
        var text = new StringBuilder();
        void Line(string[] cells)
            => text.AppendLine(string.Join("  ", cells.Select((cell, c) => c < 3 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        Line(head);
        foreach (string[] line in lines) Line(line);
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Parameters:N0} parameters, {Bytes / 1024.0:N0} KB; {OperationsPerStep:N0} floating-point operations a step (T steps of B sequences)");
        return text.ToString();
    }

    private static SummaryRow Row(Operation operation, int steps, HashSet<Parameter> known)
    {
        string name = operation.Attributes.TryGetValue("cell", out object? cell) ? $"{operation.Name} {cell}" : operation.Name;
        if (operation.Attributes.TryGetValue("reverse", out object? reverse) && reverse is true) name += ", reverse";
        long parameters = operation.Parameters.Where(known.Add).Sum(p => p.Count);
        return new SummaryRow(
            operation.Layer, name, Shape(operation.Outputs[0].Shape.ToArray(), steps), parameters,
            operation.OperationsPerRow * operation.Outputs[0].Rows / (steps * Batch));
    }

    private static string Shape(int[] shape, int steps)
        => $"[{string.Join(", ", shape.Select((n, i) => i == shape.Length - 1 ? $"{n}" : n == steps ? "T" : n == Batch ? "B" : n == steps * Batch ? "T·B" : $"{n}"))}]";

    private static long BytesOf(Parameter parameter)
        => parameter.Reduced is { } reduced ? reduced.Bytes.Length + 4L * reduced.Scales.Length : 4 * parameter.Count;

    private static string LayerOf(string parameter) => parameter.LastIndexOf('.') is > 0 and int dot ? parameter[..dot] : parameter;

    private static string Number(long value) => value == 0 ? "" : value.ToString("N0", CultureInfo.InvariantCulture);
}
