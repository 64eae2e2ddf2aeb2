using Sluice.Autodiff;
using Sluice.Layers;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Layers;

public class AttentionTests
{
    [Theory]
    [InlineData(AttentionScore.Additive)]
    [InlineData(AttentionScore.Multiplicative)]
    public void Gradients_find_the_way_back_through_sequences_of_unequal_length(AttentionScore score)
    {
        var layer = new Attention("a", score, 5, 3, 1);
        Tensor values = Random(1, 4, 2, 3), query = Random(2, 3, 2, 5);
        int[] lengths = [4, 2];
        Check(layer.Parameters, [values, query], tape => layer.Run(tape, layer.Remember(tape, values, lengths), query, out _));
        Tensor other = Random(1, 4, 2, 3), asked = Random(2, 3, 2, 5);
        Check(layer.Parameters, [other, asked], tape =>
        {
            layer.Run(tape, layer.Remember(tape, other, null), asked, out var weights);
            return weights;
        });
    }

    [Theory]
    [InlineData(AttentionScore.Additive)]
    [InlineData(AttentionScore.Multiplicative)]
    public void Weights_are_shares_of_what_there_is_and_the_context_is_their_mean(AttentionScore score)
    {
        var layer = new Attention("a", score, 5, 3, 1);
        Tensor values = Random(1, 4, 2, 3), query = Random(2, 3, 2, 5);
        var tape = new Tape(false);
        var context = layer.Run(tape, layer.Remember(tape, values, [4, 2]), query, out var weights);
        for (int r = 0; r < 6; r++)
        {
            Assert.Equal(1, weights.Row(r).ToArray().Sum(), 1e-6);
            if (r % 2 == 1) Assert.Equal([0, 0], weights.Row(r)[2..].ToArray());
            for (int c = 0; c < 3; c++) Assert.Equal(Enumerable.Range(0, 4).Sum(s => weights[r, s] * values[s * 2 + r % 2, c]), context[r, c], 1e-6);
        }

        Assert.Contains("lengths from 1 to 4, got 5, 2", Assert.Throws<SluiceException>(() => layer.Remember(tape, values, [5, 2])).Message);
        Assert.Contains(
            "queries [T, 2, size]",
            Assert.Throws<SluiceException>(() => layer.Run(tape, layer.Remember(tape, values, null), new Tensor(1, 3, 5), out _)).Message);
    }

    [Fact]
    public void Several_queries_may_look_at_one_of_those_remembered()
    {
        var layer = new Attention("a", AttentionScore.Additive, 5, 3, 1);
        Tensor values = Random(1, 4, 2, 3), query = Random(2, 1, 3, 5);
        var tape = new Tape(false);
        var memory = layer.Remember(tape, values, [4, 2]);
        float[] together = layer.Run(tape, memory, query, out _, [1, 0, 1]).ToArray();
        Tensor alone = new(1, 2, 5), second = new(1, 2, 5);
        query.Row(1).CopyTo(alone.Row(0));
        query.Row(0).CopyTo(alone.Row(1));
        query.Row(2).CopyTo(second.Row(1));
        Tensor first = layer.Run(tape, memory, alone, out _), last = layer.Run(tape, memory, second, out _);
        Assert.Equal([.. first.Row(1), .. first.Row(0), .. last.Row(1)], together);
        Assert.Contains("no gradients", Assert.Throws<SluiceException>(() => layer.Run(new Tape(), memory, query, out _, [1, 0, 1])).Message);
        Assert.Contains("which of 2", Assert.Throws<SluiceException>(() => layer.Run(tape, memory, query, out _, [1, 2, 1])).Message);
    }

    [Fact]
    public void Squashed_elements_pass_what_is_left_of_their_slope()
    {
        var x = Random(3, 4, 7);
        Check([], [x], tape => Tanh.Run(tape, x));
    }
}
