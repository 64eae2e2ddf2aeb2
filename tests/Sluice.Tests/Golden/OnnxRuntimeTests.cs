using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Formats;
using Sluice.Layers;

namespace Sluice.Tests.Golden;

/// <summary>
/// Numbers that ONNX Runtime publishes in its tests (deep_cpu_lstm_op_test.cc, deep_cpu_gru_op_test.cc, rnn_op_test.cc; MIT)
/// through the library's layers: three directions, unequal lengths, peepholes, clipping, coupled gates, other activations.
/// </summary>
public class OnnxRuntimeTests
{
    private const double Tolerance = 1e-5;

    private const string Vectors = "recurrent-vectors/onnxruntime-rnn-gru-lstm.json";

    [RealDataFact(Vectors)]
    public void All_49_cases()
    {
        var (count, cells) = Check(RealData.Find(Vectors)!);
        Assert.Equal(49, count);
        Assert.Equal(["gru", "gru-before", "lstm", "lstm-coupled-peephole", "lstm-peephole", "onnx-gru", "onnx-lstm", "rnn", "rnn-relu"], cells);
    }

    /// <summary>The 12 cases of the ONNX standard itself; onnx_node_cases.py made the file, and says how little they see.</summary>
    [Fact]
    public void All_12_cases_of_the_standard()
    {
        var (count, cells) = Check(Path.Combine(Folder(), "onnx-node-cases.json"));
        Assert.Equal(12, count);
        Assert.Equal(["gru-before", "lstm", "lstm-peephole", "rnn"], cells);
    }

