using Sluice.Tasks.Baselines;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>A sum of series.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Series">The names of its series.</param>
public sealed record SeriesGroup(string Name, IReadOnlyList<string> Series);

/// <summary>A level of a hierarchy: all series, each in one sum.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Groups">The sums.</param>
public sealed record SeriesLevel(string Name, IReadOnlyList<SeriesGroup> Groups)
{
    /// <summary>
    /// The WRMSSE of M5 over some levels and the series themselves, of forecasts from one place that are added up from the bottom.
    /// </summary>
    /// <param name="scores">The forecast of each series by one way.</param>
    /// <param name="levels">The levels above the series.</param>
    public static double Wrmsse(IReadOnlyList<ForecastScore> scores, IReadOnlyList<SeriesLevel> levels)
    {
        var places = scores.Index().ToDictionary(s => s.Item.Cut.Series.Name, s => s.Index);
        IReadOnlyList<IReadOnlyList<int>>[] sums =
        [
            .. levels.Select(level => level.Groups
                .Select(g => (IReadOnlyList<int>)[.. g.Series.Where(places.ContainsKey).Select(s => places[s])]).Where(g => g.Count > 0).ToList()),
            [.. scores.Select((_, i) => (IReadOnlyList<int>)[i])],
        ];
        return ForecastMetrics.Wrmsse(
            [.. scores.Select(s => s.Cut.Past.ToArray())],
            [.. scores.Select(s => s.Cut.Series.Values.AsSpan(s.Cut.Origin, s.Ahead.Point.Length).ToArray())],
            [.. scores.Select(s => s.Ahead.Point)], [.. scores.Select(s => s.Weight)], sums);
    }
}
