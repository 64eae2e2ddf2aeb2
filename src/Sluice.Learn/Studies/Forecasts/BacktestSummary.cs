using Sluice.Tasks.Baselines;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>How well one way did over all series and origins: each figure the mean over the series, of each the mean over its origins.</summary>
/// <param name="Way">The way.</param>
/// <param name="Mase">The mean absolute scaled error.</param>
/// <param name="OverSeasonalNaive">
/// The geometric mean over the series of MASE over that of the seasonal naive forecast (<see cref="ForecastStudy.GeometricMean"/>).
/// </param>
/// <param name="Smape">The symmetric percentage error, in percent.</param>
/// <param name="Owa">The overall weighted average of M4, over Naive 2.</param>
/// <param name="Rmsse">The root mean squared scaled error of M5.</param>
/// <param name="Wrmsse">The same, the series of each origin weighed by what their values in the horizon before it are worth, as M5 does; over levels, where there are any.</param>
/// <param name="Crps">The continuous ranked probability score over the scale of MASE.</param>
/// <param name="ScaledPinball">The scaled pinball loss of M5.</param>
/// <param name="Coverage">The share of values within the 80 % interval.</param>
/// <param name="Test">
/// The paired test of the mean MASE from each origin, against the first way; null for that.
/// </param>
/// <param name="Adjusted">Its probability, made one with those of the other ways (Holm 1979).</param>
public sealed record WaySummary(
    string Way, double Mase, double OverSeasonalNaive, double Smape, double Owa, double Rmsse, double Wrmsse, double Crps, double ScaledPinball,
    double Coverage, DieboldMariano? Test, double? Adjusted);

/// <summary>What a backtest found.</summary>
/// <param name="Horizon">Steps ahead.</param>
/// <param name="Step">Rows between two origins.</param>
/// <param name="Scores">Each forecast of each way.</param>
/// <param name="Ways">The ways, the one that others are tested against first.</param>
public sealed record BacktestSummary(int Horizon, int Step, IReadOnlyList<ForecastScore> Scores, IReadOnlyList<WaySummary> Ways)
{
    /// <summary>Origins below which nothing is tested.</summary>
    public const int FewestOrigins = 4;

    /// <summary>The figures of each series by each way.</summary>
    public IReadOnlyList<ForecastFigures> Figures { get; } = ForecastFigures.Of(Scores);

    /// <summary>Forecasts of each way.</summary>
    public int Forecasts => Ways.Count == 0 ? 0 : Scores.Count(s => s.Way == Ways[0].Way);

    /// <summary>Origins, of the series that has the most.</summary>
    public int Origins => Scores.Select(s => s.Cut.Turn).Distinct().Count();

    /// <summary>Whether MASE has a scale above 0 somewhere; else nothing is known of what is over that scale.</summary>
    public bool IsScaled => Scores.Any(s => double.IsFinite(s.Mase));

    /// <summary>Whether there are origins enough for a test, and a MASE to test.</summary>
    public bool IsTested => Origins >= FewestOrigins && IsScaled;

    /// <summary>Whether a ratio of a series is so low that it counts as <see cref="ForecastStudy.LeastRatio"/>.</summary>
    public bool IsRatioLimited => Ways.Select(w => ForecastStudy.Ratios(Figures, w.Way)).Any(r => r.Length > 1 && r.Min() < ForecastStudy.LeastRatio);

    /// <summary>Sums scores up.</summary>
    /// <param name="scores">Each forecast of each way.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="step">Rows between two origins.</param>
    /// <param name="levels">Sums of the series, over which WRMSSE is taken too, each level counting alike; none for the series alone.</param>
    public static BacktestSummary Of(IReadOnlyList<ForecastScore> scores, int horizon, int step, IReadOnlyList<SeriesLevel>? levels = null)
    {
        var figures = ForecastFigures.Of(scores);
        string[] ways = [.. scores.Select(s => s.Way).Distinct()];
        if (ways.Length == 0) return new(horizon, step, scores, []);
        var own = ways.ToDictionary(w => w, w => figures.Where(f => f.Way == w).ToList());
        double Mean(string way, Func<ForecastFigures, double> of) => ForecastFigures.Mean(own[way], of);
        var (smape, mase) = (Mean(SimpleWay.Naive2, f => f.Smape), Mean(SimpleWay.Naive2, f => f.Mase));
        var turns = ways.ToDictionary(w => w, w => Turns(scores, w));
        bool tested = turns[ways[0]].Count >= FewestOrigins && scores.Any(s => double.IsFinite(s.Mase));
        int overlap = (horizon + step - 1) / step;
        DieboldMariano?[] tests = [.. ways.Select((w, i) => i == 0 || !tested ? (DieboldMariano?)null
            : DieboldMariano.Of([.. turns[w].Zip(turns[ways[0]], (a, b) => a - b)], overlap))];
        double[] adjusted = Statistics.Holm([.. tests.Skip(1).Select(t => t?.Probability ?? 1)]);
        return new(horizon, step, scores, [.. ways.Select((w, i) =>
        {
            double[] ratios = ForecastStudy.Ratios(figures, w);
            return new WaySummary(
                w, Mean(w, f => f.Mase), ratios.Length == 0 ? double.NaN : ForecastStudy.GeometricMean(ratios), Mean(w, f => f.Smape),
                ForecastMetrics.Owa(Mean(w, f => f.Smape), Mean(w, f => f.Mase), smape, mase), Mean(w, f => f.Rmsse),
                Weighted(scores, w, levels ?? []),
                Mean(w, f => f.Crps), Mean(w, f => f.ScaledPinball), Mean(w, f => f.Coverage), tests[i], tests[i] is null ? null : adjusted[i - 1]);
        })]);
    }

    /// <summary>The mean MASE from each origin, in the order of time.</summary>
    internal static List<double> Turns(IEnumerable<ForecastScore> scores, string way)
        => [.. scores.Where(s => s.Way == way).GroupBy(s => s.Cut.Turn).OrderBy(g => g.Key).Select(g => g.Average(s => s.Mase))];

    private static double Weighted(IEnumerable<ForecastScore> scores, string way, IReadOnlyList<SeriesLevel> levels)
        => ForecastFigures.Mean(scores.Where(s => s.Way == way).GroupBy(s => s.Cut.Turn), turn => SeriesLevel.Wrmsse([.. turn], levels));
}
