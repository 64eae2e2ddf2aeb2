using Sluice.Autodiff;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Autodiff;

/// <summary>Rows gathered and pooled, and that gradients find the way back.</summary>
public class PoolTests
{
    [Fact]
    public void Rows_are_gathered_in_any_order_some_twice_some_never()
    {
        var x = Random(1, 3, 4);
        Check([], [x], tape => Gather.Run(tape, x, [2, -1, 0, 2], 2, 2, 4));
        var y = Gather.Run(new Tape(false), x, [2, -1], 2, 4);
        Assert.Equal(x.Row(2).ToArray(), y.Row(0).ToArray());
        Assert.Equal(new float[4], y.Row(1).ToArray());
        Assert.Contains("expected 2 rows of 4", Assert.Throws<SluiceException>(() => Gather.Run(new Tape(false), x, [0, 1], 3, 4)).Message);
    }

    [Fact]
    public void Means_and_maxima_are_those_of_each_sequences_own_steps()
    {
        Tensor a = X(), b = X(), c = X(), x = X();
        int[] lengths = [4, 1, 2];
        Check([], [a], tape => Pool.Mean(tape, a, lengths));
        Check([], [b], tape => Pool.Max(tape, b, lengths));
        Check([], [c], tape => Pool.Mean(tape, c, null));
        Tensor mean = Pool.Mean(new Tape(false), x, lengths), max = Pool.Max(new Tape(false), x, lengths);
        Assert.Equal(x[1, 0], mean[1, 0]);
        Assert.Equal((x[2, 1] + x[5, 1]) / 2, mean[2, 1], 1e-5);
        Assert.Equal(Math.Max(x[2, 1], x[5, 1]), max[2, 1]);
        Assert.Contains("lengths from 1 to T", Assert.Throws<SluiceException>(() => Pool.Max(new Tape(false), x, [4, 0, 2])).Message);

        // Far enough apart that a small change leaves the largest where it is.
        static Tensor X()
        {
            var x = new Tensor(4, 3, 2) { NeedsGradient = true };
            x.Set([.. Enumerable.Range(0, 24).Select(i => (float)(i * 7 % 24 - 11))]);
            return x;
        }
    }
}
