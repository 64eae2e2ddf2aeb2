using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Onnx.Tests;

/// <summary>What nodes keep from run to run: packed weights and windows, for many threads and for weights and sizes that change.</summary>
public class KeptWeightTests
{
    [Theory]
    [InlineData("MatMul")]
    [InlineData("Conv")]
    public void A_branch_may_hand_on_one_weight_now_and_another_later(string name)
    {
        int[] shape = name == "Conv" ? [1, 1, 2] : [2, 2], given = name == "Conv" ? [1, 1, 3] : [1, 2];
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, [.. given.Select(n => $"{n}")]), first = net.Input("first", ElementType.Bool);
        string a = net.Constant(Value.From(Numbers(shape, 1), shape), "a"), b = net.Constant(Value.From(Numbers(shape, 5), shape), "b");
        NetworkGraph Branch(string weight) => new([], [new(weight, ElementType.Float, null)], [], new Dictionary<string, Value>());
        string chosen = net.Add("If", [first], 1, ("then_branch", Branch("a")), ("else_branch", Branch("b")))[0];
        net.Output("y", net.Add(name, x, chosen), ElementType.Float);

        // Read by products of their own, both are weights that are packed once.
        net.Output("by_a", net.Add(name, x, a), ElementType.Float);
        net.Output("by_b", net.Add(name, x, b), ElementType.Float);
        var network = new Network(net.ToGraph());
        foreach (bool one in (bool[])[true, false, true])
        {
            var outputs = network.Run(new Dictionary<string, Value> { ["x"] = Value.From(Numbers(given, 1), given), ["first"] = Value.From([one]) });
            Assert.Equal(outputs[one ? "by_a" : "by_b"].ToFloats(), outputs["y"].ToFloats());
        }
    }

    [Theory]
    [InlineData("Conv")]
    [InlineData("ConvTranspose")]
    public void Threads_that_give_other_lengths_get_what_each_gets_alone(string name)
    {
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "1", "1", "time");
        net.Output("y", net.Add(name, x, net.Constant(Value.From([1f, 2f, 3f], 1, 1, 3), "w")), ElementType.Float);
        var graph = net.ToGraph();
        Dictionary<string, Value> Given(int length) => new() { ["x"] = Value.From(Numbers([length], 1), 1, 1, length) };
        int[] lengths = [3, 40, 7, 300];
        float[][] alone = [.. lengths.Select(n => new Network(graph).Run(Given(n))["y"].ToFloats())];
        var shared = new Network(graph);
        Parallel.For(0, 2000, i => Assert.Equal(alone[i % 4], shared.Run(Given(lengths[i % 4]))["y"].ToFloats()));
    }

    private static float[] Numbers(int[] shape, int from) => [.. Enumerable.Range(from, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)i)];
}
