using Sluice.Tasks.Baselines;
using Sluice.Zero;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>
/// Forecasts from rolling origins: the last ones of each series, a step apart, each made from what lies before it alone. The net that needs no
/// training stands beside simple forecasts and beside whatever models are given.
/// </summary>
/// <param name="horizon">Steps of a forecast.</param>
/// <param name="origins">Forecasts of a series at most.</param>
public sealed class ForecastStudy(int horizon, int origins)
{
    /// <summary>Models to stand before the others.</summary>
    public IReadOnlyList<IForecastWay> Models { get; init; } = [];

    /// <summary>Rows between two origins; 0 for the horizon, so that no row is forecast twice.</summary>
    public int Step { get; init; }

    /// <summary>Another net than that of the library; null for that.</summary>
    internal ZeroNet? Net { get; init; }

    /// <summary>The one that others are measured against.</summary>
    public const string Reference = SimpleWay.SeasonalNaive;

    /// <summary>The net that needs no training.</summary>
    public static IForecastWay Zero { get; } = new ZeroWay();

    /// <summary>What the ways are called that stand beside models.</summary>
    public static IReadOnlyList<string> OwnWays { get; } = [ZeroWay.Zero, .. SimpleWay.All.Select(w => w.Name)];

    /// <summary>The ways, models first, then the net.</summary>
    public IReadOnlyList<IForecastWay> Ways => [.. Models, new ZeroWay(Net), .. SimpleWay.All];

    /// <summary>
    /// Each forecast of each way, the same places for all: those from which every model has a forecast. A place that has no two seasons and eight
    /// values before it has none, nor one with a scale of MASE of 0; where all have that scale, the scores say what they can without it.
    /// </summary>
    /// <param name="series">The series.</param>
    /// <exception cref="SluiceException">Two ways have one name.</exception>
    public List<ForecastScore> Run(IReadOnlyList<PlainSeries> series)
    {
        if (Ways.GroupBy(w => w.Name).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new SluiceException($"ForecastStudy: expected ways of different names, got '{same.Key}' {same.Count()} times.");
        List<ForecastCut> cuts = [.. series.SelectMany(Cuts)];
        var made = Ways.Select(way => (way.Name, Forecasts: cuts.Count == 0 ? [] : way.Forecast(cuts, horizon))).ToList();
        bool[] all = [.. cuts.Select((_, i) => made.All(way => way.Forecasts[i] is not null))];
        var levels = Levels(made.SelectMany(way => way.Forecasts.OfType<ForecastAhead>().Take(1)));
        List<ForecastScore> scores = [.. made
            .SelectMany(way => cuts.Select((cut, i) => all[i] ? ForecastScore.Of(cut, way.Name, way.Forecasts[i]!, levels) : null))
            .OfType<ForecastScore>()];
        List<ForecastScore> scaled = [.. scores.Where(s => double.IsFinite(s.Mase))];
        return scaled.Count > 0 ? scaled : scores;
    }

    /// <summary>Whether MASE has a scale above 0 at a place of a series; also where there is no place.</summary>
    /// <param name="series">The series.</param>
    public bool HasScale(PlainSeries series)
        => !Cuts(series).Any() || Cuts(series).Any(c => ForecastMetrics.SeasonalError(c.Past, series.Season) > 0);

    /// <summary>The levels that all have who say any: scores of other ones could not be compared.</summary>
    private static double[] Levels(IEnumerable<ForecastAhead> said)
        => [.. said.Where(a => a.Levels.Count > 1).Select(a => a.Levels)
            .Aggregate((IEnumerable<double>?)null, (all, own) => all?.Intersect(own) ?? own) ?? []];

    /// <summary>For each series the MASE of a way over that of the seasonal naive forecast, where the latter is above 0.</summary>
    /// <param name="figures">The figures of series.</param>
    /// <param name="way">The way.</param>
    public static double[] Ratios(IReadOnlyList<ForecastFigures> figures, string way)
    {
        var reference = figures.Where(f => f.Way == Reference && f.Mase > 0).ToDictionary(f => f.Series, f => f.Mase);
        return [.. figures.Where(f => f.Way == way && reference.ContainsKey(f.Series)).Select(f => f.Mase / reference[f.Series])];
    }

    /// <summary>The least ratio that counts beside others.</summary>
    public const double LeastRatio = 0.01;

    /// <summary>
    /// exp of the mean logarithm; of two ratios or more, those below <see cref="LeastRatio"/> count as that, so that a perfect forecast does not decide
    /// alone.
    /// </summary>
    public static double GeometricMean(IEnumerable<double> ratios)
    {
        double[] all = [.. ratios];
        return all.Length == 1 ? all[0] : Math.Exp(all.Average(r => Math.Log(Math.Max(r, LeastRatio))));
    }

    /// <summary>The one in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The places of a series, the earliest first; the last forecast ends with the last known value.</summary>
    private IEnumerable<ForecastCut> Cuts(PlainSeries series)
    {
        int least = Math.Max(2 * series.Season + 1, 8), step = Step > 0 ? Step : horizon;
        int end = Array.FindLastIndex(series.Values, double.IsFinite) + 1;
        for (int turn = 0; turn < origins; turn++)
        {
            int origin = end - horizon - (origins - 1 - turn) * step;
            if (origin >= least && series.Values.AsSpan(0, origin).ContainsAnyExcept(double.NaN)
                && series.Values.AsSpan(origin, horizon).ContainsAnyExcept(double.NaN)) yield return new ForecastCut(series, origin, turn);
        }
    }
}
