using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Layers;

namespace Sluice.Networks.Operators;

/// <summary>
/// LSTM, GRU and RNN. Where a cell of the catalog computes what the attributes say, it does so as a recurrent layer; what has other activations or
/// clips runs step by step out of plain operators (<see cref="PlainRecurrence"/>).
/// </summary>
internal static class RecurrentNodes
{
    private const int W = 1, R = 2, B = 3, Lengths = 4, InitialH = 5, InitialC = 6, P = 7;

    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All => [("LSTM", Prepare), ("GRU", Prepare), ("RNN", Prepare), ("Recurrent", AnyCell), ("RecurrentStep", Step)];

    /// <summary>The same graph whose recurrences of known weights are layers.</summary>
    public static NetworkGraph WithLayers(NetworkGraph graph) => graph with
    {
        Nodes = [.. graph.Nodes.Select(n => n.Operator is "LSTM" or "GRU" or "RNN" && n.Domain is "" or "ai.onnx" ? WithLayers(n, graph) : n.WithGraphs(WithLayers))],
    };

    private static Node WithLayers(Node node, NetworkGraph graph)
    {
        if (node.Layers.Count > 0) return node;
        Value? Known(int at) => node.Inputs.Count > at && graph.Constants.TryGetValue(node.Inputs[at], out var value) ? value : null;
        bool Open(int at) => node.Inputs.Count > at && node.Inputs[at] != "" && Known(at) is null;
        if (Open(W) || Open(R) || Open(B) || Open(P)) return node;
        try
        {
            var form = new RecurrentAttributes(node);
            var layers = Layers(form, node.Name.Length > 0 ? node.Name : node.Outputs.First(o => o != ""), Known(W), Known(R), Known(B), Known(P));
            return layers is null ? node : node with { Layers = layers, Inputs = [.. node.Inputs.Select((name, i) => i is W or R or B or P ? "" : name)] };
        }
        catch (SluiceException e)
        {
            throw new SluiceException($"Node {node.Described}: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static Kernel Prepare(Node node)
    {
        var form = new RecurrentAttributes(node);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            if (x.Shape.Length != 3) throw new SluiceException($"expected x of three dimensions, got {x}");
            bool trained = new[] { W, R, B, P }.Any(i => Arrays.Optional(inputs, i)?.NeedsGradient(tape) == true);
            var layers = node.Layers.Count > 0 ? node.Layers
                : trained ? null
                : Layers(form, "rnn", Arrays.Required(inputs, W), Arrays.Required(inputs, R), Arrays.Optional(inputs, B), Arrays.Optional(inputs, P));
            // The engine's layers take the batch first as well; plain operations want time first.
            bool turned = form.BatchFirst && layers is null;
            if (turned) x = Moves.Transposed(tape, x, 1, 0, 2);
            var layout = StepLayout.Of(x.Shape, form.BatchFirst && !turned);
            int hidden = layers is not null ? layers[0].Hidden : Arrays.Required(inputs, R).Shape[^1];
            int[]? lengths = LengthsOf(Arrays.Optional(inputs, Lengths), layout);
            Value? h = Initial(tape, form, Arrays.Optional(inputs, InitialH), layout.Batch, hidden),
                c = Initial(tape, form, Arrays.Optional(inputs, InitialC), layout.Batch, hidden);
            var all = new List<Value>();
            var states = new[] { new List<Value>(), new List<Value>() };
            for (int d = 0; d < form.Directions.Count; d++)
            {
                Value?[] first = [h is null ? null : Direction(tape, h, d), c is null ? null : Direction(tape, c, d)];
                var (y, last) = layers is not null
                    ? Run(tape, layers[d], x, layout, first, lengths)
                    : PlainRecurrence.Run(tape, form, d, x, inputs.AsSpan(W, 3), Arrays.Optional(inputs, P), first, lengths);
                all.Add(y);
                for (int s = 0; s < last.Length; s++) states[s].Add(last[s]);
            }

            // Y is [T, D, B, H] or [B, T, D, H]; states are [D, B, H] or [B, D, H].
            return [Side(tape, all, form.BatchFirst ? 2 : 1, turned),
                .. states.Where(s => s.Count > 0).Select(s => Side(tape, s, form.BatchFirst ? 1 : 0, turned))];
        };
    }

    /// <summary>A layer of any cell: x, lengths, what the layer below remembers, and states in; y, states and all steps of the second out.</summary>
    private static Kernel AnyCell(Node node)
    {
        if (node.Layers is not [{ } layer]) throw new SluiceException("expected one recurrent layer, got another number");
        int states = layer.Shape.States.Length;
        bool expose = node.Outputs.Count > states + 1 && node.Outputs[states + 1] != "";
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            if (x.Shape.Length != 3) throw new SluiceException($"expected x [T, B, {layer.Input}], got {x}");
            Value?[] first = [.. Enumerable.Range(0, states).Select(s => Arrays.Optional(inputs, 3 + s))];
            var state = first.All(v => v is null) ? null : new State(layer.Shape.States, [.. first.Select((v, s)
                => v?.Numbers ?? throw new SluiceException($"expected all states before the first step, got none of {layer.Shape.States[s]}"))]);
            var all = layer.RunStates(
                tape, x.Numbers, out var final, state, LengthsOf(Arrays.Optional(inputs, 1), StepLayout.Of(x.Shape, false)), 0, false, null,
                Arrays.Optional(inputs, 2)?.Numbers, expose ? 1 : -1);
            return [new Value(all[0]), .. final.Values.Select(v => new Value(v)), expose ? new Value(all[1]) : null];
        };
    }

    /// <summary>One step of a layer: x [..., I] and states [..., units] in, states out.</summary>
    private static Kernel Step(Node node)
    {
        if (node.Layers is not [{ } layer]) throw new SluiceException("expected one recurrent layer, got another number");
        return (tape, inputs) =>
        {
            int[] outer = Paired.ShapeOf([.. inputs.Select((_, i) => Arrays.Required(inputs, i))
                .Select(v => new Value(Array.Empty<long>(), v.Shape[..^1]))]);
            int rows = Arrays.Count(outer);
            Value Rows(Value v, params int[] shape)
                => Arrays.Reshaped(tape, Moves.Expanded(tape, v, [.. outer, v.Shape[^1]]), [.. shape, v.Shape[^1]]);
            var state = new State(layer.Shape.States, [.. inputs.Skip(1).Select(v => Rows(v!, rows).Numbers)]);
            layer.Run(tape, Rows(inputs[0]!, 1, rows).Numbers, out var final, state);
            return [.. final.Values.Select(v => Arrays.Reshaped(tape, new Value(v), [.. outer, v.Columns]))];
        };
    }

    private static (Value Y, Value[] States) Run(Tape tape, Recurrent layer, Value x, StepLayout layout, Value?[] first, int[]? lengths)
    {
        State? state = null;
        if (first.Any(v => v is not null))
        {
            var values = layer.Shape.States.Select((_, s) => first[s]?.Numbers ?? new Tensor(layout.Batch, layer.Hidden)).ToArray();
            state = new State(layer.Shape.States, values);
        }

        var y = layer.Run(tape, x.Numbers, out var final, state, lengths, batchFirst: layout.BatchFirst);
        return (new Value(y), [.. final.Values.Select(v => new Value(v))]);
    }

    /// <summary>Directions side by side along a new dimension; those of all steps turned back where x was turned.</summary>
    private static Value Side(Tape tape, List<Value> directions, int at, bool turned)
    {
        var parts = directions.Select(v =>
        {
            if (turned && v.Shape.Length == 3) v = Moves.Transposed(tape, v, 1, 0, 2);
            return Arrays.Reshaped(tape, v, [.. v.Shape[..at], 1, .. v.Shape[at..]]);
        }).ToList();
        return parts.Count == 1 ? parts[0] : Moves.Joined(tape, parts, at);
    }

    private static Value Direction(Tape tape, Value states, int d)
        => Arrays.Reshaped(tape, Moves.Cut(tape, states, 0, d, 1), states.Shape[1], states.Shape[2]);

    private static Value? Initial(Tape tape, RecurrentAttributes form, Value? given, int batch, int hidden)
    {
        if (given is null) return null;
        if (form.BatchFirst && given.Shape.Length == 3) given = Moves.Transposed(tape, given, 1, 0, 2);
        return given.Shape.SequenceEqual([form.Directions.Count, batch, hidden])
            ? given
            : throw new SluiceException($"expected states before the first step [{form.Directions.Count}, {batch}, {hidden}], got {given}");
    }

    private static int[]? LengthsOf(Value? given, StepLayout layout)
    {
        if (given is null) return null;
        var (steps, batch, _) = layout;
        if (given.Integers.Length != batch || given.Integers.Any(n => n < 0 || n > steps))
            throw new SluiceException($"expected {batch} lengths of 0 to {steps}, got [{string.Join(", ", given.Integers)}]");
        return given.Integers.All(n => n == steps) ? null : [.. given.Integers.Select(n => (int)n)];
    }

    /// <summary>A layer for each direction, with the weights in the catalog's order; null where no cell computes it.</summary>
    private static Recurrent[]? Layers(RecurrentAttributes form, string name, Value? w, Value? r, Value? b, Value? p)
    {
        if (w is null || r is null) throw new SluiceException("expected weights W and R, got none");
        int directions = form.Directions.Count, gates = form.Gates, hidden = r.Shape.Length == 3 ? r.Shape[2] : 0;
        if (w.Shape.Length != 3 || !r.Shape.SequenceEqual([directions, gates * hidden, hidden]) || w.Shape[0] != directions
            || w.Shape[1] != gates * hidden
            || (form.Hidden != 0 && form.Hidden != hidden))
        {
            throw new SluiceException(
                $"expected W [{directions}, {gates} H, I] and R [{directions}, {gates} H, H]{(form.Hidden == 0 ? "" : $" of H = {form.Hidden}")}, got {w} and {r}");
        }

        if (b is not null && !b.Shape.SequenceEqual([directions, 2 * gates * hidden]))
            throw new SluiceException($"expected biases [{directions}, {2 * gates * hidden}], got {b}");
        if (p is not null && !p.Shape.SequenceEqual([directions, 3 * hidden])) throw new SluiceException($"expected peepholes [{directions}, {3 * hidden}], got {p}");
        if (form.Directions.Where((_, d) => form.Cell(d, p is not null) is null).Any()) return null;
        return [.. form.Directions.Select((reverse, d) =>
        {
            var layer = new Recurrent(name, reverse ? "l0_reverse" : "l0", form.Cell(d, p is not null)!, w.Shape[2], hidden, 1, reverse);
            Fill(layer, form, w, r, d, b is null ? null : Share(b, d, directions), p is null ? null : Share(p, d, directions));
            return layer;
        })];
    }

    private static void Fill(Recurrent layer, RecurrentAttributes form, Value w, Value r, int direction, float[]? b, float[]? p)
    {
        var shape = layer.Shape;
        IReadOnlyList<string> order = form.Operator switch { "GRU" => GateOrder.OnnxGru, "LSTM" => GateOrder.OnnxLstm, _ => ["h"] };
        string[] inputs = [.. shape.InputBlocks.Select(k => shape.Blocks[k].Name)];
        string[] feeds = [.. shape.RecurrentFeeds.Select(f => shape.Blocks[f.Block].Name.TrimEnd('\''))];
        Fill(layer.InputWeight, w, direction, order, inputs, layer.Hidden);
        Fill(layer.RecurrentWeight, r, direction, order, feeds, layer.Hidden);

        // Both biases are summed, but where the reset gate acts on the product with h⁻, the bias of that product stays with it.
        int gates = order.Count * layer.Hidden;
        float[] first = b is null ? new float[gates] : b[..gates], second = b is null ? new float[gates] : b[gates..];
        bool apart = form is { Operator: "GRU", LinearBeforeReset: true };
        for (int i = 0; i < gates; i++) if (!apart || i < 2 * layer.Hidden) first[i] += second[i];
        GateOrder.Copy(first, [first.Length], order, layer.Bias, inputs, layer.Hidden);
        if (apart) GateOrder.Copy(second, [second.Length], order, layer.BiasOf(shape.Blocks.ToList().FindIndex(k => k.HasBias && !k.ReadsInput)), ["n"], layer.Hidden);
        foreach (var parameter in layer.Parameters)
        {
            string peephole = parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..];
            if (!GateOrder.OnnxPeepholes.Any(o => peephole.StartsWith(o + "_", StringComparison.Ordinal))) continue;
            GateOrder.Copy(p ?? new float[3 * layer.Hidden], [3 * layer.Hidden], GateOrder.OnnxPeepholes, parameter, [peephole[..2]], layer.Hidden);
        }
    }

    /// <summary>Sets a matrix to that of a direction, whose gates stand in another order.</summary>
    private static void Fill(Parameter matrix, Value value, int direction, IReadOnlyList<string> order, string[] blocks, int hidden)
    {
        int columns = matrix.Shape[^1];
        if (value.Late is not { } late || blocks.Any(b => !order.Contains(b)))
        {
            GateOrder.Copy(Share(value, direction, value.Shape[0]), [order.Count * hidden, columns], order, matrix, blocks, hidden);
            return;
        }

        matrix.Set(into =>
        {
            for (int k = 0; k < blocks.Length; k++)
                late.CopyTo(into, k * hidden, hidden, ((long)direction * order.Count + order.ToList().IndexOf(blocks[k])) * hidden * columns);
        });
    }

    private static float[] Share(Value value, int d, int directions)
    {
        float[] all = value.ToFloats();
        int each = all.Length / directions;
        return all[(d * each)..((d + 1) * each)];
    }
}
