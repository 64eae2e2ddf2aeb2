using Sluice.Data.Tables;
using Sluice.Kernels;

namespace Sluice.Tasks.Batches;

/// <summary>Groups of rows, such as units or episodes, of which some are kept for validation: those of a random order.</summary>
/// <param name="Order">The places of all groups: first those that are kept, then those to learn from.</param>
/// <param name="Held">How many are kept.</param>
internal readonly record struct HeldGroups(int[] Order, int Held)
{
    /// <summary>Keeps a share of the groups, one or more unless it is 0.</summary>
    /// <param name="count">The number of groups.</param>
    /// <param name="share">The share.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="what">What messages call the groups, such as "units".</param>
    /// <param name="column">The column that tells them apart.</param>
    /// <param name="file">The file of the table.</param>
    /// <exception cref="SluiceFormatException">There is none left to learn from.</exception>
    public static HeldGroups Of(int count, double share, ulong seed, string what, string column, string? file)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        int held = share == 0 ? 0 : Math.Max(1, (int)Math.Round(count * share));
        if (count - held < 1)
            throw new SluiceFormatException(
                $"there are too few {what}: {count} in column '{column}', of which {held} would be kept for validation.", file);
        new RandomStream(seed, Purpose.Order, uint.MaxValue).Shuffle(order);
        return new HeldGroups(order, held);
    }

    /// <summary>The groups that are kept.</summary>
    public RowGroup[] Validation(IReadOnlyList<RowGroup> groups) => [.. Order[..Held].Select(i => groups[i])];

    /// <summary>The groups to learn from.</summary>
    public RowGroup[] Training(IReadOnlyList<RowGroup> groups) => [.. Order[Held..].Select(i => groups[i])];
}
