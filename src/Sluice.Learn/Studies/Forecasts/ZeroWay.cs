using Sluice.Zero;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>The net that needs no training.</summary>
internal sealed class ZeroWay(ZeroNet? net = null) : IForecastWay
{
    /// <summary>What tables call it.</summary>
    public const string Zero = "zero";

    public string Name => Zero;

    public IReadOnlyList<ForecastAhead?> Forecast(IReadOnlyList<ForecastCut> cuts, int horizon)
    {
        var made = new ForecastAhead?[cuts.Count];
        foreach (var sort in Enumerable.Range(0, cuts.Count).GroupBy(i => string.Join(' ', cuts[i].Series.Seasons)))
        {
            int[] own = [.. sort];
            var forecasts = Sluice.Zero.Forecast.With(net, [.. own.Select(i => cuts[i].Past.ToArray())], horizon, cuts[own[0]].Series.Seasons);
            foreach (var (i, forecast) in own.Zip(forecasts)) made[i] = new ForecastAhead(forecast.Point, forecast.Levels, forecast.Quantiles);
        }

        return made;
    }
}
