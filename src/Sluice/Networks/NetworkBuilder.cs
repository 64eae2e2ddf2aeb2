using Sluice.Layers;

namespace Sluice.Networks;

/// <summary>Puts a <see cref="NetworkGraph"/> together, operation by operation; values are spoken of by their names.</summary>
/// <remarks>One thread at a time.</remarks>
/// <example><code>
/// var net = new NetworkBuilder();
/// string x = net.Input("x", ElementType.Float, "time", "batch", "3");
/// string y = net.Linear(output, net.Stack(layers, x).Output);
/// net.Output("y", y, ElementType.Float, "time", "batch", "2");
/// var network = new Network(net.ToGraph());
/// </code></example>
public sealed class NetworkBuilder
{
    /// <summary>The domain of nodes that are a recurrent layer of any cell.</summary>
    public const string Domain = "sluice";

    private readonly List<Port> _inputs = [], _outputs = [];
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, Value> _constants = [];
    private readonly string _prefix;
    private int _names;

    /// <summary>A graph of its own.</summary>
    public NetworkBuilder()
        : this("")
    {
    }

    /// <summary>A body inside another graph, whose names begin so that they are not those around it.</summary>
    internal NetworkBuilder(string prefix) => _prefix = prefix;

    /// <summary>An input of the network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="shape">Its dimensions: numbers, and names for those that are free.</param>
    /// <returns>The name.</returns>
    public string Input(string name, ElementType type, params string[] shape)
    {
        _inputs.Add(new(name, type, shape));
        return name;
    }

    /// <summary>Makes a value an output of the network.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">What its elements are.</param>
    /// <param name="shape">Its dimensions.</param>
    public void Output(string name, string value, ElementType type, params string[] shape)
    {
        if (name != value) _nodes.Add(new("Identity", [value], [name]));
        _outputs.Add(new(name, type, shape));
    }

    /// <summary>A fixed value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">Its name; null for one that nothing else has.</param>
    /// <returns>The name.</returns>
    public string Constant(Value value, string? name = null)
    {
        name ??= Fresh("constant");
        _constants[name] = value;
        return name;
    }

    /// <summary>Whole numbers: axes, shapes.</summary>
    public string Integers(params long[] values) => Constant(Value.From(values, values.Length));

    /// <summary>A single number.</summary>
    public string Number(float value) => Constant(Value.From([value]));

    /// <summary>An operation with one output.</summary>
    /// <param name="name">The operator, as ONNX names it.</param>
    /// <param name="inputs">The values that it reads; "" for one that is left out.</param>
    /// <returns>The name of what comes out.</returns>
    public string Add(string name, params string[] inputs) => Add(name, inputs, 1)[0];

    /// <summary>An operation with attributes.</summary>
    /// <param name="name">The operator.</param>
    /// <param name="inputs">The values that it reads.</param>
    /// <param name="outputs">How many come out.</param>
    /// <param name="attributes">What else decides the result.</param>
    /// <returns>The names of what comes out.</returns>
    public string[] Add(string name, string[] inputs, int outputs, params (string Name, object Value)[] attributes)
    {
        string[] made = [.. Enumerable.Range(0, outputs).Select(_ => Fresh(name.ToLowerInvariant()))];
        Add(new Node(name, inputs, made) { Attributes = attributes.ToDictionary(a => a.Name, a => a.Value) });
        return made;
    }

    /// <summary>An operation as it is.</summary>
    public void Add(Node node) => _nodes.Add(node);

    /// <summary>y = x Wᵀ + b over the last dimension of x.</summary>
    public string Linear(Linear layer, string x)
    {
        var w = layer.Weight.Value;
        var transposed = new float[w.Rows * w.Columns];
        for (int r = 0; r < w.Rows; r++)
            for (int c = 0; c < w.Columns; c++) transposed[c * w.Rows + r] = w[r, c];
        string product = Add("MatMul", x, Constant(Value.From(transposed, w.Columns, w.Rows), layer.Weight.Name));
        return Add("Add", product, Constant(Value.From(layer.Bias.Value.ToArray(), w.Rows), layer.Bias.Name));
    }

