using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>Branches and repeated bodies. What they read of the graph around them comes behind a node's own inputs.</summary>
internal static class Control
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("If", If),
        ("Loop", Loop),
        ("Scan", Scan),
    ];

    private static Kernel If(Node node)
    {
        var outer = OperatorTable.OuterOf(node);
        Plan taken = new(node.Graph("then_branch"), outer), otherwise = new(node.Graph("else_branch"), outer);
        return (tape, inputs) =>
        {
            var condition = Arrays.Required(inputs, 0);
            if (condition.Count != 1) throw new SluiceException($"expected one condition, got {condition}");
            return (condition.Integers[0] != 0 ? taken : otherwise).Run(tape, [], inputs.AsSpan(1));
        };
    }

    /// <summary>The body again and again, its results its next inputs; what it also makes is stacked, a step after the other.</summary>
    private static Kernel Loop(Node node)
    {
        const long MostSteps = 1 << 24;
        var body = new Plan(node.Graph("body"), OperatorTable.OuterOf(node));
        int given = node.Inputs.Count, carried = given - 2, all = node.Graph("body").Outputs.Count - 1;
        if (carried < 0 || all < carried) throw new SluiceException($"expected a body that hands on {carried} values, got {all}");
        return (tape, inputs) =>
        {
            long most = Arrays.Optional(inputs, 0)?.Integers[0] ?? long.MaxValue;
            bool goesOn = (Arrays.Optional(inputs, 1)?.Integers[0] ?? 1) != 0;
            var state = inputs[2..given];
            var stacked = Enumerable.Range(0, all - carried).Select(_ => new List<Value>()).ToArray();
            for (long step = 0; step < most && goesOn; step++)
            {
                if (step == MostSteps) throw new SluiceException($"expected a loop of at most {MostSteps} steps, got more");
                var made = body.Run(tape, [new Value([step], []), new Value([1], [], ElementType.Bool), .. state], inputs.AsSpan(given));
                goesOn = made[0].Integers[0] != 0;
                for (int i = 0; i < carried; i++) state[i] = made[1 + i];
                for (int i = 0; i < stacked.Length; i++) stacked[i].Add(made[1 + carried + i]);
            }

            return [.. state, .. stacked.Select(s => Stacked(tape, s, 0, false))];
        };
    }

    /// <summary>The body for each slice of the scanned inputs, its first results its next states; the others are stacked.</summary>
    private static Kernel Scan(Node node)
    {
        if (node.Opset < 9) throw new SluiceException($"expected a Scan of opset 9 or later, got {node.Opset}");
        var graph = node.Graph("body");
        var body = new Plan(graph, OperatorTable.OuterOf(node));
        int given = node.Inputs.Count, scanned = (int)node.Integer("num_scan_inputs", 0), states = given - scanned;
        int outputs = graph.Outputs.Count - states;
        if (scanned < 1 || states < 0 || outputs < 0) throw new SluiceException($"expected scanned inputs among {given}, got {scanned}");
        long[] Attribute(string name, int count) => node.Integers(name) ?? new long[count];
        long[] backward = Attribute("scan_input_directions", scanned), prepended = Attribute("scan_output_directions", outputs);
        long[] axes = Attribute("scan_input_axes", scanned), outputAxes = Attribute("scan_output_axes", outputs);
        return (tape, inputs) =>
        {
            var state = inputs[..states];
            var sources = Enumerable.Range(0, scanned).Select(i => Arrays.Required(inputs, states + i)).ToArray();
            int[] along = [.. sources.Select((s, i) => Arrays.Axis(axes[i], s.Shape.Length))];
            int steps = sources[0].Shape[along[0]];
            if (sources.Where((s, i) => s.Shape[along[i]] != steps).FirstOrDefault() is { } other)
                throw new SluiceException($"expected {steps} steps of each scanned input, got {other}");
            var stacked = Enumerable.Range(0, outputs).Select(_ => new List<Value>()).ToArray();
            for (int step = 0; step < steps; step++)
            {
                var slices = sources.Select((s, i) => Slice(tape, s, along[i], backward[i] != 0 ? steps - 1 - step : step));
                var made = body.Run(tape, [.. state, .. slices], inputs.AsSpan(given));
                for (int i = 0; i < states; i++) state[i] = made[i];
                for (int i = 0; i < outputs; i++) stacked[i].Add(made[states + i]);
            }

            return [.. state, .. stacked.Select((s, i) => Stacked(tape, s, outputAxes[i], prepended[i] != 0))];
        };
    }

    /// <summary>One step along a dimension, which is then gone.</summary>
    private static Value Slice(Tape tape, Value x, int axis, int at)
        => Arrays.Reshaped(tape, Moves.Cut(tape, x, axis, at, 1), [.. x.Shape[..axis], .. x.Shape[(axis + 1)..]]);

    /// <summary>Values side by side along a new dimension.</summary>
    private static Value Stacked(Tape tape, List<Value> steps, long axis, bool reverse)
    {
        if (steps.Count == 0) return Value.From(ReadOnlySpan<float>.Empty, 0);
        if (reverse) steps.Reverse();
        int at = Arrays.Axis(axis, steps[0].Shape.Length + 1);
        return Moves.Joined(tape, [.. steps.Select(s => Arrays.Reshaped(tape, s, [.. s.Shape[..at], 1, .. s.Shape[at..]]))], at);
    }
}
