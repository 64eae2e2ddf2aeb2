using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Onnx;

/// <summary>
/// A graph whose recurrent layers are operators that ONNX has: LSTM, GRU and RNN where the cell is one of them, and otherwise a Scan whose body is
/// the cell's own recorded graph. Lengths of sequences and states go along in both.
/// </summary>
internal sealed class Lowering
{
    private readonly NetworkBuilder _net = new("lowered_");

    private Lowering()
    {
    }

    /// <summary>The same graph in ONNX's own operators.</summary>
    public static NetworkGraph Of(NetworkGraph graph)
    {
        var lowering = new Lowering();
        foreach (var node in graph.Nodes)
        {
            if (node.Layers.Count == 0) lowering._net.Add(node);
            else if (node.Domain == NetworkBuilder.Domain) lowering.Lower(node);
            else lowering.Restore(node);
        }

        var made = lowering._net.ToGraph();
        return graph with { Nodes = made.Nodes, Constants = graph.Constants.Concat(made.Constants).ToDictionary() };
    }

    /// <summary>An LSTM, GRU or RNN as it was read, with the weights that its layers have now.</summary>
    private void Restore(Node node)
    {
        var inputs = node.Inputs.Concat(Enumerable.Repeat("", 8)).Take(8).ToArray();
        var weights = node.Layers.Select(l => new OnnxWeights(l)).ToArray();
        string Stacked(Func<OnnxWeights, float[]> part, params int[] shape)
            => _net.Constant(Value.From([.. weights.SelectMany(part)], [weights.Length, .. shape]));
        int gates = weights[0].Gates, hidden = node.Layers[0].Hidden;
        (inputs[1], inputs[2]) = (Stacked(w => w.W, gates * hidden, node.Layers[0].Input), Stacked(w => w.R, gates * hidden, hidden));
        inputs[3] = Stacked(w => w.B, 2 * gates * hidden);
        if (weights[0].P is not null) inputs[7] = Stacked(w => w.P!, 3 * hidden);
        _net.Add(node with { Inputs = Trimmed(inputs), Layers = [], Origin = "" });
    }

    private void Lower(Node node)
    {
        var layer = node.Layers[0];
        bool exposes = node.Outputs.Count > layer.Shape.States.Length + 1 && node.Outputs[^1] != "";
        if (OnnxWeights.Has(layer.Cell) && !exposes) LowerToOperator(node, layer);
        else LowerToScan(node, layer, exposes);
    }

    /// <summary>One of ONNX's own recurrences, its single direction squeezed away.</summary>
    private void LowerToOperator(Node node, Recurrent layer)
    {
        var weights = new OnnxWeights(layer);
        int h = layer.Hidden, rows = weights.Gates * h, states = layer.Shape.States.Length;
        string x = node.Inputs[0], name = layer.InputWeight.Name;
        string[] initial = [.. Enumerable.Range(0, states).Select(s => Initial(node, layer, s, x))];
        string[] inputs =
        [
            x, _net.Constant(Value.From(weights.W, 1, rows, layer.Input), name), _net.Constant(Value.From(weights.R, 1, rows, h), layer.RecurrentWeight.Name),
            _net.Constant(Value.From(weights.B, 1, 2 * rows), layer.Bias.Name),
            node.Inputs[1] == "" ? "" : _net.Add("Cast", [node.Inputs[1]], 1, ("to", (long)ElementType.Int32))[0],
            .. initial.Select(s => s == "" ? "" : _net.Add("Unsqueeze", s, _net.Integers(0))),
            .. states == 1 ? [""] : Array.Empty<string>(),
            weights.P is null ? "" : _net.Constant(Value.From(weights.P, 1, 3 * h)),
        ];
        var attributes = new List<(string, object)> { ("hidden_size", (long)h), ("direction", layer.Reverse ? "reverse" : "forward") };
        attributes.AddRange(weights.Attributes);
        string[] made = _net.Add(weights.Operator, Trimmed(inputs), 1 + states, [.. attributes]);
        _net.Add(new Node("Squeeze", [made[0], _net.Integers(1)], [node.Outputs[0]]));
        for (int s = 0; s < states; s++)
            if (node.Outputs[1 + s] != "") _net.Add(new Node("Squeeze", [made[1 + s], _net.Integers(0)], [node.Outputs[1 + s]]));
    }

