using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Onnx.Tests;

/// <summary>Graphs as only a broken or hostile file has them: each becomes a network or a message.</summary>
public class BrokenGraphTests
{
    private static readonly string[] s_operators =
    [
        "Add", "Sub", "Mul", "Neg", "Div", "Relu", "Max", "Min", "Where", "Less", "MatMul", "Gemm", "Split", "Slice", "Identity", "Unsqueeze", "Tanh", "Tile",
        "Expand", "ConstantOfShape", "Range", "Pad", "OneHot", "Dropout", "If", "Scan", "LSTM"
    ];

    public static TheoryData<string> Operators => [.. s_operators];

    [Theory, MemberData(nameof(Operators))]
    public void Operators_with_too_few_inputs_or_outputs_are_a_message(string name)
    {
        foreach (string[] inputs in (string[][])[[], ["x"], ["w"], [""], ["", "w"], ["w", ""], ["x", "w"]])
        {
            foreach (string[] outputs in (string[][])[[], ["y"], [""]])
            {
                Try([new Node(name, inputs, outputs), new Node("MatMul", ["x", "w"], ["z"])]);
                Try(
                [
                    new Node("MatMul", ["x", "w"], ["z"]), new Node(name, inputs, outputs), new Node("Where", ["y"], ["u"]), new Node("Identity", ["u"], ["v"])
                ]);
            }
        }
    }

    [Fact]
    public void Operations_without_end_one_behind_the_other_are_a_network()
    {
        const int Count = 20_000;
        var nodes = Enumerable.Range(0, Count).Select(i => new Node("Tanh", [i == 0 ? "x" : $"t{i}"], [$"t{i + 1}"]));
        var network = new Network(Graph([.. nodes, new Node("MatMul", [$"t{Count}", "w"], ["z"])]));
        Assert.Equal([2, 2], network.Run(new Dictionary<string, Value> { ["x"] = Value.From([1f, 2, 3, 4], 2, 2) })["z"].Shape.ToArray());
    }

    private static void Try(IReadOnlyList<Node> nodes)
    {
        try
        {
            new Network(Graph(nodes)).Run(new Dictionary<string, Value> { ["x"] = Value.From([1f, 2, 3, 4], 2, 2) });
        }
        catch (SluiceException e)
        {
            Assert.False(string.IsNullOrWhiteSpace(e.Message));
        }
    }

    private static NetworkGraph Graph(IReadOnlyList<Node> nodes) => new(
        [new Port("x", ElementType.Float, ["2", "2"])], [new Port("z", ElementType.Float, null)], nodes,
        new Dictionary<string, Value> { ["w"] = Value.From([1f, 0, 0, 1], 2, 2) });
}
