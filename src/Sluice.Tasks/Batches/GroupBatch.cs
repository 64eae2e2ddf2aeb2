using Sluice.Autodiff;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Batches;

/// <summary>Groups of rows side by side.</summary>
/// <param name="X">What is seen of each row, [T, B, inputs]; zeros beyond the end of a group.</param>
/// <param name="Targets">What is right at each row, [T, B, 1]; no number beyond the end of a group.</param>
/// <param name="Lengths">The rows of each group.</param>
internal readonly record struct GroupBatch(Tensor X, Tensor Targets, int[] Lengths)
{
    /// <summary>Lays groups side by side.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="readings">What is seen of each row of the table.</param>
    /// <param name="width">Numbers of a row.</param>
    /// <param name="target">What is right at a step of a group.</param>
    public static GroupBatch Of(IReadOnlyList<RowGroup> groups, float[][] readings, int width, Func<RowGroup, int, float> target)
    {
        int[] lengths = [.. groups.Select(g => g.Rows.Length)];
        var (x, targets) = (new Tensor(lengths.Max(), groups.Count, width), new Tensor(lengths.Max(), groups.Count, 1));
        for (int r = 0; r < x.Rows; r++)
        {
            var (t, b) = (r / groups.Count, r % groups.Count);
            bool inside = t < lengths[b];
            targets[r, 0] = inside ? target(groups[b], t) : float.NaN;
            if (inside) readings[groups[b].Rows[t]].CopyTo(x.Row(r));
        }

        return new GroupBatch(x, targets, lengths);
    }
}
