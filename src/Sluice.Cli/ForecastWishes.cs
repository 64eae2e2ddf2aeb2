using Sluice.Tasks.Settings;
using Sluice.Zero;

namespace Sluice.Cli;

/// <summary>What is wanted of forecasts.</summary>
/// <param name="Interval">The share of values that the interval is to hold.</param>
/// <param name="Floor">No forecast is below; null for none.</param>
/// <param name="Cap">No forecast is above; null for none.</param>
/// <param name="Sum">Which sums of series are forecast too (<see cref="SeriesLevels"/>), empty for that of all; null for none.</param>
/// <param name="Why">Whether it is said what forecasts rest on.</param>
internal sealed record ForecastWishes(double Interval, double? Floor, double? Cap, string? Sum, bool Why = false)
{
    /// <summary>Checks that a value can lie between floor and cap.</summary>
    /// <exception cref="UsageException">None can.</exception>
    public void Check()
    {
        if (Floor > Cap) throw new UsageException(FormattableString.Invariant($"--floor and --cap: expected a floor not above the cap, got {Floor} and {Cap}."));
    }

    /// <summary>A forecast of which no quantile lies beyond floor or cap.</summary>
    public ZeroForecast Within(ZeroForecast forecast) => Floor is null && Cap is null ? forecast
        : forecast with { Quantiles = [.. forecast.Quantiles.Select(q => q.Select(Bounded).ToArray())] };

    /// <summary>Between what the forecasts of a series lie: floor and cap, and 0 where no value was negative.</summary>
    public (double Low, double High) Bounds(double[] values)
    {
        double least = values.Any(v => v < 0) ? double.NegativeInfinity : 0;
        return (Bounded(least), Cap ?? double.PositiveInfinity);
    }

    /// <summary>Says where values of the past lie beyond them.</summary>
    public void Note(string name, double[] values, Action<string> note)
    {
        int beyond = values.Count(v => v < Floor || v > Cap);
        if (beyond > 0) note($"'{name}' has {beyond} values below the floor or above the cap: they are taken as they are.");
    }

    /// <summary>A value that lies between them.</summary>
    public double Bounded(double value) => Math.Min(Math.Max(value, Floor ?? double.NegativeInfinity), Cap ?? double.PositiveInfinity);
}