    private static (int Count, string[] Cells) Check(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        if (!Catalog.Names.Contains("onnx-lstm")) Catalog.AddForward<OnnxLstmCell>();
        if (!Catalog.Names.Contains("onnx-gru")) Catalog.AddForward<OnnxGruCell>();
        var cells = new HashSet<string>();
        foreach (var example in file.RootElement.EnumerateArray()) cells.UnionWith(new Case(example).Check());
        return (file.RootElement.GetArrayLength(), [.. cells.Order()]);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private sealed class Case(JsonElement example)
    {
        private readonly string _name = example.GetProperty("name").GetString()!;
        private readonly JsonElement _attributes = example.GetProperty("attributes");

        private int Hidden => _attributes.GetProperty("hidden_size").GetInt32();

        private string[] Activations
            => _attributes.TryGetProperty("activations", out var a) ? [.. a.EnumerateArray().Select(v => v.GetString()!)] : [];

        public IEnumerable<string> Check()
        {
            string direction = _attributes.GetProperty("direction").GetString()!;
            int directions = direction == "bidirectional" ? 2 : 1;
            for (int d = 0; d < directions; d++) yield return Check(d, directions, direction == "reverse" || d == 1);
        }

        private string Check(int d, int directions, bool reverse)
        {
            var (shape, x) = Input("X")!.Value;
            int steps = shape[0], batch = shape[1];
            string cell = CellOf(d, directions);
            var layer = new Recurrent("onnx", "l0", cell, shape[2], Hidden, 1, reverse);
            Fill(layer, d, directions);
            var input = new Tensor(steps, batch, shape[2]);
            input.Set(x);
            int[]? lengths = Input("sequence_lens") is { } given ? [.. given.Data.Select(v => (int)v)] : null;
            var state = new State(cell, batch, Hidden);
            if (Input("initial_h") is { } h) state.Values[0].Set(Share(h.Data, d, directions));
            if (Input("initial_c") is { } c) state.Values[1].Set(Share(c.Data, d, directions));
            var y = layer.Run(new Tape(false), input, out var final, state, lengths);
            if (Output("Y") is { } all)
                for (int t = 0; t < steps; t++)
                    for (int b = 0; b < batch; b++)
                        Equal($"Y[{t},{d},{b}]", all.AsSpan(((t * directions + d) * batch + b) * Hidden, Hidden), y.Row(t * batch + b));
            if (Output("Y_h") is { } last) Equal("Y_h", Share(last, d, directions), final.Values[0].ToArray());
            if (Output("Y_c") is { } memory) Equal("Y_c", Share(memory, d, directions), final.Values[1].ToArray());
            return cell;
        }

        /// <summary>The catalog's cell where it has what the case asks for.</summary>
        private string CellOf(int d, int directions)
        {
            string op = example.GetProperty("op").GetString()!;
            string[] defaults = op switch { "LSTM" => ["Sigmoid", "Tanh", "Tanh"], "GRU" => ["Sigmoid", "Tanh"], _ => ["Tanh"] };
            int each = defaults.Length;
            string[] own = Activations.Length == 0 ? defaults : Activations[(d * each)..((d + 1) * each)];
            double clip = _attributes.TryGetProperty("clip", out var c) ? c.GetDouble() : 0;
            bool Flag(string name) => _attributes.TryGetProperty(name, out var f) && f.GetInt32() == 1;
            if (op == "RNN") return own[0] == "Tanh" ? "rnn" : "rnn-relu";
            bool plain = own.SequenceEqual(defaults) && clip == 0;
            if (!plain) Configure(own, d, each, clip);
            return op == "GRU"
                ? !plain ? "onnx-gru" : Flag("linear_before_reset") ? "gru" : "gru-before"
                : !plain ? "onnx-lstm" : Flag("input_forget") ? "lstm-coupled-peephole" : Input("P") is not null ? "lstm-peephole" : "lstm";
        }

        /// <summary>α and β are listed for the activations that take them only, over both directions.</summary>
        private void Configure(string[] own, int d, int each, double clip)
        {
            (OnnxActivations.Names, OnnxActivations.Clip) = (own, clip);
            (OnnxActivations.Alpha, OnnxActivations.Beta) = (new double[each], new double[each]);
            double[] Values(string name) => _attributes.TryGetProperty(name, out var v) ? [.. v.EnumerateArray().Select(e => e.GetDouble())] : [];
            var (alpha, beta) = (new Queue<double>(Values("activation_alpha")), new Queue<double>(Values("activation_beta")));
            for (int i = 0; i < Activations.Length; i++)
            {
                bool mine = i / each == d;
                if (Activations[i] is "LeakyRelu" or "ScaledTanh" && alpha.TryDequeue(out double a) && mine) OnnxActivations.Alpha[i % each] = a;
                if (Activations[i] is "ScaledTanh" && beta.TryDequeue(out double b) && mine) OnnxActivations.Beta[i % each] = b;
            }
        }

        private void Fill(Recurrent layer, int d, int directions)
        {
            var shape = layer.Shape;
            bool gru = shape.Blocks[0].Name == "r", rnn = shape.Blocks[0].Name == "h";
            string[] order = gru ? [.. GateOrder.OnnxGru] : rnn ? ["h"] : [.. GateOrder.OnnxLstm];
            string[] inputs = [.. shape.InputBlocks.Select(k => shape.Blocks[k].Name)];
            string[] feeds = [.. shape.RecurrentFeeds.Select(f => shape.Blocks[f.Block].Name.TrimEnd('\''))];
            int gates = order.Length * Hidden;
            int[] Matrix(int columns) => [gates, columns];
            GateOrder.Copy(Share(Input("W")!.Value.Data, d, directions), Matrix(layer.Input), order, layer.InputWeight, inputs, Hidden);
            GateOrder.Copy(Share(Input("R")!.Value.Data, d, directions), Matrix(Hidden), order, layer.RecurrentWeight, feeds, Hidden);

            // Both biases are summed, but that of n′ stays with its product.
            float[] b = Input("B") is { } given ? Share(given.Data, d, directions) : new float[2 * gates];
            float[] first = b[..gates], second = b[gates..];
            bool apart = layer.Cell == "gru";
            for (int i = 0; i < gates; i++) if (!apart || i < 2 * Hidden) first[i] += second[i];
            GateOrder.Copy(first, [gates], order, layer.Bias, inputs, Hidden);
            if (apart) GateOrder.Copy(second, [gates], order, layer.Parameters.Single(p => p.Name.Contains("bias_hh")), ["n"], Hidden);
            if (layer.Cell.StartsWith("gru", StringComparison.Ordinal) || Input("P") is not { } peepholes) return;
            foreach (var parameter in layer.Parameters.Where(p => p.Name.StartsWith("onnx.p", StringComparison.Ordinal)))
                GateOrder.Copy(
                    Share(peepholes.Data, d, directions), [3 * Hidden], GateOrder.OnnxPeepholes, parameter, [parameter.Name.Split('.')[1][..2]], Hidden);
        }

        private (int[] Shape, float[] Data)? Input(string name)
            => example.GetProperty("inputs").TryGetProperty(name, out var input) && input.ValueKind == JsonValueKind.Object
                ? ([.. input.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32())],
                    [.. input.GetProperty("data").EnumerateArray().Select(v => v.GetSingle())])
                : null;

        private float[]? Output(string name)
            => example.GetProperty("outputs").TryGetProperty(name, out var output) && output.ValueKind == JsonValueKind.Object
                ? [.. output.GetProperty("data").EnumerateArray().Select(v => v.GetSingle())]
                : null;

        private static float[] Share(float[] values, int d, int directions)
            => values[(values.Length / directions * d)..(values.Length / directions * (d + 1))];

        private void Equal(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> got)
        {
            for (int i = 0; i < expected.Length; i++)
                Assert.True(
                    Differences.Of("ONNX Runtime", expected[i], got[i]) < Tolerance,
                    $"{_name} {what}[{i}]: ONNX Runtime {expected[i]}, Sluice {got[i]}");
        }
    }
}
