using Sluice.Cells;
using Sluice.Cells.Activated;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Networks.Operators;
using Sluice.Tests.Cells.Graphs;

namespace Sluice.Tests.Cells;

/// <summary>Cells with other activations: their derivatives, and that nets of ONNX and Keras run by them.</summary>
public class ActivatedCellTests
{
    public static TheoryData<string> Cells =>
    [
        .. ActivatedCells.Functions.SelectMany(f => new[] { $"lstm(hard-sigmoid,{f})", $"gru({f},tanh)", $"gru-before(sigmoid,{f})", $"rnn({f})" }),
    ];

    [Theory, MemberData(nameof(Cells))]
    public void Derivatives_are_those_of_the_recorded_graph(string cell) => Catalog.Visit(cell, new DerivativeCheckTests.Check());

    [Theory]
    [InlineData("LSTM", "HardSigmoid", "Relu", "lstm(hard-sigmoid,relu)")]
    [InlineData("LSTM", "Sigmoid", "Softsign", "lstm(sigmoid,softsign)")]
    [InlineData("GRU", "HardSigmoid", "Elu", "gru-before(hard-sigmoid,elu)")]
    [InlineData("GRU", "Sigmoid", "LeakyRelu", "gru(sigmoid,leaky-relu)")]
    [InlineData("RNN", "", "Softplus", "rnn(softplus)")]
    [InlineData("RNN", "", "Affine", "rnn(linear)")]
    public void A_net_with_such_activations_runs_by_a_layer_and_gives_what_plain_operators_give(string type, string gates, string values, string cell)
    {
        string[] activations = type switch { "LSTM" => [gates, values, values], "GRU" => [gates, values], _ => [values] };
        bool after = cell.StartsWith("gru(", StringComparison.Ordinal);
        var layered = new Network(Graph(type, activations, 0, after));
        Assert.Equal(cell, Assert.Single(layered.Nodes.SelectMany(n => n.Layers)).Cell);

        // A bound that nothing reaches keeps it from being a layer.
        var plain = new Network(Graph(type, activations, 1e30f, after));
        Assert.Empty(plain.Nodes.SelectMany(n => n.Layers));
        var x = new Dictionary<string, Value> { ["x"] = Value.From(Wave(7 * 2 * 3, 1), 7, 2, 3) };
        float[] one = layered.Run(x)["y"].ToFloats(), other = plain.Run(x)["y"].ToFloats();
        Assert.All(one.Zip(other), v => Assert.Equal(v.Second, v.First, 1e-5));
    }

    [Theory]
    [InlineData("lstm(relu)")]
    [InlineData("lstm(cube,relu)")]
    [InlineData("sru(relu,relu)")]
    [InlineData("lstm(relu,relu")]
    [InlineData("lstm(relu,relu)+clip")]
    public void Others_are_refused(string cell) => Assert.Throws<SluiceException>(() => Catalog.Shape(cell));

    [Fact]
    public void They_stand_in_no_list()
    {
        _ = Catalog.Shape("lstm(relu,relu)");
        Assert.DoesNotContain(Catalog.Names, n => n.Contains('('));
    }

    private static NetworkGraph Graph(string type, string[] activations, float clip, bool after)
    {
        int rows = (type == "LSTM" ? 4 : type == "GRU" ? 3 : 1) * 5;
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "batch", "3");
        string Weight(int seed, params int[] shape) => net.Constant(Value.From(Wave(shape.Aggregate((a, b) => a * b), seed), shape));
        float[] alpha = activations.Contains("LeakyRelu") ? [0.2f] : [];
        string y = net.Add(
            type, [x, Weight(2, 1, rows, 3), Weight(3, 1, rows, 5), Weight(4, 1, 2 * rows)], 1, ("activations", activations),
            ("activation_alpha", alpha), ("hidden_size", 5L), ("linear_before_reset", after ? 1L : 0L), ("clip", clip))[0];
        net.Output("y", y, ElementType.Float, "time", "1", "batch", "5");
        return net.ToGraph();
    }

    private static float[] Wave(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(1.7f * i + seed) * 0.8f)];
}
