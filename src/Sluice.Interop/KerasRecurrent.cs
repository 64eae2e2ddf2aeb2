using System.Text.Json;
using Sluice.Networks;

namespace Sluice.Interop;

/// <summary>
/// LSTM, GRU and SimpleRNN, and both directions of one, as nodes of ONNX: i f c o becomes i o f c, matrices are transposed. Steps that a mask
/// leaves out are skipped, wherever they stand: states pass over them, and the output before them is given again.
/// </summary>
internal static class KerasRecurrent
{
    private static readonly string[] s_shared = ["units", "activation", "recurrent_activation", "use_bias", "reset_after", "return_sequences"];

    /// <summary>One direction.</summary>
    public static IReadOnlyList<KerasFlow> Run(KerasScope scope, KerasFlow[] inputs, KerasFlow[] states)
    {
        (inputs, states) = Apart(inputs, states);
        var x = Checked(scope, inputs);
        bool backwards = scope.Flag("go_backwards", false);
        if (backwards) x = x with { Value = Reversed(scope, x.Value), Mask = x.Mask is null ? null : Reversed(scope, x.Mask) };
        var (y, last) = Node(scope, [scope], x, states);
        string sequence = scope.Net.Squeeze(y, 1);
        return Answer(scope, scope, [sequence], [last], x, (parts, _) => parts[0]);
    }

    /// <summary>Both directions of the wrapped layer.</summary>
    public static IReadOnlyList<KerasFlow> Both(KerasScope scope, KerasFlow[] inputs, KerasFlow[] states)
    {
        (inputs, states) = Apart(inputs, states);
        var layer = scope.Find("layer") ?? throw scope.Bad("it does not say what it wraps");
        KerasScope forward = scope.Inner(layer, "forward_layer/cell"), backward = scope.Inner(layer, "backward_layer/cell");
        if (forward.Flag("go_backwards", false)) throw scope.Bad("a layer within that goes backwards is not read");
        if (scope.Find("backward_layer") is { } own && !Alike(forward, backward = scope.Inner(own, "backward_layer/cell")))
            throw scope.Bad("directions of different layers are not read");
        var x = Checked(forward, inputs);
        var (y, last) = Node(forward, [forward, backward], x, states);
        string merge = scope.Text("merge_mode") ?? (scope.Entry.Config.TryGetProperty("merge_mode", out _) ? "none" : "concat");
        string[] halves = scope.Net.Add("Split", [y], 2, ("axis", 1L), ("num_outputs", 2L));
        var net = scope.Net;
        string Merged(string[] parts, int rank) => merge switch
        {
            "concat" => net.Concat(rank - 1, parts),
            "sum" => net.Add("Add", parts),
            "mul" => net.Add("Mul", parts),
            "ave" => net.Add("Mul", net.Add("Add", parts), net.Number(0.5f)),
            _ => throw scope.Bad($"directions merged by '{merge}' are not read"),
        };
        return Answer(scope, forward, [net.Squeeze(halves[0], 1), net.Squeeze(halves[1], 1)], Halves(net, last), x, Merged);
    }

    // Keras 2 names states among the inputs.
    private static (KerasFlow[] Inputs, KerasFlow[] States) Apart(KerasFlow[] inputs, KerasFlow[] states)
        => states.Length > 0 || inputs.Length < 2 ? (inputs, states) : (inputs[..1], inputs[1..]);

    private static KerasFlow Checked(KerasScope scope, KerasFlow[] inputs)
    {
        var x = scope.One(inputs);
        if (x.Rank != 3) throw scope.Bad($"expected an input of three dimensions, batch, time and features, got {x.Rank}");
        return scope.Flag("time_major", false) ? throw scope.Bad("time before the batch (time_major) is not read") : x;
    }

    private static bool Alike(KerasScope one, KerasScope other)
        => one.Entry.Class == other.Entry.Class && s_shared.All(key => one.Find(key)?.GetRawText() == other.Find(key)?.GetRawText());