    /// <summary>W x + b for all steps at once, then a Scan over the steps.</summary>
    private void LowerToScan(Node node, Recurrent layer, bool exposes)
    {
        var shape = layer.Shape;
        int states = shape.States.Length, inputs = shape.InputBlocks.Count;
        string x = node.Inputs[0], lengths = node.Inputs[1];
        bool bare = shape.Blocks.Any(b => b.Has(Cells.Contract.Feeds.Bare));
        string prefix = _net.Fresh("scan") + "_";
        var body = new NetworkBuilder(prefix);
        string[] before = [.. Enumerable.Range(0, states).Select(s => body.Input($"{prefix}before_{s}", ElementType.Float, "", $"{Units(layer, s)}"))];
        List<string> scanned = [];
        string Scanned(string value, string name, ElementType type = ElementType.Float)
        {
            scanned.Add(value);
            return body.Input(prefix + name, type);
        }

        string sums = inputs == 0 ? "" : Scanned(Sums(layer, x), "sums");
        string own = bare ? Scanned(x, "x") : "", below = shape.ReadsBelow ? Scanned(node.Inputs[2], "below") : "";
        string time = lengths == "" ? "" : Scanned(Times(x), "time", ElementType.Int64);
        if (scanned.Count == 0) Scanned(x, "x");
        string[] after = new CellStep(layer, body).Take(sums, own, below, before);
        string output = after[0], second = states > 1 ? after[1] : "";
        if (lengths != "")
        {
            // A sequence that has ended, or in reverse has not begun, keeps its states, and its output is 0.
            string runs = body.Add("Unsqueeze", body.Add("Less", time, Long(lengths)), body.Integers(-1));
            (output, second) = (body.Add("Where", runs, output, body.Number(0)), second == "" ? "" : body.Add("Where", runs, second, body.Number(0)));
            for (int s = 0; s < states; s++) after[s] = body.Add("Where", runs, after[s], before[s]);
        }

        for (int s = 0; s < states; s++) body.Output($"{prefix}after_{s}", after[s], ElementType.Float);
        body.Output($"{prefix}output", output, ElementType.Float);
        if (exposes) body.Output($"{prefix}second", second, ElementType.Float);
        string[] initial = [.. Enumerable.Range(0, states).Select(s => Initial(node, layer, s, x) is var i && i != "" ? i : Zeroes(layer, s, x))];
        string[] names = [.. node.Outputs.Skip(1).Take(states).Select(o => o == "" ? _net.Fresh("state") : o), node.Outputs[0], .. exposes ? new[] { node.Outputs[^1] } : []];
        var attributes = new Dictionary<string, object> { ["body"] = body.ToGraph(), ["num_scan_inputs"] = (long)scanned.Count };
        if (layer.Reverse)
        {
            attributes["scan_input_directions"] = scanned.Select(_ => 1L).ToArray();
            attributes["scan_output_directions"] = names.Skip(states).Select(_ => 1L).ToArray();
        }

        _net.Add(new Node("Scan", [.. initial, .. scanned], names) { Attributes = attributes });
    }

    /// <summary>W x + b of the blocks that x feeds, side by side; those that are normalised have no bias.</summary>
    private string Sums(Recurrent layer, string x)
    {
        var w = layer.InputWeight.Value;
        int h = layer.Hidden;
        var transposed = new float[w.Rows * w.Columns];
        for (int r = 0; r < w.Rows; r++)
            for (int c = 0; c < w.Columns; c++) transposed[c * w.Rows + r] = w[r, c];
        var bias = new float[w.Rows];
        for (int i = 0; i < layer.Shape.InputBlocks.Count; i++)
        {
            int k = layer.Shape.InputBlocks[i];
            if (layer.Shape.Blocks[k].HasBias) layer.WeightOf(k).CopyTo(bias.AsSpan(i * h));
        }

        string product = _net.Add("MatMul", x, _net.Constant(Value.From(transposed, w.Columns, w.Rows), layer.InputWeight.Name));
        return bias.All(b => b == 0) ? product : _net.Add("Add", product, _net.Constant(Value.From(bias, bias.Length), layer.Bias.Name));
    }

    /// <summary>0, 1, … for the steps of x.</summary>
    private string Times(string x)
    {
        string steps = _net.Add("Squeeze", Dimension(x, 0), _net.Integers(0));
        return _net.Add("Range", _net.Constant(Value.From([0L])), steps, _net.Constant(Value.From([1L])));
    }

    private string Long(string lengths) => _net.Add("Cast", [lengths], 1, ("to", (long)ElementType.Int64))[0];

    private string Dimension(string x, int at)
        => _net.Add("Slice", _net.Add("Shape", x), _net.Integers(at), _net.Integers(at + 1));

    /// <summary>The state before the first step: what is given, or what is learned for every sequence; "" for 0.</summary>
    private string Initial(Node node, Recurrent layer, int state, string x)
    {
        if (node.Inputs.Count > 3 + state && node.Inputs[3 + state] is { Length: > 0 } given) return given;
        if (layer.InitialOf(state) is not { } learned) return "";
        int units = Units(layer, state);
        string row = _net.Constant(Value.From(learned.Value.ToArray(), 1, units), learned.Name);
        return _net.Add("Expand", row, _net.Add("Concat", [Dimension(x, 1), _net.Integers(units)], 1, ("axis", 0L))[0]);
    }

    private string Zeroes(Recurrent layer, int state, string x)
        => _net.Add("ConstantOfShape", _net.Add("Concat", [Dimension(x, 1), _net.Integers(Units(layer, state))], 1, ("axis", 0L))[0]);

    private static int Units(Recurrent layer, int state) => state == 0 ? layer.Output : layer.Hidden;

    /// <summary>Without the inputs that are left out at the end.</summary>
    private static string[] Trimmed(string[] inputs) => inputs[..(Array.FindLastIndex(inputs, i => i != "") + 1)];
}
