using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;
using Sluice.Layers;

namespace Sluice.Networks;

/// <summary>
/// One step of a recurrent layer out of plain operators, from the graphs that its cell's own code makes when it is recorded. So every cell of the
/// catalog, every wrapper and every cell of one's own can be written for others to run.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="body">Where the operators go.</param>
internal sealed class CellStep(Recurrent layer, NetworkBuilder body)
{
    private readonly CellShape _shape = layer.Shape;
    private readonly string?[] _blocks = new string?[layer.Shape.Blocks.Length], _operands = new string?[2];

    /// <summary>The operators of a step.</summary>
    /// <param name="sums">W x + b of the blocks that x feeds, side by side [B, blocks · H].</param>
    /// <param name="x">x itself [B, I]; "" where no block takes it so.</param>
    /// <param name="below">The second state of the layer below [B, H], or "".</param>
    /// <param name="before">The states before the step [B, units].</param>
    /// <returns>The states after the step.</returns>
    public string[] Take(string sums, string x, string below, string[] before)
    {
        Begin(sums, x, below);
        string? working = Working(before);
        var stages = Catalog.Record(layer.Cell);
        var after = new string?[before.Length];
        for (int stage = 0; stage < stages.Length; stage++)
        {
            for (int j = 0; j < _shape.RecurrentFeeds.Count; j++)
                if (_shape.StageOf(_shape.RecurrentFeeds[j].Source) == stage) AddProduct(j, before);
            foreach (int k in _shape.NormalisedBlocks)
                if (_shape.NormalisedBefore(k) == stage) _blocks[k] = Normalised(_blocks[k]!, working);
            // The stage after a projection works on the narrower output.
            Run(stages[stage], before, after, _shape.Projection is null || stage + 1 < stages.Length ? layer.Hidden : layer.Output);
        }

        for (int s = 0; s < after.Length; s++)
        {
            after[s] ??= before[s];
            if (working is not null && s != _shape.Clock?.Counter) after[s] = body.Add("Where", working, after[s]!, before[s]);
        }

        return after!;
    }

    /// <summary>What is in the blocks before the first product: sums over x, biases, the input itself, numbers.</summary>
    private void Begin(string sums, string x, string below)
    {
        int inputs = _shape.InputBlocks.Count;
        string[] parts = inputs == 0 ? []
            : inputs == 1 ? [sums]
            : body.Add("Split", [sums, body.Integers([.. Enumerable.Repeat((long)layer.Hidden, inputs)])], inputs, ("axis", 1L));
        for (int i = 0; i < inputs; i++) _blocks[_shape.InputBlocks[i]] = parts[i];
        for (int k = 0; k < _blocks.Length; k++)
        {
            var block = _shape.Blocks[k];
            if (block.Has(Feeds.Bare)) AddTo(k, x);
            if (block.Has(Feeds.Below)) AddTo(k, below);
            if (block.Has(Feeds.Noise) || (block.HasBias && !block.ReadsInput)) AddTo(k, Row(k, UnitsOf(k)));
        }
    }

    private int UnitsOf(int block) => block == _shape.Projection?.Block ? layer.Output : layer.Hidden;

    /// <summary>
    /// The bias of a block, or the weight or number that it is, for so many units: numbers, and biases that are the same for all units, as one value.
    /// </summary>
    private string Row(int k, int units)
    {
        var values = layer.WeightOf(k)[..units];
        bool apart = values.ContainsAnyExcept(values[0]) || _shape.Blocks[k].Has(Feeds.Vector | Feeds.Scalar);
        return apart ? body.Constant(Value.From(values, units)) : body.Number(values[0]);
    }

    private void AddTo(int block, string value) => _blocks[block] = _blocks[block] is { } sum ? body.Add("Add", sum, value) : value;

