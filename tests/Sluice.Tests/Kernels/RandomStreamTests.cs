using Sluice.Kernels;

namespace Sluice.Tests.Kernels;

public class RandomStreamTests
{
    [Fact]
    public void Gives_the_words_of_the_block_in_turn()
    {
        var stream = new RandomStream(7, Purpose.Dropout, epoch: 3, step: 11);
        var (w0, w1, w2, w3) = Philox.Block(7, 2, 11, 3, (uint)Purpose.Dropout);
        Assert.Equal([w0, w1, w2, w3], new[] { stream.Bits(8), stream.Bits(9), stream.Bits(10), stream.Bits(11) });
    }

    [Fact]
    public void Uniform_stays_below_one_and_has_the_moments_of_its_law()
    {
        var stream = new RandomStream(1, Purpose.Data);
        var draws = Enumerable.Range(0, 20_000).Select(i => (double)stream.Uniform((uint)i)).ToArray();
        Assert.All(draws, u => Assert.InRange(u, 0, 1 - 1.0 / (1 << 24)));
        Assert.Equal(0.5, draws.Average(), 0.01);
        Assert.Equal(1.0 / 12, draws.Average(u => (u - 0.5) * (u - 0.5)), 0.002);
    }

    [Fact]
    public void Normal_has_the_moments_of_its_law_and_uncorrelated_neighbours()
    {
        var stream = new RandomStream(1, Purpose.Weights);
        var draws = Enumerable.Range(0, 20_000).Select(i => (double)stream.Normal((uint)i)).ToArray();
        Assert.Equal(0, draws.Average(), 0.02);
        Assert.Equal(1, draws.Average(x => x * x), 0.04);
        Assert.Equal(3, draws.Average(x => x * x * x * x), 0.2);
        Assert.Equal(0, draws.Zip(draws.Skip(1), (a, b) => a * b).Average(), 0.03);
    }

    [Fact]
    public void Below_reaches_every_value_equally()
    {
        var stream = new RandomStream(5, Purpose.Order);
        var counts = new int[6];
        for (uint i = 0; i < 12_000; i++) counts[stream.Below(6, i)]++;
        Assert.All(counts, c => Assert.InRange(c, 1800, 2200));
        Assert.Throws<SluiceException>(() => stream.Below(0, 0));
    }

    [Fact]
    public void Shuffle_is_a_permutation_that_depends_on_seed_purpose_epoch_and_step_alone()
    {
        int[] Order(ulong seed, Purpose purpose, uint epoch, uint step)
        {
            var items = Enumerable.Range(0, 100).ToArray();
            new RandomStream(seed, purpose, epoch, step).Shuffle(items);
            return items;
        }

        var order = Order(1, Purpose.Order, 2, 3);
        Assert.Equal(Enumerable.Range(0, 100), order.Order());
        Assert.Equal(order, Order(1, Purpose.Order, 2, 3));
        Assert.NotEqual(order, Order(2, Purpose.Order, 2, 3));
        Assert.NotEqual(order, Order(1, Purpose.Data, 2, 3));
        Assert.NotEqual(order, Order(1, Purpose.Order, 3, 3));
        Assert.NotEqual(order, Order(1, Purpose.Order, 2, 4));
    }

    [Fact]
    public void Shuffle_gives_every_order_equally()
    {
        var counts = new Dictionary<string, int>();
        for (uint epoch = 0; epoch < 6000; epoch++)
        {
            int[] items = [0, 1, 2];
            new RandomStream(9, Purpose.Order, epoch).Shuffle(items);
            var key = string.Join(' ', items);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, c => Assert.InRange(c, 880, 1120));
    }
}
