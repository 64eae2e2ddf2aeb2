namespace Sluice.Tasks.Baselines;

/// <summary>
/// Exponential smoothing with a trend and a season that add up (Holt 1957, Winters 1960): l_t = α (y_t − s_(t−m)) + (1 − α)(l_(t−1) + b_(t−1)),
/// b_t = β (l_t − l_(t−1)) + (1 − β) b_(t−1), s_t = γ (y_t − l_(t−1) − b_(t−1)) + (1 − γ) s_(t−m), ŷ_(n+h) = l_n + h b_n + s of its phase.
/// </summary>
/// <param name="Alpha">α, how fast the level goes along.</param>
/// <param name="Beta">β, how fast the trend does.</param>
/// <param name="Gamma">γ, how fast the season does.</param>
public readonly record struct HoltWinters(double Alpha, double Beta, double Gamma)
{
    /// <summary>
    /// Forecasts a series. It begins with the level, trend and season of its first two seasons: l_0 their mean of the first, b_0 the difference of
    /// both over m, s the values of the first less l_0.
    /// </summary>
    /// <param name="values">The series, [n], two seasons or more.</param>
    /// <param name="season">m, 2 or more.</param>
    /// <param name="horizon">Steps to forecast.</param>
    /// <exception cref="SluiceException">The series is shorter.</exception>
    public double[] Forecast(ReadOnlySpan<double> values, int season, int horizon) => Run(values, season, horizon).Forecast;

    /// <summary>The α, β and γ of the least sum of squared errors one step ahead.</summary>
    /// <param name="values">The series, [n], two seasons or more.</param>
    /// <param name="season">m, 2 or more.</param>
    /// <exception cref="SluiceException">The series is shorter.</exception>
    public static HoltWinters Fit(ReadOnlySpan<double> values, int season)
    {
        var best = new HoltWinters(0.3, 0.05, 0.1);
        double lowest = best.Run(values, season, 0).Error;

        // Coordinate by coordinate, in steps that become shorter: three numbers need no more.
        for (double step = 0.25; step > 1e-4; step /= 2)
        {
            for (bool better = true; better;)
            {
                better = false;
                foreach (var (a, b, c) in new[] { (step, 0.0, 0.0), (-step, 0, 0), (0, step, 0), (0, -step, 0), (0, 0, step), (0, 0, -step) })
                {
                    var next = new HoltWinters(Math.Clamp(best.Alpha + a, 0, 1), Math.Clamp(best.Beta + b, 0, 1), Math.Clamp(best.Gamma + c, 0, 1));
                    double error = next.Run(values, season, 0).Error;
                    if (error >= lowest * (1 - 1e-9)) continue;
                    (best, lowest, better) = (next, error, true);
                }
            }
        }

        return best;
    }

    private (double[] Forecast, double Error) Run(ReadOnlySpan<double> values, int season, int horizon)
    {
        if (season < 2 || values.Length < 2 * season || horizon < 0)
            throw new SluiceException($"HoltWinters: expected two seasons of 2 steps or more, got {values.Length} values and a season of {season}.");
        double level = 0, next = 0, errors = 0;
        for (int t = 0; t < season; t++)
        {
            level += Known(values, t, season) / season;
            next += Known(values, t + season, season) / season;
        }

        double trend = (next - level) / season;
        var seasonal = new double[season];
        for (int t = 0; t < season; t++) seasonal[t] = Known(values, t, season) - level;
        for (int t = 0; t < values.Length; t++)
        {
            double due = level + trend, own = seasonal[t % season], value = values[t];
            if (double.IsNaN(value)) value = due + own;
            errors += (value - due - own) * (value - due - own);
            double former = level;
            level = Alpha * (value - own) + (1 - Alpha) * due;
            trend = Beta * (level - former) + (1 - Beta) * trend;
            seasonal[t % season] = Gamma * (value - due) + (1 - Gamma) * own;
        }

        var forecast = new double[horizon];
        for (int h = 0; h < horizon; h++) forecast[h] = level + (h + 1) * trend + seasonal[(values.Length + h) % season];
        return (forecast, errors);
    }

    /// <summary>A value of the beginning; one that is missing is taken from another season, or from a neighbour.</summary>
    private static double Known(ReadOnlySpan<double> values, int t, int season)
    {
        for (int at = t; at < values.Length; at += season) if (!double.IsNaN(values[at])) return values[at];
        foreach (double value in values) if (!double.IsNaN(value)) return value;
        return 0;
    }
}
