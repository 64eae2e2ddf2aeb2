namespace Sluice;

/// <summary>Finds what a misspelt name was meant to be.</summary>
public static class Nearest
{
    /// <summary>
    /// The candidate with the fewest edits (insertions, deletions, replacements, swaps of neighbours; case is free),
    /// the first of several; null where even that one needs more than a third of the name, and more than two.
    /// </summary>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        int most = Math.Max(2, name.Length / 3);
        return candidates.Select(c => (Text: c, Edits: Distance(name.ToLowerInvariant(), c.ToLowerInvariant())))
            .Where(c => c.Edits <= most && c.Edits < Math.Max(name.Length, c.Text.Length))
            .OrderBy(c => c.Edits).FirstOrDefault().Text;
    }

    /// <summary>The end of an error message: " Did you mean 'x'?" where something is near, else " There are: a, b, c." with at most twenty.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> candidates) => To(name, candidates) is { } near
        ? $" Did you mean '{near}'?"
        : candidates.Count == 0 ? " There are none." : $" There are: {string.Join(", ", candidates.Take(20))}{(candidates.Count > 20 ? ", …" : ".")}";

    // Optimal string alignment, three rows at a time.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 64) return int.MaxValue; // far apart without counting: names may be hostile
        int[] before = new int[b.Length + 1], last = new int[b.Length + 1], row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
