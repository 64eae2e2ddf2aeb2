using Sluice.Tasks.Series;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>A series to be forecast.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Values">The values; NaN where one is missing.</param>
/// <param name="Season">The season of the seasonal naive forecast and of MASE: what the calendar says, or what is found; 1 for none.</param>
/// <param name="Seasons">All seasons that the calendar knows.</param>
public sealed record PlainSeries(string Name, double[] Values, int Season, int[] Seasons)
{
    /// <summary>The table that it stands in, for models that look at more than its values; null where there is none.</summary>
    public (SeriesTable Table, OneSeries Series)? Source { get; init; }

    /// <summary>What one of each row is worth, by which errors are weighed; NaN where that is not known. Null where all are worth the same.</summary>
    public double[]? Prices { get; init; }

    /// <summary>What so many rows before a place are worth; not below 0.</summary>
    internal double Worth(int origin, int rows)
    {
        double sum = 0;
        for (int t = Math.Max(0, origin - rows); t < origin; t++)
            if (Values[t] * (Prices?[t] ?? 1) is var worth && !double.IsNaN(worth)) sum += worth;
        return Math.Max(0, sum);
    }
}
