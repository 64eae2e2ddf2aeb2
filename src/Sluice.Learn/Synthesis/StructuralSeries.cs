namespace Sluice.Learn.Synthesis;

/// <summary>Level, trend, seasons, holidays and noise: added, or multiplied as sales do that grow.</summary>
internal static class StructuralSeries
{
    /// <summary>Draws a series of n steps.</summary>
    public static double[] Draw(Chance chance, int n, int[] seasons)
    {
        var values = Trend(chance, n);
        bool multiplies = chance.Is(0.35);
        double share = 1;
        for (int s = 0; s < seasons.Length; s++)
        {
            // A season of which less than a tenth is seen is a trend.
            if (seasons[s] > 10 * n || !chance.Is(s == 0 ? 0.85 : 0.6)) continue;
            var pattern = new SeasonalPattern(chance, seasons[s]);
            double amplitude = chance.Logarithmic(0.15, 3) * share;
            bool onTop = s > 0 && seasons[s] % seasons[0] == 0 && chance.Is(0.5);
            for (int t = 0; t < n; t++)
                values[t] = onTop
                    ? values[t] * Math.Max(0, 1 + 0.4 * pattern.At(t / seasons[0] * seasons[0], n))
                    : values[t] + amplitude * pattern.At(t, n);
            share *= 0.7;
        }

        if (chance.Is(0.15)) Holidays(chance, values, seasons);
        double level = chance.Logarithmic(0.02, 1.5);
        double[] noise = Noise.Draw(chance, n);
        bool growing = chance.Is(0.2);
        for (int t = 0; t < n; t++) values[t] += level * noise[t] * (growing ? Math.Clamp(0.3 + Math.Abs(values[t]) / 2, 0.1, 5) : 1);
        if (multiplies)
        {
            double strength = chance.Uniform(0.15, 0.6);
            for (int t = 0; t < n; t++) values[t] = Math.Exp(Math.Clamp(strength * values[t], -8, 8));
        }

        return values;
    }

    private static double[] Trend(Chance chance, int n)
    {
        var trend = new double[n];
        double size = chance.Logarithmic(0.3, 8) * (chance.Is(0.6) ? 1 : -1);
        switch (chance.Weighted([4, 2.5, 1.5, 1, 1.5]))
        {
            case 1:
                for (int t = 0; t < n; t++) trend[t] = size * t / n;
                break;
            case 2:
                double slope = size / n;
                for (int t = 1; t < n; t++)
                {
                    if (chance.Is(3.0 / n)) slope = chance.Normal() * Math.Abs(size) / n;
                    trend[t] = trend[t - 1] + slope;
                }

                break;
            case 3:
                double middle = chance.Uniform(0, 1), steep = chance.Uniform(3, 20);
                for (int t = 0; t < n; t++) trend[t] = size / (1 + Math.Exp(-steep * ((double)t / n - middle)));
                break;
            case 4:
                double step = Math.Abs(size) * chance.Logarithmic(0.1, 1) / Math.Sqrt(n);
                for (int t = 1; t < n; t++) trend[t] = trend[t - 1] + step * chance.Normal();
                break;
        }

        return trend;
    }

    /// <summary>Days, or spans of a few steps, on which much more or less goes on, at distances of a calendar or at any.</summary>
    private static void Holidays(Chance chance, double[] values, int[] seasons)
    {
        int day = seasons.Length > 1 ? seasons[0] : chance.Between(1, 5);
        int apart = chance.Is(0.5) && seasons.Length > 1 ? seasons[^1] : Math.Max(2 * day, values.Length / chance.Between(2, 12));
        double height = chance.Uniform(1, 5) * (chance.Is(0.5) ? 1 : -1);
        for (int at = chance.Between(0, apart - 1); at < values.Length; at += apart)
            for (int t = at; t < Math.Min(values.Length, at + day); t++) values[t] += height;
    }
}
