using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Tasks.Transcribe;

namespace Sluice.Onnx.Tests;

/// <summary>Every version of the operators that is written loads and runs.</summary>
public class OpsetTests
{
    public static TheoryData<int> Opsets => [.. Enumerable.Range(OnnxOptions.OldestOpset, OnnxOptions.NewestOpset - OnnxOptions.OldestOpset + 1)];

    /// <summary>An LSTM in both directions, and above it a Scan that normalises over its units, with lengths.</summary>
    [Theory]
    [MemberData(nameof(Opsets))]
    public void LayersRun(int opset)
    {
        RecurrentStack below = new("below", new StackOptions("lstm", 3, 4, 1, Bidirectional: true), 1), above = new("above", new StackOptions("gru+layernorm", 8, 4), 2);
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "batch", "3"), lengths = net.Input("lengths", ElementType.Int64, "batch");
        net.Output("y", net.Stack(above, net.Stack(below, x, lengths).Output, lengths).Output, ElementType.Float, "time", "batch", "4");
        var tape = new Tape(recording: false);
        var input = new Tensor(5, 2, 3);
        for (int i = 0; i < 10; i++) for (int c = 0; c < 3; c++) input[i, c] = MathF.Sin(3 * i + c);
        int[] own = [5, 3];
        var right = above.Run(tape, below.Run(tape, input, out _, lengths: own), out _, lengths: own);
        using var file = new ExportedFile(new ExportedNetwork(net.ToGraph(), new Dictionary<string, string>()), opset);
        file.Equal(
            new() { ["x"] = Value.From(input.ToArray(), 5, 2, 3), ["lengths"] = Value.From([5L, 3L], 2) }, ("y", right.ToArray()));
    }

    /// <summary>Scaling, means, sums, searches and what else tasks need beside layers.</summary>
    [Theory]
    [MemberData(nameof(Opsets))]
    public void TasksRun(int opset)
    {
        foreach (string level in (string[])["recording", "running"])
        {
            float[][] rows = [.. Enumerable.Range(0, 7).Select(t => (float[])[MathF.Sin(t), t])];
            var (model, _) = Transcriber.From(
                [new Utterance(rows, "a b"), new Utterance(rows[..4], "b")], null,
                new TranscriberOptions { Hidden = 3, Layers = 1, Stack = 2, Level = level, Validation = 0 }, null);
            using var file = new ExportedFile(model.ToNetwork(), opset);
            float[]? right = null;
            model.Hear([model.Read(new Utterance(rows))], (_, logits, _, _) => right = logits.ToArray());
            file.Equal(
                new() { ["features"] = Value.From([.. rows.SelectMany(r => r)], 7, 1, 2), ["lengths"] = Value.From([7L], 1) }, ("logits", right!));
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(23)]
    public void OthersAreRefused(int opset)
    {
        var net = new NetworkBuilder();
        net.Output("y", net.Input("x", ElementType.Float, "n"), ElementType.Float, "n");
        Assert.Contains($"got {opset}", Assert.Throws<SluiceException>(() => OnnxFile.Write(net.ToGraph(), "never.onnx", new OnnxOptions { Opset = opset })).Message);
        Assert.False(File.Exists("never.onnx"));
    }
}
