using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Tests.Cells;

namespace Sluice.Tests.Layers;

/// <summary>Tensors with the batch first: the same bits as with time first, of outputs, final states and gradients, also of sequences of several lengths.</summary>
public class BatchFirstTests
{
    private const int Steps = 6, Batch = 3;

    private static readonly int[] s_lengths = [6, 2, 4];

    public static TheoryData<string> Cells => [.. CellCases.Alone];

    [Theory, MemberData(nameof(Cells))]
    public void A_layer_gives_the_same_bits(string cell)
    {
        const int Hidden = 20;
        int input = CellCases.InputOf(Catalog.Shape(cell), 5, Hidden);
        foreach (bool reverse in new[] { false, true })
        {
            var layer = new Recurrent("rnn", "l0", cell, input, Hidden, 3, reverse);
            Same(layer.Parameters, input, (tape, x, first) =>
            {
                var y = layer.Run(tape, x, out var final, lengths: s_lengths, batchFirst: first);
                return (y, [final]);
            });
        }
    }

    [Theory]
    [InlineData("lstm", true)]
    [InlineData("gru", false)]
    [InlineData("lstm-depth-gated", true)]
    public void A_stack_gives_the_same_bits(string cell, bool bidirectional)
    {
        var stack = new RecurrentStack("rnn", new StackOptions(cell, 5, 12, Layers: 2, bidirectional), 3);
        Same(stack.Parameters, 5, (tape, x, first) =>
        {
            var y = stack.Run(tape, x, out var final, lengths: s_lengths, batchFirst: first);
            return (y, final);
        });
    }

    [Fact]
    public void A_wrong_shape_is_named_in_its_order()
    {
        var layer = new Recurrent("rnn", "l0", "lstm", 2, 3, 1);
        string message = Assert.Throws<SluiceException>(() => layer.Run(new Tape(false), new Tensor(2, 4, 5), out _, batchFirst: true)).Message;
        Assert.Contains("expected x [B, T, 2], got [2, 4, 5]", message);
        message = Assert.Throws<SluiceException>(() => layer.Run(new Tape(false), new Tensor(2, 4, 2), out _, lengths: [1, 2, 3], batchFirst: true)).Message;
        Assert.Contains("expected 2 lengths, got 3", message);
    }

    private static void Same(IEnumerable<Parameter> parameters, int input, Func<Tape, Tensor, bool, (Tensor Y, State[] Final)> run)
    {
        var (y, dx, rest) = Train(first: false);
        var (turned, turnedGradient, turnedRest) = Train(first: true);
        for (int t = 0; t < Steps; t++)
        {
            for (int b = 0; b < Batch; b++)
            {
                Assert.Equal(y.Row(t * Batch + b).ToArray(), turned.Row(b * Steps + t).ToArray());
                if (t < s_lengths[b]) Assert.Equal(dx.Row(t * Batch + b).ToArray(), turnedGradient.Row(b * Steps + t).ToArray());
            }
        }

        Assert.Equal(rest, turnedRest);

        (Tensor Y, Tensor DX, float[][] Others) Train(bool first)
        {
            foreach (var parameter in parameters) parameter.Gradient.Clear();
            var tape = new Tape();
            var x = new Tensor(first ? [Batch, Steps, input] : [Steps, Batch, input]) { NeedsGradient = true };
            Fill(x, 1, first);
            var (y, final) = run(tape, x, first);
            Fill(tape.GradientOf(y), 2, first);
            tape.Backward();
            return (y, x.Gradient!, [.. parameters.Select(p => p.Gradient.ToArray()), .. final.SelectMany(f => f.Values.Select(v => v.ToArray()))]);
        }
    }

    /// <summary>Numbers that depend on step, sequence and column alone.</summary>
    private static void Fill(Tensor tensor, uint seed, bool first)
    {
        var random = new RandomStream(seed, Purpose.Data, 0, 0);
        for (int t = 0; t < Steps; t++)
            for (int b = 0; b < Batch; b++)
                for (int c = 0; c < tensor.Columns; c++)
                    tensor[first ? b * Steps + t : t * Batch + b, c] = 2 * random.Uniform((uint)((t * Batch + b) * tensor.Columns + c)) - 1;
    }
}
