using Sluice.Kernels;

namespace Sluice.Data.Sequences;

/// <summary>Batches of sequences of unequal length, such that those of one batch are nearly equal and their order is still random.</summary>
public static class RaggedBatches
{
    // Sequences are sorted by length within pools of this many batches: large enough that neighbours are nearly equal,
    // small enough that a sequence meets other company in every epoch.
    private const int BatchesPerPool = 16;

    /// <summary>
    /// Puts every sequence into one batch: shuffle, sort by length within pools, cut, shuffle the batches.
    /// A pure function of its arguments.
    /// </summary>
    /// <param name="lengths">The length of each sequence; 0 is legal.</param>
    /// <param name="batchSize">The most sequences in a batch.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The pass through the data: each has its own order.</param>
    /// <returns>Batches of indices into <paramref name="lengths"/>, longest sequence first.</returns>
    public static int[][] Plan(IReadOnlyList<int> lengths, int batchSize, ulong seed, uint epoch)
    {
        if (batchSize < 1) throw new SluiceException($"RaggedBatches: the batch size must be positive, got {batchSize}.");
        var order = new int[lengths.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        new RandomStream(seed, Purpose.Order, epoch).Shuffle(order);

        var batches = order.Chunk(batchSize * BatchesPerPool)
            .SelectMany(pool => pool.OrderByDescending(i => lengths[i]).Chunk(batchSize)).ToArray();

        var places = new int[batches.Length];
        for (int i = 0; i < places.Length; i++) places[i] = i;
        new RandomStream(seed, Purpose.Order, epoch, step: 1).Shuffle(places);
        return Array.ConvertAll(places, i => batches[i]);
    }
}
