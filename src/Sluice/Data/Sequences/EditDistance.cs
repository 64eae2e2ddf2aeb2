namespace Sluice.Data.Sequences;

/// <summary>The fewest insertions, deletions and replacements that make one sequence of another (Levenshtein 1966).</summary>
public static class EditDistance
{
    /// <summary>The edits between two sequences; two rows of memory.</summary>
    public static int Of<T>(IReadOnlyList<T> from, IReadOnlyList<T> to) where T : IEquatable<T>
    {
        int[] last = new int[to.Count + 1], row = new int[to.Count + 1];
        for (int j = 0; j <= to.Count; j++) last[j] = j;
        for (int i = 1; i <= from.Count; i++)
        {
            row[0] = i;
            for (int j = 1; j <= to.Count; j++)
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (from[i - 1].Equals(to[j - 1]) ? 0 : 1));
            (last, row) = (row, last);
        }

        return last[to.Count];
    }
}
