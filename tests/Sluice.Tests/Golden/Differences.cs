namespace Sluice.Tests.Golden;

/// <summary>The largest difference from the numbers of others, for the campaign to print.</summary>
internal static class Differences
{
    private static readonly Dictionary<string, (long Count, double Largest)> s_seen = [];

    /// <summary>How many numbers were compared with those of each source, and the largest difference.</summary>
    public static IReadOnlyDictionary<string, (long Count, double Largest)> Seen => s_seen;

    /// <summary>Notes one comparison and returns its difference.</summary>
    public static double Of(string source, float expected, float got)
    {
        double difference = Math.Abs(expected - got);
        lock (s_seen)
        {
            var (count, largest) = s_seen.GetValueOrDefault(source);
            s_seen[source] = (count + 1, Math.Max(largest, difference));
        }

        return difference;
    }
}
