using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;

namespace Sluice.Networks.Matching;

/// <summary>A cell of the catalog as polynomials of its blocks, states and weights, from the graphs that its own code makes.</summary>
internal sealed class CellPattern
{
    private static readonly Lazy<CellPattern[]> s_all = new(() => [.. Catalog.BuiltIn.Select(n => new CellPattern(n)).Where(p => p.CanBeFound)]);

    private readonly Polynomial?[] _blocks;

    private CellPattern(string cell)
    {
        (Cell, Shape) = (cell, Catalog.Shape(cell));
        _blocks = new Polynomial?[Shape.Blocks.Length];
        (After, Operands) = (new Polynomial?[Shape.States.Length], new Polynomial?[2]);
        foreach (var stage in Catalog.Record(cell)) Run(stage);
        CanBeFound = Shape.NormalisedBlocks.Length == 0 && Shape.Clock is null && Shape.Projection is null && Shape.Heads is null
            && Shape.Form != RecurrentForm.Antisymmetric && !Shape.TakesInputItself && !Shape.ReadsBelow
            && Shape.Blocks.All(b => !b.Has(Feeds.Noise)) && After.All(a => a is { IsTooLong: false });
    }

    /// <summary>The cells that can be found, in the order of the catalog.</summary>
    public static IReadOnlyList<CellPattern> All => s_all.Value;

    /// <summary>The cell's name.</summary>
    public string Cell { get; }

    /// <summary>What it declares.</summary>
    public CellShape Shape { get; }

    /// <summary>The states after a step.</summary>
    public Polynomial?[] After { get; }

    /// <summary>The operands of products within a step.</summary>
    public Polynomial?[] Operands { get; }

    private bool CanBeFound { get; }

    private void Run(Graph stage)
    {
        var values = new Polynomial[stage.Nodes.Count];
        for (int i = 0; i < values.Length; i++) values[i] = Compute(stage.Nodes[i], values);
        foreach (var (effect, index, node) in stage.Outputs)
        {
            if (effect == Effect.Keep) _blocks[index] = values[node];
            else if (effect == Effect.After) After[index] = values[node];
            else if (effect == Effect.Operand) Operands[index] = values[node];
        }
    }

    private Polynomial Compute(Cells.Graphs.Node node, Polynomial[] v) => node.Operation switch
    {
        Operation.Constant => Polynomial.Constant((float)node.Value),
        Operation.Block => _blocks[node.Index] ?? Polynomial.Of(new BlockAtom(node.Index)),
        Operation.Weight => Shape.Blocks[node.Index].Has(Feeds.Number)
            ? Polynomial.Constant(Shape.Blocks[node.Index].Bias)
            : Polynomial.Of(new WeightAtom(node.Index)),
        Operation.Before => Polynomial.Of(new StateAtom(node.Index)),
        Operation.Add => v[node.A] + v[node.B],
        Operation.Subtract => v[node.A] - v[node.B],
        Operation.Multiply => v[node.A] * v[node.B],
        Operation.Negate => Polynomial.Constant(-1) * v[node.A],
        Operation.Divide => Polynomial.Apply("Div", v[node.A], v[node.B]),
        Operation.Max => Symmetric("Max", v[node.A], v[node.B]),
        Operation.Min => Symmetric("Min", v[node.A], v[node.B]),
        Operation.SelectLess => Polynomial.Apply("SelectLess", v[node.A], v[node.B], v[node.C], v[node.D]),
        _ => Polynomial.Apply(node.Operation.ToString(), v[node.A]),
    };

    /// <summary>A function whose arguments may change places.</summary>
    public static Polynomial Symmetric(string function, Polynomial a, Polynomial b)
        => string.CompareOrdinal(a.Key, b.Key) <= 0 ? Polynomial.Apply(function, a, b) : Polynomial.Apply(function, b, a);
}