    /// <summary>A recurrent layer over whole sequences.</summary>
    /// <param name="layer">The layer, of any cell.</param>
    /// <param name="x">[T, B, I].</param>
    /// <param name="lengths">The steps of each sequence [B]; "" where all have T.</param>
    /// <param name="initial">The states before the first step [B, units]; null for the learned ones, or 0.</param>
    /// <param name="below">The second state of the layer below [T, B, H], for cells that read it.</param>
    /// <param name="expose">Whether all steps of the second state are wanted too.</param>
    /// <returns>y [T, B, units]; the states after each sequence's last step; all steps of the second state, or "".</returns>
    public (string Output, string[] Final, string Second) Recurrent(
        Recurrent layer, string x, string lengths = "", string[]? initial = null, string below = "", bool expose = false)
    {
        int states = layer.Shape.States.Length;
        string[] made = [.. Enumerable.Range(0, states + 2).Select(i => i == states + 1 && !expose ? "" : Fresh("recurrent"))];
        Add(new Node("Recurrent", [x, lengths, below, .. initial ?? [.. layer.Shape.States.Select(_ => "")]], made) { Domain = Domain, Layers = [layer] });
        return (made[0], made[1..(states + 1)], made[^1]);
    }

    /// <summary>Recurrent layers one above the other, in one direction or both.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="x">[T, B, I].</param>
    /// <param name="lengths">The steps of each sequence [B]; "" where all have T.</param>
    /// <param name="initial">The states of each layer and direction before the first step; null for the learned ones, or 0.</param>
    /// <returns>y [T, B, units], and the states of each layer and direction after each sequence's last step.</returns>
    public (string Output, string[][] Final) Stack(RecurrentStack stack, string x, string lengths = "", string[][]? initial = null)
    {
        int directions = stack.Options.Bidirectional ? 2 : 1, layers = stack.Options.Layers;
        var final = new string[stack.Layers.Count][];
        string[] memories = ["", ""];
        for (int layer = 0; layer < layers; layer++)
        {
            var outputs = new string[directions];
            bool above = layer + 1 < layers && stack.Layers[(layer + 1) * directions].Shape.ReadsBelow;
            for (int d = 0; d < directions; d++)
            {
                int i = layer * directions + d;
                var own = stack.Layers[i];
                (outputs[d], final[i], memories[d]) = Recurrent(own, x, lengths, initial?[i], own.Shape.ReadsBelow ? memories[d] : "", above);
            }

            string y = directions == 2 ? Add("Concat", outputs, 1, ("axis", -1L))[0] : outputs[0];
            bool residual = stack.Options.Residual && stack.Layers[layer * directions].Input == stack.Output;
            x = residual ? Add("Add", x, y) : y;
        }

        return (x, final);
    }

    /// <summary>
    /// The same with the states as inputs and outputs of the network: <c>state_h_l0</c> goes in, <c>state_h_l0_next</c> comes out, [batch, units] each.
    /// </summary>
    /// <exception cref="SluiceException">A stack in both directions, which needs the whole sequence.</exception>
    public string StreamedStack(RecurrentStack stack, string x)
    {
        if (stack.Options.Bidirectional)
            throw new SluiceException("Export: expected layers in one direction for a stream, got both: the reverse one needs the whole sequence.");
        string Named(int layer, int state) => $"state_{stack.Layers[layer].Shape.States[state]}_l{layer}";
        string Units(int layer, int state) => $"{(state == 0 ? stack.Layers[layer].Output : stack.Layers[layer].Hidden)}";
        string[][] initial = [.. stack.Layers.Select((l, i) => l.Shape.States
            .Select((_, s) => Input(Named(i, s), ElementType.Float, "batch", Units(i, s))).ToArray())];
        var (y, final) = Stack(stack, x, "", initial);
        for (int i = 0; i < final.Length; i++)
            for (int s = 0; s < final[i].Length; s++) Output(Named(i, s) + "_next", final[i][s], ElementType.Float, "batch", Units(i, s));
        return y;
    }

    /// <summary>A row of a table for each symbol: [T, B, size] from whole numbers [T, B].</summary>
    public string Embedding(Embedding layer, string symbols)
        => Add("Gather", Constant(Value.From(layer.Weight.Value.ToArray(), layer.Weight.Value.Shape), layer.Weight.Name), symbols);

    /// <summary>The graph.</summary>
    public NetworkGraph ToGraph() => new([.. _inputs], [.. _outputs], [.. _nodes], new Dictionary<string, Value>(_constants));

    /// <summary>A name that nothing else in the graph has.</summary>
    internal string Fresh(string name) => $"{_prefix}{name}_{_names++}";
}
