using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Tests;
using Xunit.Abstractions;

namespace Sluice.Onnx.Tests;

/// <summary>Cells of the catalog found again in the plain operators that exporters leave of them.</summary>
public class MatchingTests(ITestOutputHelper output)
{
    // Cells whose steps are more than sums of products, squashed: normalised, clocked, projected, with heads, with x itself; linear ones, which
    // could be anything; and those in which a state or an operand is read by products alone. They run operator by operator.
    private static readonly string[] s_stay =
    [
        "lstm-layernorm", "clockwork", "lstm-projected", "lstm-depth-gated", "augru", "antisymmetric", "antisymmetric-gated", "slstm-heads",
        "sru", "mut1", "mut2", "mut3", "rnn-identity", "lru", "s5", "selective", "rglru", "hgrn",
        "jordan", "fastgrnn", "lstm-full-gates", "lstm-multiplicative", "scrn", "rhn", "lem",
    ];

    public static TheoryData<string> Cells => [.. Catalog.BuiltIn.Except(s_stay)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_written_cell_is_found_by_its_name(string cell)
    {
        const int Size = 5;
        var layer = new Recurrent("rnn", "l0", cell, Size, Size, 3);
        var net = new NetworkBuilder();
        var (y, _, _) = net.Recurrent(layer, net.Input("x", ElementType.Float, "time", "batch", $"{Size}"), net.Input("lengths", ElementType.Int64, "batch"));
        net.Output("y", y, ElementType.Float, "time", "batch", $"{Size}");
        string path = Path.GetTempFileName();
        try
        {
            OnnxFile.Write(net.ToGraph(), path);
            var found = OnnxFile.Read(path).Network.Nodes.Where(n => n.Layers.Count > 0).ToList();
            output.WriteLine(string.Join(", ", found.Select(n => $"{n.Layers[0].Cell}, {n.Origin}")));
            string name = Assert.Single(found).Layers[0].Cell;
            Assert.True(name == cell || Same(name, cell), $"expected {cell}, found {name}");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [RealDataFact("foreign-models/silero/silero_vad_op18_ifless.onnx")]
    public void The_LSTM_of_silero_is_found_in_its_plain_operators()
    {
        var network = OnnxFile.Read(RealData.Find("foreign-models/silero/silero_vad_op18_ifless.onnx")!).Network.With("sr", Value.From([16000L]));
        foreach (var n in network.Nodes) output.WriteLine($"{n} {n.Origin}");
        var node = Assert.Single(network.Nodes, n => n.Layers.Count > 0);
        Assert.Equal(("lstm", 128, 128), (node.Layers[0].Cell, node.Layers[0].Input, node.Layers[0].Hidden));
    }

    /// <summary>Whether two cells have one equation, and differ in how their weights begin.</summary>
    private static bool Same(string a, string b)
    {
        var all = Networks.Matching.CellPattern.All;
        string[] Keys(string cell) => [.. all.Single(p => p.Cell == cell).After.Select(s => s!.Key)];
        return Keys(a).SequenceEqual(Keys(b));
    }

    [Fact]
    public void Steps_that_were_unrolled_become_steps_of_a_cell()
    {
        // h′ = tanh(W x + R h + b) four times, as an exporter unrolls a plain net.
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "4", "batch", "3"), h = net.Input("h", ElementType.Float, "batch", "2");
        string w = net.Constant(Value.From([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f], 3, 2), "w"), r = net.Constant(Value.From([0.1f, 0.2f, 0.3f, 0.4f], 2, 2), "r");
        string b = net.Constant(Value.From([0.5f, -0.5f], 2), "b");
        for (int t = 0; t < 4; t++)
        {
            string own = net.Add("Squeeze", net.Add("Slice", x, net.Integers(t), net.Integers(t + 1), net.Integers(0)), net.Integers(0));
            h = net.Add("Tanh", net.Add("Add", net.Add("Add", net.Add("MatMul", own, w), b), net.Add("MatMul", h, r)));
        }

        net.Output("y", h, ElementType.Float, "batch", "2");
        var graph = net.ToGraph();
        var network = new Network(graph);
        Assert.Equal(["rnn", "rnn", "rnn", "rnn"], network.Nodes.Where(n => n.Layers.Count > 0).Select(n => n.Layers[0].Cell));
        var given = new Dictionary<string, Value>
        {
            ["x"] = Value.From([.. Enumerable.Range(0, 24).Select(i => 0.1f * MathF.Sin(i))], 4, 2, 3),
            ["h"] = Value.From([0.1f, 0.2f, 0.3f, 0.4f], 2, 2),
        };
        float[] plain = Network.Unfolded(graph).Run(given)["y"].ToFloats(), found = network.Run(given)["y"].ToFloats();
        for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i], found[i], 1e-6f);
    }

    [Fact]
    public void A_dense_layer_is_no_cell()
    {
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "batch", "3");
        net.Output("y", net.Add("Tanh", net.Linear(new Linear(3, 2), x)), ElementType.Float, "batch", "2");
        Assert.All(new Network(net.ToGraph()).Nodes, n => Assert.Empty(n.Layers));
    }
}
