namespace Sluice.Learn.Synthesis;

/// <summary>How far apart the steps of a series are, and after how many of them something in the calendar comes again.</summary>
/// <param name="Name">The distance of two steps.</param>
/// <param name="Seasons">The seasons in steps, the shortest first.</param>
/// <param name="Weight">How often it is drawn.</param>
public sealed record SamplingRate(string Name, int[] Seasons, double Weight)
{
    /// <summary>All rates: seconds to years, and machines that know no calendar.</summary>
    public static IReadOnlyList<SamplingRate> All { get; } =
    [
        new("second", [60], 3),
        new("10 seconds", [6, 360], 2),
        new("minute", [60, 1440], 5),
        new("5 minutes", [12, 288], 4),
        new("5 minutes, by the day", [288, 2016], 5),
        new("10 minutes", [144, 1008], 5),
        new("15 minutes", [96, 672], 6),
        new("30 minutes", [48, 336], 6),
        new("hour", [24, 168], 16),
        new("6 hours", [4, 28], 2),
        new("day", [7, 365], 14),
        new("working day", [5, 21], 4),
        new("week", [52], 6),
        new("month", [12], 12),
        new("quarter", [4], 4),
        new("year", [], 4),
        new("cycle", [], 10),
    ];

    private static readonly double[] s_weights = [.. All.Select(r => r.Weight)];

    /// <summary>Draws a rate; that of a machine has a cycle of its own, of 3 to 300 steps.</summary>
    public static SamplingRate Draw(Chance chance)
    {
        var rate = All[chance.Weighted(s_weights)];
        return rate.Name == "cycle" ? rate with { Seasons = [(int)Math.Round(chance.Logarithmic(3, 300))] } : rate;
    }
}
