namespace Sluice.Autodiff;

/// <summary>
/// A part of a batch: its sequences are cut, in their order, into so many parts of nearly equal size. Some are empty where there are fewer
/// sequences than parts.
/// </summary>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Count">How many parts there are.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>The batch in one piece.</summary>
    public static Shard Whole { get; } = new(0, 1);

    /// <summary>The first of <paramref name="number"/> sequences that is in this part.</summary>
    public int First(int number) => (int)((long)number * Index / Count);

    /// <summary>The first of <paramref name="number"/> sequences behind this part.</summary>
    public int End(int number) => (int)((long)number * (Index + 1) / Count);

    /// <summary>The seed from which the noise of this part is drawn; that of the whole, or of the first part, is the seed itself.</summary>
    public ulong SeedOf(ulong seed) => seed ^ ((ulong)Index * 0x9E3779B97F4A7C15);

    /// <summary>The sequences of this part.</summary>
    /// <typeparam name="T">What stands for a sequence.</typeparam>
    /// <param name="batch">Those of the batch.</param>
    public T[] Of<T>(T[] batch) => Count == 1 ? batch : batch[First(batch.Length)..End(batch.Length)];
}
