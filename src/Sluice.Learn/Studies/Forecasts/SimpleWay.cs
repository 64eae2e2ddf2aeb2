using Sluice.Tasks.Baselines;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>A simple well-known forecast, which looks at one series at a time.</summary>
internal sealed class SimpleWay(string name, Func<ForecastCut, int, double[]> forecast) : IForecastWay
{
    // As much as the untrained net looks at.
    private const int Most = 2048;

    /// <summary>The one that others are measured against.</summary>
    public const string SeasonalNaive = "seasonal naive";

    /// <summary>The one by which M4 weighs.</summary>
    public const string Naive2 = "Naive 2";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IForecastWay> All { get; } =
    [
        new SimpleWay("naive", (c, horizon) => Baseline.Naive(c.Past, horizon)),
        new SimpleWay(SeasonalNaive, (c, horizon) => Baseline.SeasonalNaive(c.Past, c.Series.Season, horizon)),
        new SimpleWay(Naive2, (c, horizon) => Baseline.Naive2(Filled(c.Past), Positive(c.Past) ? c.Series.Season : 1, horizon)),
        new SimpleWay("drift", (c, horizon) => Baseline.Drift(c.Past, horizon)),
        new SimpleWay("exponential smoothing", (c, horizon) => Baseline.ExponentialSmoothing(Late(c), horizon)),
        new SimpleWay("Holt-Winters", (c, horizon) => c.Series.Season > 1 && c.Origin >= 2 * c.Series.Season
            ? HoltWinters.Fit(Late(c), c.Series.Season).Forecast(Late(c), c.Series.Season, horizon)
            : Baseline.ExponentialSmoothing(Late(c), horizon)),
    ];

    public string Name => name;

    // Each place by itself, so that the figures do not depend on the threads.
    public IReadOnlyList<ForecastAhead?> Forecast(IReadOnlyList<ForecastCut> cuts, int horizon)
        => [.. cuts.AsParallel().AsOrdered().Select(cut => new ForecastAhead(forecast(cut, horizon)))];

    /// <summary>What the smoothing looks at: the late past, in whole seasons.</summary>
    private static ReadOnlySpan<double> Late(ForecastCut cut)
    {
        int season = cut.Series.Season, most = Math.Max(Most / season * season, 2 * season);
        return cut.Past.Length > most ? cut.Past[^most..] : cut.Past;
    }

    /// <summary>Each missing value as the one before it; those before the first as the first.</summary>
    private static double[] Filled(ReadOnlySpan<double> past)
    {
        double[] filled = past.ToArray();
        double last = filled.FirstOrDefault(v => !double.IsNaN(v), double.NaN);
        for (int t = 0; t < filled.Length; t++) filled[t] = last = double.IsNaN(filled[t]) ? last : filled[t];
        return filled;
    }

    /// <summary>Whether shares of a season make sense: no value is 0 or below.</summary>
    private static bool Positive(ReadOnlySpan<double> past)
    {
        foreach (double value in past) if (value <= 0) return false;
        return true;
    }
}