    private void AddProduct(int feed, string[] before)
    {
        var (block, source) = _shape.RecurrentFeeds[feed];
        var matrix = layer.MatrixOf(feed);
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        var transposed = new float[rows * columns];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) transposed[c * rows + r] = matrix[r, c];
        string from = source < RecurrentFeed.FirstOperand ? before[source] : _operands[source - RecurrentFeed.FirstOperand]!;
        AddTo(block, body.Add("MatMul", from, body.Constant(Value.From(transposed, columns, rows))));
    }

    /// <summary>(x − mean) / √(variance + 1e-5) over the units; over those that work, where a clock says which.</summary>
    private string Normalised(string x, string? working)
    {
        string Mean(string value)
        {
            if (working is null) return body.Add("ReduceMean", [value, body.Integers(-1)], 1, ("keepdims", 1L))[0];
            string mask = body.Add("Cast", [working], 1, ("to", 1L))[0];
            string sum = body.Add("ReduceSum", [body.Add("Mul", value, mask), body.Integers(-1)], 1, ("keepdims", 1L))[0];
            return body.Add("Div", sum, body.Add("ReduceSum", [mask, body.Integers(-1)], 1, ("keepdims", 1L))[0]);
        }

        string centred = body.Add("Sub", x, Mean(x));
        string deviation = body.Add("Sqrt", body.Add("Add", Mean(body.Add("Mul", centred, centred)), body.Number(1e-5f)));
        return body.Add("Div", centred, deviation);
    }

    /// <summary>Which units work in the step, [B, H]: those whose period divides the steps taken. Null where all do.</summary>
    private string? Working(string[] before)
    {
        if (Clock.Of(_shape, layer.Hidden) is not { } clock) return null;
        float[] periods = [.. Enumerable.Range(0, layer.Hidden).Select(u => (float)clock.Period(u))];
        string counter = body.Add("Slice", before[clock.Counter], body.Integers(0), body.Integers(1), body.Integers(1));
        string whole = body.Add("Round", counter), by = body.Constant(Value.From(periods, periods.Length));
        return body.Add("Equal", body.Add("Mod", [whole, by], 1, ("fmod", 1L))[0], body.Number(0));
    }

    private void Run(Graph stage, string[] before, string?[] after, int units)
    {
        var values = new string[stage.Nodes.Count];
        for (int i = 0; i < values.Length; i++) values[i] = Compute(stage.Nodes[i], values, before, units);
        foreach (var (effect, index, node) in stage.Outputs)
        {
            if (effect == Effect.Keep) _blocks[index] = values[node];
            else if (effect == Effect.After) after[index] = values[node];
            else if (effect == Effect.Operand) _operands[index] = values[node];
        }
    }

    private string Compute(Cells.Graphs.Node node, string[] v, string[] before, int units) => node.Operation switch
    {
        Operation.Constant => body.Number((float)node.Value),
        Operation.Block when _shape.Blocks[node.Index].IsWeight => Row(node.Index, units),
        Operation.Block => _blocks[node.Index] ?? body.Number(0),
        Operation.Weight => Row(node.Index, units),
        Operation.Before => before[node.Index],
        Operation.Add => body.Add("Add", v[node.A], v[node.B]),
        Operation.Subtract => body.Add("Sub", v[node.A], v[node.B]),
        Operation.Multiply => body.Add("Mul", v[node.A], v[node.B]),
        Operation.Divide => body.Add("Div", v[node.A], v[node.B]),
        Operation.Negate => body.Add("Neg", v[node.A]),
        Operation.Max => body.Add("Max", v[node.A], v[node.B]),
        Operation.Min => body.Add("Min", v[node.A], v[node.B]),
        Operation.Abs => body.Add("Abs", v[node.A]),
        Operation.Sqrt => body.Add("Sqrt", v[node.A]),
        Operation.SelectLess => body.Add("Where", body.Add("Less", v[node.A], v[node.B]), v[node.C], v[node.D]),
        Operation.Exp => body.Add("Exp", v[node.A]),
        Operation.Log => body.Add("Log", v[node.A]),
        Operation.Tanh => body.Add("Tanh", v[node.A]),
        Operation.Sigmoid => body.Add("Sigmoid", v[node.A]),
        Operation.Softplus => body.Add("Softplus", v[node.A]),
        _ => throw new InvalidOperationException($"{node.Operation} is no part of a forward step."),
    };
}
