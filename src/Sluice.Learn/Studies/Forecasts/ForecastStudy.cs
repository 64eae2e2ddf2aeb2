using Sluice.Tasks.Baselines;
using Sluice.Zero;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>
/// Forecasts from rolling origins: the last ones of each series, a horizon apart, each made from what lies before it alone. The net that needs no
/// training stands beside the last value, the last season, a line, and exponential smoothing without and with a season.
/// </summary>
/// <param name="horizon">Steps of a forecast.</param>
/// <param name="origins">Forecasts of a series at most.</param>
public sealed class ForecastStudy(int horizon, int origins)
{
    /// <summary>The ways, the first of which is the net.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["zero", "naive", "seasonal naive", "drift", "exponential smoothing", "Holt-Winters"];

    /// <summary>Another net than that of the library; null for that.</summary>
    internal ZeroNet? Net { get; init; }

    /// <summary>The one that others are measured against.</summary>
    public const string Reference = "seasonal naive";

    /// <summary>
    /// The figures of each way on each series; a series of which no origin has two seasons and eight values before it, or a scale above 0, has none.
    /// </summary>
    /// <param name="series">The series.</param>
    public List<ForecastFigures> Run(IReadOnlyList<PlainSeries> series)
    {
        List<ForecastFigures> figures = [];
        foreach (var sort in series.GroupBy(s => string.Join(' ', s.Seasons)))
        {
            var cuts = sort.SelectMany(s => Origins(s).Select(o => (Series: s, Origin: o))).ToList();
            if (cuts.Count == 0) continue;
            var zero = Forecast.With(Net, [.. cuts.Select(c => c.Series.Values[..c.Origin])], horizon, sort.First().Seasons);
            var scores = cuts.Zip(zero).SelectMany(c => Ways.Select(way => Score(c.First.Series, c.First.Origin, way, c.Second)));
            figures.AddRange(scores.Where(s => double.IsFinite(s.Mase)).GroupBy(s => (s.Series, s.Way)).Select(g => new ForecastFigures(
                g.Key.Series, g.Key.Way, g.Count(), g.Average(s => s.Mase), g.Average(s => s.Smape), g.Average(s => s.Rmsse), g.Average(s => s.Crps),
                g.Average(s => s.Coverage))));
        }

        return figures;
    }

    /// <summary>For each series the MASE of a way over that of the seasonal naive forecast, where the latter is above 0.</summary>
    /// <param name="figures">What <see cref="Run"/> gave.</param>
    /// <param name="way">The way.</param>
    public static double[] Ratios(IReadOnlyList<ForecastFigures> figures, string way)
    {
        var reference = figures.Where(f => f.Way == Reference && f.Mase > 0).ToDictionary(f => f.Series, f => f.Mase);
        return [.. figures.Where(f => f.Way == way && reference.ContainsKey(f.Series)).Select(f => f.Mase / reference[f.Series])];
    }

    /// <summary>exp of the mean logarithm; ratios below a hundredth count as that, so that a perfect forecast does not decide alone.</summary>
    public static double GeometricMean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(r => Math.Log(Math.Max(r, 0.01))));

    /// <summary>The one in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private IEnumerable<int> Origins(PlainSeries series)
    {
        int least = Math.Max(2 * series.Season + 1, 8);
        for (int k = origins; k >= 1; k--)
        {
            int origin = series.Values.Length - k * horizon;
            if (origin >= least && series.Values.AsSpan(0, origin).ContainsAnyExcept(double.NaN)
                && series.Values.AsSpan(origin, horizon).ContainsAnyExcept(double.NaN)) yield return origin;
        }
    }

    private ForecastFigures Score(PlainSeries series, int origin, string way, ZeroForecast zero)
    {
        ReadOnlySpan<double> past = series.Values.AsSpan(0, origin), values = series.Values.AsSpan(origin, horizon);
        bool seasonal = series.Season > 1 && origin >= 2 * series.Season;
        double[] point = way switch
        {
            "zero" => zero.Point,
            "naive" => Baseline.Naive(past, horizon),
            "drift" => Baseline.Drift(past, horizon),
            "exponential smoothing" => Baseline.ExponentialSmoothing(Late(past, series.Season), horizon),
            "Holt-Winters" when seasonal => HoltWinters.Fit(Late(past, series.Season), series.Season).Forecast(Late(past, series.Season), series.Season, horizon),
            "Holt-Winters" => Baseline.ExponentialSmoothing(Late(past, series.Season), horizon),
            _ => Baseline.SeasonalNaive(past, series.Season, horizon),
        };
        bool intervals = way == "zero";
        return new ForecastFigures(
            series.Name, way, 1, ForecastMetrics.Mase(past, series.Season, values, point), ForecastMetrics.Smape(values, point),
            ForecastMetrics.Rmsse(past, values, point),
            intervals ? ForecastMetrics.Crps(values, zero.Quantiles, zero.Levels) / ForecastMetrics.SeasonalError(past, series.Season) : double.NaN,
            intervals ? ForecastMetrics.Coverage(values, zero.At(0.1), zero.At(0.9)) : double.NaN);
    }

    /// <summary>What the smoothing looks at: as much as the net does, in whole seasons.</summary>
    private static ReadOnlySpan<double> Late(ReadOnlySpan<double> past, int season)
    {
        int most = Math.Max(2048 / season * season, 2 * season);
        return past.Length > most ? past[^most..] : past;
    }
}
