using Sluice.Data.Sequences;
using Sluice.Kernels;

namespace Sluice.Tests.Data.Sequences;

public class RaggedBatchesTests
{
    private static readonly int[] s_lengths = [.. Enumerable.Range(0, 1000).Select(i => new RandomStream(3, Purpose.Data).Below(200, (uint)i))];

    [Fact]
    public void Every_sequence_is_in_one_batch_longest_first()
    {
        var batches = RaggedBatches.Plan(s_lengths, 32, seed: 1, epoch: 0);
        Assert.Equal(Enumerable.Range(0, 1000), batches.SelectMany(b => b).Order());
        Assert.All(batches, b => Assert.InRange(b.Length, 1, 32));
        Assert.All(batches, b => Assert.Equal(b.OrderByDescending(i => s_lengths[i]).Select(i => s_lengths[i]), b.Select(i => s_lengths[i])));
    }

    [Fact]
    public void Padding_to_the_longest_of_each_batch_would_cost_little()
    {
        var batches = RaggedBatches.Plan(s_lengths, 32, seed: 1, epoch: 0);
        double padded = batches.Sum(b => (double)b.Length * s_lengths[b[0]]);
        Assert.InRange(padded / s_lengths.Sum(), 1, 1.1); // about 2 in random order
    }

    [Fact]
    public void The_order_is_a_function_of_seed_and_epoch()
    {
        int[][] Plan(ulong seed, uint epoch) => RaggedBatches.Plan(s_lengths, 32, seed, epoch);
        Assert.Equal(Plan(1, 2), Plan(1, 2));
        Assert.NotEqual(Plan(1, 2), Plan(1, 3));
        Assert.NotEqual(Plan(1, 2), Plan(2, 2));
    }

    [Fact]
    public void Batches_do_not_come_sorted_by_length()
    {
        var firsts = RaggedBatches.Plan(s_lengths, 32, 1, 0).Select(b => s_lengths[b[0]]).ToArray();
        Assert.NotEqual(firsts.OrderDescending(), firsts);
    }
}
