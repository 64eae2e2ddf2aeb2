namespace Sluice.Zero;

/// <summary>What is forecast of one series.</summary>
/// <param name="Levels">The levels of the quantiles, rising: 0.05, 0.1, 0.2 … 0.9, 0.95.</param>
/// <param name="Quantiles">For each step its quantiles, rising, in the unit of the series.</param>
/// <param name="Season">The steps after which the series was taken to repeat itself; 1 where it was not.</param>
public sealed record ZeroForecast(IReadOnlyList<double> Levels, IReadOnlyList<double[]> Quantiles, int Season)
{
    /// <summary>The median of each step.</summary>
    public double[] Point => At(0.5);

    /// <summary>A quantile of each step, between its neighbours; a level beyond the outermost is that of the outermost.</summary>
    /// <param name="level">Between 0 and 1.</param>
    /// <exception cref="SluiceException">The level lies elsewhere.</exception>
    public double[] At(double level)
    {
        if (level is not (> 0 and < 1)) throw new SluiceException($"ZeroForecast.At: expected a level between 0 and 1, got {level}.");
        int above = 0;
        while (above < Levels.Count - 1 && Levels[above] < level) above++;
        int below = Levels[above] <= level ? above : Math.Max(0, above - 1);
        double share = above == below ? 0 : (level - Levels[below]) / (Levels[above] - Levels[below]);
        return [.. Quantiles.Select(q => share == 0 ? q[below] : q[below] + share * (q[above] - q[below]))];
    }
}