    /// <summary>y [time, directions, batch, units], and the states [directions, batch, units].</summary>
    private static (string Y, string[] Last) Node(KerasScope scope, KerasScope[] directions, KerasFlow x, KerasFlow[] states)
    {
        var net = scope.Net;
        string type = scope.Entry.Class.Replace("CuDNN", "", StringComparison.Ordinal);
        var arrays = directions.Select(d => KerasGates.Of(d, type)).ToList();
        string Stacked(string name, Func<KerasGates, Value> of) => scope.Weight(name, () => Joined([.. arrays.Select(of)]));
        List<(string Name, float[] Alpha, float[] Beta)> acts = [];
        foreach (var direction in directions)
        {
            var own = KerasActivation.Named(direction, "activation", "tanh");
            bool plain = direction.Entry.Class.StartsWith("CuDNN", StringComparison.Ordinal) || scope.Network.IsThird;
            if (type != "SimpleRNN") acts.Add(KerasActivation.Named(direction, "recurrent_activation", plain ? "sigmoid" : "hard_sigmoid"));
            acts.Add(own);
            if (type == "LSTM") acts.Add(own);
        }

        string lengths = x.Mask is null ? "" : KerasMask.Lengths(net, x.Mask);
        string values = x.Mask is null ? x.Value : KerasMask.Together(net, x.Value, x.Mask);
        int each = type == "LSTM" ? 2 : 1;
        if (states.Length > 0 && states.Length != each * directions.Length)
            throw scope.Bad($"expected {each * directions.Length} states to begin with, got {states.Length}");
        string Initial(int s) => states.Length == 0 ? ""
            : net.Concat(0, [.. directions.Select((_, d) => net.Unsqueeze(states[d * each + s].Value, 0))]);
        string operation = type == "SimpleRNN" ? "RNN" : type;
        string[] inputs =
        [
            net.Transpose(values, 1, 0, 2), Stacked("W", a => a.Input), Stacked("R", a => a.Recurrent), Stacked("B", a => a.Bias), lengths,
            Initial(0), .. type == "LSTM" ? [Initial(1)] : Array.Empty<string>(),
        ];
        string[] made = [.. Enumerable.Range(0, each + 1).Select(_ => net.Fresh(operation.ToLowerInvariant()))];
        net.Add(new Node(operation, inputs, made)
        {
            Name = string.Join('/', scope.Path.Names),
            Attributes = new Dictionary<string, object>
            {
                ["hidden_size"] = (long)arrays[0].Units,
                ["direction"] = directions.Length == 2 ? "bidirectional" : "forward",
                ["activations"] = acts.Select(a => a.Name).ToArray(),
                ["activation_alpha"] = acts.SelectMany(a => a.Alpha).ToArray(),
                ["activation_beta"] = acts.SelectMany(a => a.Beta).ToArray(),
                ["linear_before_reset"] = arrays[0].ResetAfter ? 1L : 0L,
            },
        });
        return (made[0], made[1..]);
    }

    /// <summary>What the layer gives: all steps or the last one, and the states where they are asked for.</summary>
    private static IReadOnlyList<KerasFlow> Answer(
        KerasScope scope, KerasScope layer, string[] sequences, string[][] last, KerasFlow x, Func<string[], int, string> merge)
    {
        var net = scope.Net;
        KerasFlow y;
        if (layer.Flag("return_sequences", false))
        {
            string[] parts = [.. sequences.Select((s, d) =>
            {
                string rows = net.Transpose(s, 1, 0, 2);
                return x.Mask is null ? rows : KerasMask.Apart(net, rows, x.Mask, backward: d == 1);
            })];
            y = new KerasFlow(merge(parts, 3), 3, x.Mask);
        }
        else
        {
            y = new KerasFlow(merge([.. last.Select(d => net.Squeeze(d[0], 0))], 2), 2);
        }

        if (!layer.Flag("return_state", false)) return [y];
        return [y, .. last.SelectMany(d => d).Select(s => new KerasFlow(net.Squeeze(s, 0), 2))];
    }

    /// <summary>[directions, batch, units] of each state as states of each direction.</summary>
    private static string[][] Halves(NetworkBuilder net, string[] last)
    {
        var parts = last.Select(s => net.Add("Split", [s], 2, ("axis", 0L), ("num_outputs", 2L))).ToList();
        return [[.. parts.Select(p => p[0])], [.. parts.Select(p => p[1])]];
    }

    private static string Reversed(KerasScope scope, string x)
        => scope.Net.Add("Slice", x, scope.Net.Integers(-1), scope.Net.Integers(int.MinValue), scope.Net.Integers(1), scope.Net.Integers(-1));

    private static Value Joined(Value[] directions)
        => Value.From([.. directions.SelectMany(d => d.ToFloats())], [directions.Length, .. directions[0].Shape]);
}
