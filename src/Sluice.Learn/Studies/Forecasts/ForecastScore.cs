using Sluice.Tasks.Baselines;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>How one forecast came out, by the definitions of M4 and M5 (<see cref="ForecastMetrics"/>); NaN where it says nothing of it.</summary>
/// <param name="Cut">Where it was made.</param>
/// <param name="Way">By which way.</param>
/// <param name="Ahead">What it said.</param>
/// <param name="Mase">The mean absolute error over that of the seasonal naive forecast in the past.</param>
/// <param name="Smape">The symmetric percentage error, in percent.</param>
/// <param name="Rmsse">The root of the mean squared error over that of the last value in the past.</param>
/// <param name="Crps">The continuous ranked probability score over the scale of MASE.</param>
/// <param name="ScaledPinball">The mean pinball loss of all levels over the mean step of the past, the scaled pinball loss of M5.</param>
/// <param name="Coverage">The share of values within the 80 % interval.</param>
/// <param name="Weight">The sum of the values of the horizon before, times their prices where there are any, by which M5 weighs; not below 0.</param>
public sealed record ForecastScore(
    ForecastCut Cut, string Way, ForecastAhead Ahead, double Mase, double Smape, double Rmsse, double Crps, double ScaledPinball, double Coverage,
    double Weight)
{
    /// <summary>The levels between which 80 % are to lie.</summary>
    internal const double Low = 0.1, High = 0.9;

    /// <summary>Compares a forecast with what came.</summary>
    /// <param name="cut">Where it was made.</param>
    /// <param name="way">By which way.</param>
    /// <param name="ahead">What it said.</param>
    /// <param name="levels">The levels whose quantiles are scored.</param>
    public static ForecastScore Of(ForecastCut cut, string way, ForecastAhead ahead, IReadOnlyList<double> levels)
    {
        int horizon = ahead.Point.Length;
        ReadOnlySpan<double> past = cut.Past, values = cut.Series.Values.AsSpan(cut.Origin, horizon);
        double scale = ForecastMetrics.SeasonalError(past, cut.Series.Season);
        var (low, high) = (ahead.At(Low), ahead.At(High));
        int[] scored = ahead.Levels.Count < 2 ? [] : [.. levels.Select(ahead.Place)];
        double crps = scored.Length == 0 ? double.NaN
            : ForecastMetrics.Crps(values, [.. ahead.Quantiles.Select(q => scored.Select(i => q[i]).ToArray())], levels);
        return new ForecastScore(
            cut, way, ahead, ForecastMetrics.Mase(past, cut.Series.Season, values, ahead.Point), ForecastMetrics.Smape(values, ahead.Point),
            ForecastMetrics.Rmsse(past, values, ahead.Point), crps / scale, crps / 2 / ForecastMetrics.SeasonalError(past, 1),
            low is null || high is null ? double.NaN : ForecastMetrics.Coverage(values, low, high), cut.Series.Worth(cut.Origin, horizon));
    }

    /// <summary>For each step ahead the absolute error over the scale of MASE; NaN where the value is missing.</summary>
    public double[] Errors()
    {
        double scale = ForecastMetrics.SeasonalError(Cut.Past, Cut.Series.Season);
        return [.. Ahead.Point.Select((p, h) => Math.Abs(Cut.Series.Values[Cut.Origin + h] - p) / scale)];
    }

    /// <summary>For each step ahead 1 where the 80 % interval holds the value, else 0; NaN where the value is missing, or no interval said.</summary>
    public double[] Held()
    {
        var (low, high) = (Ahead.At(Low), Ahead.At(High));
        return [.. Ahead.Point.Select((_, h) =>
        {
            double y = Cut.Series.Values[Cut.Origin + h];
            return low is null || high is null || double.IsNaN(y) ? double.NaN : y >= low[h] && y <= high[h] ? 1 : 0;
        })];
    }
}
