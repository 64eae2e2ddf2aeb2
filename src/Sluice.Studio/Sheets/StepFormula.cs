using System.Globalization;
using Sluice.Cells.Graphs;
using Sluice.Inspection;

namespace Sluice.Studio.Sheets;

/// <summary>What a cell of the catalog computes in a step, as formulas of a spreadsheet: those of its own recorded code.</summary>
internal static class StepFormula
{
    /// <summary>The nodes that have a letter in the equations of the cell, with it: gates, candidates and states.</summary>
    public static IReadOnlyDictionary<int, string> Named(CellDiagram diagram)
    {
        Dictionary<int, string> named = [];
        foreach (var left in diagram.Equations.Select(e => e[0]))
        {
            if (int.TryParse(left.Id, CultureInfo.InvariantCulture, out int node) && diagram.Nodes[node].Kind == CellNodeKind.Operation)
                named.TryAdd(node, left.Text);
        }

        return named;
    }

    /// <summary>The formula of a node.</summary>
    /// <param name="nodes">All of them.</param>
    /// <param name="node">The node.</param>
    /// <param name="at">Where the value of a node stands; null where it has no place, and its formula is put in.</param>
    public static string Of(IReadOnlyList<CellNode> nodes, int node, Func<int, string?> at)
        => Expression(nodes, node, at, 0, define: true);

    // Brackets where an expression binds less than it has to: 1 sums, 2 products, 3 factors.
    private static string Expression(IReadOnlyList<CellNode> nodes, int n, Func<int, string?> at, int binding, bool define)
    {
        if (!define && at(n) is { } place) return place;
        var node = nodes[n];
        string Sub(int argument, int needed) => Expression(nodes, node.Arguments[argument], at, needed, define: false);
        string Bracket(int own, string text) => own < binding ? $"({text})" : text;
        if (node.Kind is CellNodeKind.Normalised or CellNodeKind.After) return Sub(0, binding);
        if (node.Kind == CellNodeKind.Constant) return Number(node.Value);
        if (node.Kind != CellNodeKind.Operation) throw new InvalidOperationException($"{node.Kind} {node.Name} has no place in the sheet.");
        return node.Operation switch
        {
            Operation.Add => Bracket(1, $"{Sub(0, 1)}+{Sub(1, 1)}"),
            Operation.Subtract => Bracket(1, $"{Sub(0, 1)}-{Sub(1, 2)}"),
            Operation.Multiply => Bracket(2, $"{Sub(0, 2)}*{Sub(1, 2)}"),
            Operation.Divide => Bracket(2, $"{Sub(0, 2)}/{Sub(1, 3)}"),
            Operation.Negate => $"(0-{Sub(0, 2)})", // -a^2 is (-a)^2 there
            Operation.Max => $"MAX({Sub(0, 0)},{Sub(1, 0)})",
            Operation.Min => $"MIN({Sub(0, 0)},{Sub(1, 0)})",
            Operation.SelectLess => $"IF({Sub(0, 1)}<{Sub(1, 1)},{Sub(2, 0)},{Sub(3, 0)})",
            Operation.Abs => $"ABS({Sub(0, 0)})",
            Operation.Sqrt => $"SQRT({Sub(0, 0)})",
            Operation.Exp => $"EXP({Sub(0, 0)})",
            Operation.Log => $"LN({Sub(0, 0)})",
            Operation.Tanh => $"TANH({Sub(0, 0)})",
            Operation.Sigmoid => Bracket(2, $"1/(1+EXP(-({Sub(0, 0)})))"),
            _ => $"LN(1+EXP({Sub(0, 0)}))", // softplus
        };
    }

    /// <summary>A number as a formula has it.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture) is var text && value < 0 ? $"({text})" : text;
}
