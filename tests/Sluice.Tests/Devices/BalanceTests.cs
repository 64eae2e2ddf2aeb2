using Sluice.Bench;

namespace Sluice.Tests.Devices;

/// <summary>More threads than there are cores: the same bits, and multiply-adds shared evenly, counted where the engine makes them.</summary>
public class BalanceTests
{
    [Theory, InlineData(4), InlineData(8), InlineData(16), InlineData(64)]
    public void Sequences_are_shared_evenly(int threads) => Check(new(new("lstm", 256, 256), 2, 64), threads);

    [Theory, InlineData(4), InlineData(16), InlineData(64)]
    public void Units_are_shared_evenly_where_there_is_one_sequence(int threads) => Check(new(new("lstm", 1024, 1024), 8, 1), threads);

    private static void Check(Balance work, int threads)
    {
        var (bits, working, most) = work.Count(threads);
        Assert.Equal(work.Bits(1), bits);
        Assert.Equal(bits, work.Bits(threads));
        Assert.Equal(threads, working);
        Assert.InRange(most, 1, 1.05);
    }
}
