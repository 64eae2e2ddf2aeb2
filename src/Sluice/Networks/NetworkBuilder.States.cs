using System.Globalization;
using Sluice.Layers;

namespace Sluice.Networks;

public sealed partial class NetworkBuilder
{
    private readonly Dictionary<string, float[]> _first = [];
    private readonly List<ILayer> _layers = [];

    /// <summary>The graph as that of a task's model.</summary>
    /// <param name="task">The task.</param>
    /// <param name="metadata">What has to be known beside the graph.</param>
    public ExportedNetwork ToExported(string task, IReadOnlyDictionary<string, string> metadata)
    {
        var all = new Dictionary<string, string>(metadata) { ["sluice.task"] = task };
        var states = _first.Select(f => $"\"{f.Key}\": [{string.Join(", ", f.Value.Select(Text))}]");
        if (_first.Count > 0) all["states"] = $"{{{string.Join(", ", states)}}}";
        return new(ToGraph(), all) { Layers = [.. _layers.Distinct()] };

        static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// A state before the first step, [batch, units]: an input of the network where it streams, or else what the first piece would be given.
    /// </summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="stream">Whether the network streams.</param>
    /// <param name="like">A value that has the batch among its dimensions.</param>
    /// <param name="axis">Which of them the batch is.</param>
    /// <param name="first">What stands there before the first step of every sequence.</param>
    internal string State(string name, bool stream, string like, int axis, ReadOnlySpan<float> first)
    {
        int units = first.Length;
        bool zeroes = first.IndexOfAnyExcept(0f) < 0;
        if (stream)
        {
            if (!zeroes) _first[name] = first.ToArray();
            return Input(name, ElementType.Float, "batch", $"{units}");
        }

        string shape = Concat(0, Dimension(like, axis), Integers(units));
        return zeroes ? Add("ConstantOfShape", shape) : Add("Expand", Constant(Value.From(first, 1, units)), shape);
    }

    /// <summary>Makes a state after the last step an output, where the network streams.</summary>
    internal void Next(string name, bool stream, string value, int units)
    {
        if (stream) Output(name + "_next", value, ElementType.Float, "batch", $"{units}");
    }

    /// <summary>The states of a stack before the first step, as <see cref="State"/>: <c>state_h_l0</c> and so on.</summary>
    /// <exception cref="SluiceException">A stack in both directions, which needs the whole sequence.</exception>
    internal string[][] Before(RecurrentStack stack, bool stream, string like, int axis, string name = "state")
    {
        if (stream && stack.Options.Bidirectional)
            throw new SluiceException("Export: expected layers in one direction for a stream, got both: the reverse one needs the whole sequence.");
        return [.. stack.Layers.Select((l, i) => l.Shape.States.Select((s, n)
            => State($"{name}_{s}_l{i}", stream, like, axis, l.InitialOf(n)?.Value.ToArray() ?? new float[l.UnitsOf(n)])).ToArray())];
    }

    /// <summary>Makes the states of a stack outputs, where the network streams: <c>state_h_l0_next</c> and so on.</summary>
    internal void After(RecurrentStack stack, bool stream, string[][] final, string name = "state")
    {
        for (int i = 0; i < final.Length; i++)
            for (int s = 0; s < final[i].Length; s++)
                Next($"{name}_{stack.Layers[i].Shape.States[s]}_l{i}", stream, final[i][s], stack.Layers[i].UnitsOf(s));
    }

    /// <summary>Recurrent layers over whole sequences, or over a piece where the network streams.</summary>
    internal string Run(RecurrentStack stack, string x, bool stream) => stream ? StreamedStack(stack, x) : Stack(stack, x).Output;

    /// <summary>
    /// One step of all layers out of plain operators, for the body of a <see cref="Scan"/> or a loop, where what a step reads depends on what the
    /// step before gave.
    /// </summary>
    /// <param name="stack">The layers, in one direction.</param>
    /// <param name="x">[B, I].</param>
    /// <param name="before">The states of each layer [B, units].</param>
    internal (string Output, string[][] After) Step(RecurrentStack stack, string x, string[][] before)
    {
        var after = new string[before.Length][];
        string below = "";
        for (int i = 0; i < before.Length; i++)
        {
            var layer = stack.Layers[i];
            _layers.Add(layer);
            after[i] = new CellStep(layer, this).Take(layer.Shape.InputBlocks.Count == 0 ? "" : InputSums(layer, x), x, below, before[i]);
            below = after[i].Length > 1 ? after[i][1] : "";
            x = stack.Options.Residual && layer.Input == stack.Output ? Add("Add", x, after[i][0]) : after[i][0];
        }

        return (x, after);
    }

    /// <summary>W x + b of the blocks of a layer that x feeds, side by side; those that are normalised have no bias.</summary>
    internal string InputSums(Recurrent layer, string x)
    {
        int h = layer.Hidden;
        var bias = new float[layer.InputWeight.Value.Rows];
        for (int i = 0; i < layer.Shape.InputBlocks.Count; i++)
        {
            int k = layer.Shape.InputBlocks[i];
            if (layer.Shape.Blocks[k].HasBias) layer.WeightOf(k).CopyTo(bias.AsSpan(i * h));
        }

        string product = Product(layer.InputWeight, x);
        return bias.All(b => b == 0) ? product : Add("Add", product, Constant(Value.From(bias, bias.Length), layer.Bias.Name));
    }

    /// <summary>
    /// A body for each step along the first dimension: states go on from step to step, and what each step makes is stacked.
    /// </summary>
    /// <param name="states">What goes in before the first step, and its type.</param>
    /// <param name="scanned">What each step gets a slice of.</param>
    /// <param name="step">Builds the body from states and slices: the states after the step, and what it makes. It may read values around it.</param>
    /// <param name="reverse">Whether steps go from the last to the first.</param>
    /// <returns>The states after the last step, then what was made.</returns>
    internal string[] Scan(
        (string Value, ElementType Type)[] states, (string Value, ElementType Type)[] scanned,
        Func<NetworkBuilder, string[], string[], (string[] After, (string Value, ElementType Type)[] Made)> step, bool reverse = false)
    {
        string prefix = Fresh("scan") + "_";
        var body = new NetworkBuilder(prefix);
        string[] before = [.. states.Select((s, i) => body.Input($"{prefix}before_{i}", s.Type))];
        string[] slices = [.. scanned.Select((s, i) => body.Input($"{prefix}slice_{i}", s.Type))];
        var (after, made) = step(body, before, slices);
        for (int i = 0; i < after.Length; i++) body.Output($"{prefix}after_{i}", after[i], states[i].Type);
        for (int i = 0; i < made.Length; i++) body.Output($"{prefix}made_{i}", made[i].Value, made[i].Type);
        _layers.AddRange(body._layers);
        List<(string, object)> attributes = [("body", body.ToGraph()), ("num_scan_inputs", (long)scanned.Length)];
        if (reverse)
        {
            attributes.Add(("scan_input_directions", scanned.Select(_ => 1L).ToArray()));
            attributes.Add(("scan_output_directions", made.Select(_ => 1L).ToArray()));
        }

        return Add("Scan", [.. states.Select(s => s.Value), .. scanned.Select(s => s.Value)], after.Length + made.Length, [.. attributes]);
    }

    /// <summary>A body again and again, at most so many times and as long as it says.</summary>
    /// <param name="most">How many times at most.</param>
    /// <param name="states">What goes in at first, and its type.</param>
    /// <param name="step">Builds the body from states: whether it goes on, the states after, and what it makes. It may read values around it.</param>
    /// <returns>The states at the end, then what was made, stacked.</returns>
    internal string[] Loop(
        long most, (string Value, ElementType Type)[] states,
        Func<NetworkBuilder, string[], (string Going, string[] After, (string Value, ElementType Type)[] Made)> step)
    {
        string prefix = Fresh("loop") + "_";
        var body = new NetworkBuilder(prefix);
        body._inputs.Add(new($"{prefix}number", ElementType.Int64, []));
        body._inputs.Add(new($"{prefix}before", ElementType.Bool, []));
        string[] before = [.. states.Select((s, i) => body.Input($"{prefix}before_{i}", s.Type))];
        var (going, after, made) = step(body, before);
        body.Output($"{prefix}going", going, ElementType.Bool);
        for (int i = 0; i < after.Length; i++) body.Output($"{prefix}after_{i}", after[i], states[i].Type);
        for (int i = 0; i < made.Length; i++) body.Output($"{prefix}made_{i}", made[i].Value, made[i].Type);
        _layers.AddRange(body._layers);
        string[] inputs = [Whole(most), Constant(Value.From([true])), .. states.Select(s => s.Value)];
        return Add("Loop", inputs, after.Length + made.Length, ("body", body.ToGraph()));
    }
}
