namespace Sluice.Learn.Synthesis;

/// <summary>Random processes: walks, autoregressions with and without a season, levels that jump between regimes.</summary>
internal static class ProcessSeries
{
    /// <summary>Draws a series of n steps.</summary>
    public static double[] Draw(Chance chance, int n, int[] seasons) => chance.Weighted([3, 3, 2.5, 1.5]) switch
    {
        0 => Walk(chance, n),
        1 => Autoregression(chance, n, seasons),
        2 => LocalTrend(chance, n),
        _ => Regimes(chance, n),
    };

    /// <summary>A random walk with drift, or its exponential, as prices are.</summary>
    private static double[] Walk(Chance chance, int n)
    {
        double[] steps = Noise.Draw(chance, n), values = new double[n];
        double drift = chance.Is(0.5) ? chance.Normal() * 0.2 : 0, at = 0;
        for (int t = 0; t < n; t++) values[t] = at += drift + steps[t];
        if (!chance.Is(0.4)) return values;
        double strength = chance.Logarithmic(0.002, 0.05);
        for (int t = 0; t < n; t++) values[t] = Math.Exp(Math.Clamp(strength * values[t], -6, 6));
        return values;
    }

    /// <summary>AR(p) with roots inside the unit circle, given as pairs r e^±iθ, and with a season's own term.</summary>
    private static double[] Autoregression(Chance chance, int n, int[] seasons)
    {
        // 1 − Σ a_k z^k as a product of factors (1 − r z) and (1 − 2 r cos θ z + r² z²).
        double[] polynomial = [1];
        for (int factors = chance.Between(1, 3); factors > 0; factors--)
        {
            double r = 1 - chance.Logarithmic(0.01, 0.7), turn = chance.Uniform(0, Math.PI);
            polynomial = Times(polynomial, chance.Is(0.5) ? [1, -r] : [1, -2 * r * Math.Cos(turn), r * r]);
        }

        int season = seasons.Length > 0 && chance.Is(0.5) ? seasons[0] : 0;
        if (season > 0)
        {
            var seasonal = new double[season + 1];
            (seasonal[0], seasonal[season]) = (1, -chance.Uniform(0.3, 0.97));
            polynomial = Times(polynomial, seasonal);
        }

        int lead = Math.Min(1000, 3 * season + 100);
        double[] shocks = Noise.Draw(chance, n + lead), values = new double[n + lead];
        for (int t = 0; t < values.Length; t++)
        {
            double at = shocks[t];
            for (int k = 1; k < polynomial.Length && k <= t; k++)
                if (polynomial[k] != 0) at -= polynomial[k] * values[t - k];
            values[t] = Math.Clamp(at, -1e6, 1e6);
        }

        return values[lead..];
    }

    private static double[] Times(double[] a, double[] b)
    {
        var product = new double[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
            for (int j = 0; j < b.Length; j++) product[i + j] += a[i] * b[j];
        return product;
    }

    /// <summary>A level that walks, with a slope that does too, seen through noise: what exponential smoothing is right for.</summary>
    private static double[] LocalTrend(Chance chance, int n)
    {
        double level = 0, slope = 0, walk = chance.Logarithmic(0.02, 1), bend = chance.Is(0.5) ? walk * chance.Logarithmic(0.005, 0.1) : 0;
        double damped = chance.Uniform(0.9, 1);
        double[] noise = Noise.Draw(chance, n), values = new double[n];
        for (int t = 0; t < n; t++)
        {
            values[t] = level + noise[t];
            level += slope + walk * chance.Normal();
            slope = damped * slope + bend * chance.Normal();
        }

        return values;
    }

    /// <summary>Two to four levels with noise of their own, each held for a while.</summary>
    private static double[] Regimes(Chance chance, int n)
    {
        int count = chance.Between(2, 4), at = 0;
        double[] levels = new double[count], spreads = new double[count], values = new double[n];
        for (int r = 0; r < count; r++) (levels[r], spreads[r]) = (3 * chance.Normal(), chance.Logarithmic(0.05, 1));
        double stays = 1 / chance.Logarithmic(5, Math.Max(10, n / 2));
        double keep = chance.Is(0.5) ? chance.Uniform(0.3, 0.9) : 0, value = levels[0];
        for (int t = 0; t < n; t++)
        {
            if (chance.Is(stays)) at = chance.Between(0, count - 1);
            values[t] = value = keep * value + (1 - keep) * levels[at] + spreads[at] * chance.Normal() * Math.Sqrt(1 - keep * keep);
        }

        return values;
    }
}
