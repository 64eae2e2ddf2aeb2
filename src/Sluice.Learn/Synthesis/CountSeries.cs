namespace Sluice.Learn.Synthesis;

/// <summary>Counts: sales of single things, visits, messages; many zeroes, seasons of the rate, and bursts.</summary>
internal static class CountSeries
{
    /// <summary>Draws a series of n steps.</summary>
    public static double[] Draw(Chance chance, int n, int[] seasons) => chance.Weighted([3, 2, 2]) switch
    {
        0 => Seasonal(chance, n, seasons),
        1 => Intermittent(chance, n),
        _ => Bursts(chance, n, seasons),
    };

    /// <summary>Poisson numbers, or with a larger spread, at a rate that has seasons and a level that walks.</summary>
    private static double[] Seasonal(Chance chance, int n, int[] seasons)
    {
        double[] rate = LogRate(chance, n, seasons), values = new double[n];
        double spread = chance.Is(0.5) ? chance.Uniform(0.1, 0.8) : 0;
        for (int t = 0; t < n; t++) values[t] = chance.Poisson(Math.Exp(Math.Min(12, rate[t] + spread * chance.Normal() - spread * spread / 2)));
        return values;
    }

    private static double[] LogRate(Chance chance, int n, int[] seasons)
    {
        var rate = new double[n];
        double level = Math.Log(chance.Logarithmic(0.3, 200)), walk = chance.Is(0.5) ? chance.Logarithmic(0.002, 0.05) : 0;
        for (int t = 0; t < n; t++, level += walk * chance.Normal()) rate[t] = Math.Clamp(level, -4, 10);
        foreach (int season in seasons)
        {
            if (season > 4 * n || !chance.Is(0.75)) continue;
            var pattern = new SeasonalPattern(chance, season);
            double size = chance.Uniform(0.1, 0.8);
            for (int t = 0; t < n; t++) rate[t] += size * pattern.At(t, n);
        }

        return rate;
    }

    /// <summary>Mostly nothing; now and then a demand of some size (Croston 1972).</summary>
    private static double[] Intermittent(Chance chance, int n)
    {
        double often = chance.Logarithmic(0.02, 0.5), mean = chance.Logarithmic(1, 30);
        bool sizes = chance.Is(0.6);
        var values = new double[n];
        for (int t = 0; t < n; t++) values[t] = !chance.Is(often) ? 0 : sizes ? 1 + chance.Poisson(mean * chance.Exponential()) : Math.Ceiling(mean);
        return values;
    }

    /// <summary>A rate that each arrival raises for a while (Hawkes 1971), on top of one with seasons.</summary>
    private static double[] Bursts(Chance chance, int n, int[] seasons)
    {
        double[] rate = LogRate(chance, n, seasons), values = new double[n];
        double fades = chance.Uniform(0.5, 0.95), raises = chance.Uniform(0.3, 0.9) * (1 - fades), excited = 0;
        double often = chance.Logarithmic(0.001, 0.02), size = chance.Logarithmic(2, 30);
        for (int t = 0; t < n; t++)
        {
            double usual = Math.Exp(Math.Min(8, rate[t]));
            if (chance.Is(often)) excited += size * usual * chance.Exponential();
            values[t] = chance.Poisson(Math.Min(1e6, usual + excited));
            excited = fades * excited + raises * Math.Max(0, values[t] - usual);
        }

        return values;
    }
}
