using Sluice.Bench;
using Sluice.Cells;
using Sluice.Cells.Loop;
using Sluice.Kernels;

namespace Sluice.Tests.Devices;

/// <summary>More threads than there are cores: the same bits, and multiply-adds shared evenly, counted where the engine makes them.</summary>
public class BalanceTests
{
    [Theory, InlineData(4), InlineData(8), InlineData(16), InlineData(64)]
    public void Sequences_are_shared_evenly(int threads) => Check(new(new("lstm", 256, 256), 2, 64), threads);

    [Theory, InlineData(4), InlineData(16), InlineData(64)]
    public void Units_are_shared_evenly_where_there_is_one_sequence(int threads) => Check(new(new("lstm", 1024, 1024), 8, 1), threads);

    /// <summary>Reading the weights takes as long as multiplying them by two rows, so nobody reads all of them for a single one.</summary>
    [Theory]
    [InlineData(2, 1, 1, 2)]
    [InlineData(2, 2, 1, 2)]
    [InlineData(2, 4, 2, 1)]
    [InlineData(2, 64, 2, 1)]
    [InlineData(64, 64, 32, 2)]
    public void Weights_are_shared_where_sequences_are_few(int threads, int batch, int sequences, int units)
    {
        using var workers = new Workers(threads);
        var shape = Catalog.Shape("lstm");
        var cut = Cut.Of(workers, shape, shape.Operations(256, 256), steps: 100, batch, CellWeights<float>.PanelsOf(256));
        Assert.Equal(new Cut(sequences, units), cut);
    }

    private static void Check(Balance work, int threads)
    {
        var (bits, working, most) = work.Count(threads);
        Assert.Equal(work.Bits(1), bits);
        Assert.Equal(bits, work.Bits(threads));
        Assert.Equal(threads, working);
        Assert.InRange(most, 1, 1.05);
    }
}
