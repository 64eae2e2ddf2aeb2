using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Onnx.Tests;

/// <summary>Layers of every cell, bare and wrapped, through ONNX Runtime: outputs and states as here, ragged and whole, in both directions.</summary>
public class CellExportTests
{
    private const int Steps = 7, Batch = 3, Size = 8;

    public static TheoryData<string> Cells =>
    [
        .. Catalog.BuiltIn,
        .. Catalog.BuiltIn.Select(c => c + "+layernorm"),
        .. Catalog.BuiltIn.Select(c => c + "+zoneout:0.1+clip:0.5"),
        "lstm(hard-sigmoid,relu)", "lstm(sigmoid,softsign)", "gru(hard-sigmoid-sixth,leaky-relu)", "gru-before(sigmoid,elu)", "rnn(softplus)", "rnn(linear)",
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public void ONNX_Runtime_computes_what_the_layer_does(string cell)
    {
        // Those that read the layer below are cells of a stack, and the score of augru is AttentionGru's.
        if (Catalog.Shape(cell).ReadsBelow) return;
        foreach (bool reverse in new[] { false, true }) Check(cell, reverse);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru+layernorm")]
    [InlineData("lstm-depth-gated")]
    [InlineData("lstm-projected:5")]
    public void Stacks_of_two_layers_in_both_directions_go_along(string cell)
    {
        var stack = new RecurrentStack("rnn", new StackOptions(cell, Size, Size, 2, Bidirectional: true, LearnedInitial: true), 3);
        foreach (var parameter in stack.Parameters.Where(p => p.Name.Contains("initial", StringComparison.Ordinal)))
        {
            for (int c = 0; c < parameter.Value.Columns; c++) parameter.Value[0, c] = 0.1f * c;
            parameter.Changed();
        }

        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "batch", $"{Size}");
        string lengths = net.Input("lengths", ElementType.Int64, "batch");
        net.Output("y", net.Stack(stack, x, lengths).Output, ElementType.Float, "time", "batch", $"{stack.Output}");
        var (input, given) = Input();
        int[] each = [Steps, 4, 2];
        given["lengths"] = Value.From([.. each.Select(n => (long)n)], Batch);
        var ours = stack.Run(new Tape(false), input, out _, lengths: each).ToArray();
        Compare(cell, net.ToGraph(), given, new() { ["y"] = ours });
    }

    private static void Check(string cell, bool reverse)
    {
        var layer = new Recurrent("rnn", "l0", cell, Size, Size, 5, reverse);
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "batch", $"{Size}"), lengths = net.Input("lengths", ElementType.Int64, "batch");
        string[] names = layer.Shape.States;
        string[] before = [.. names.Select((_, s) => net.Input($"before_{s}", ElementType.Float, "batch", $"{(s == 0 ? layer.Output : Size)}"))];
        var (y, final, _) = net.Recurrent(layer, x, lengths, before);
        net.Output("y", y, ElementType.Float, "time", "batch", $"{layer.Output}");
        for (int s = 0; s < names.Length; s++) net.Output($"after_{s}", final[s], ElementType.Float, "batch", "");
        var (input, given) = Input();
        int[] each = [Steps, 5, 1];
        given["lengths"] = Value.From([.. each.Select(n => (long)n)], Batch);
        var state = new State(cell, Batch, Size);
        for (int s = 0; s < names.Length; s++)
        {
            // A clock's counter counts whole steps, and a square root or a quotient wants what a run can come to.
            bool counts = layer.Shape.Clock?.Counter == s;
            var value = state.Values[s];
            for (int i = 0; i < value.Count; i++)
                value[i / value.Columns, i % value.Columns] = counts ? i / value.Columns : 0.3f + 0.2f * MathF.Sin(i + s);
            given[$"before_{s}"] = Value.From(value.ToArray(), value.Shape);
        }

        var right = new Dictionary<string, float[]> { ["y"] = layer.Run(new Tape(false), input, out var last, state, each).ToArray() };

        // A clock goes by the counter of the first unit; idle units may count or not.
        for (int s = 0; s < names.Length; s++) if (layer.Shape.Clock?.Counter != s) right[$"after_{s}"] = last.Values[s].ToArray();
        Compare($"{cell}{(reverse ? ", reverse" : "")}", net.ToGraph(), given, right);
    }

    private static (Tensor X, Dictionary<string, Value> Given) Input()
    {
        float[] numbers = [.. Enumerable.Range(0, Steps * Batch * Size).Select(i => MathF.Sin(0.7f * i) * 0.8f)];
        var x = new Tensor(Steps, Batch, Size);
        x.Set(numbers);
        return (x, new() { ["x"] = Value.From(numbers, Steps, Batch, Size) });
    }

    /// <summary>The graph as it is, as it was written and read again, and through ONNX Runtime.</summary>
    private static void Compare(string what, NetworkGraph graph, Dictionary<string, Value> given, Dictionary<string, float[]> right)
    {
        string path = Path.GetTempFileName();
        try
        {
            OnnxFile.Write(graph, path);
            Equal(what + " here", right, new Network(graph).Run(given).ToDictionary(o => o.Key, o => o.Value.ToFloats()), 0);
            Equal(what + ", read again", right, OnnxFile.Read(path).Network.Run(given).ToDictionary(o => o.Key, o => o.Value.ToFloats()), 1e-5);
            using var runtime = new Runtime(path);
            Equal(what + ", ONNX Runtime", right, runtime.Run(given), 1e-5);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Equal(string what, Dictionary<string, float[]> right, Dictionary<string, float[]> got, double tolerance)
    {
        foreach (var (name, values) in right)
        {
            Assert.Equal(values.Length, got[name].Length);
            for (int i = 0; i < values.Length; i++)
                Assert.True(Math.Abs(values[i] - got[name][i]) <= tolerance * (1 + Math.Abs(values[i])), $"{what}: {name}[{i}] {got[name][i]}, the layer {values[i]}");
        }
    }
}
