namespace Sluice.Learn.Synthesis;

/// <summary>What happens to series of any kind before they are in a table: each with a probability that is written beside it.</summary>
internal static class Effects
{
    /// <summary>How often each happens.</summary>
    public const double LevelShift = 0.10, Outliers = 0.10, Burst = 0.06, Clipped = 0.05, Sticking = 0.04, Rounded = 0.15;

    /// <summary>How often values are missing: here and there, and in a stretch.</summary>
    public const double Gaps = 0.06, Stretch = 0.08;

    /// <summary>Does it to values of a deviation of about 1.</summary>
    public static void Apply(Chance chance, double[] values)
    {
        int n = values.Length;
        if (chance.Is(LevelShift))
        {
            for (int shifts = chance.Between(1, 3); shifts > 0; shifts--)
            {
                double by = 2 * chance.Normal();
                for (int t = chance.Between(0, n - 1); t < n; t++) values[t] += by;
            }
        }

        if (chance.Is(Outliers))
        {
            double often = chance.Logarithmic(0.001, 0.02), size = chance.Uniform(2, 8);
            for (int t = 0; t < n; t++) if (chance.Is(often)) values[t] += size * (chance.Is(0.7) ? 1 : -1) * chance.Exponential();
        }

        if (chance.Is(Burst))
        {
            int at = chance.Between(0, n - 1), lasts = (int)(n * chance.Logarithmic(0.01, 0.2));
            double spread = chance.Uniform(0.5, 2);
            for (int t = at; t < Math.Min(n, at + lasts); t++) values[t] += spread * chance.Normal();
        }

        if (chance.Is(Clipped))
        {
            double[] sorted = [.. values.Order()];
            double low = chance.Is(0.6) ? sorted[(int)(chance.Uniform(0, 0.4) * n)] : sorted[0];
            double high = chance.Is(0.5) ? sorted[n - 1 - (int)(chance.Uniform(0, 0.3) * n)] : sorted[^1];
            for (int t = 0; t < n; t++) values[t] = Math.Max(low, Math.Min(high, values[t]));
        }

        if (chance.Is(Sticking))
        {
            double often = chance.Logarithmic(0.002, 0.05), lasts = chance.Logarithmic(3, 40);
            for (int t = 1; t < n; t++)
            {
                if (!chance.Is(often)) continue;
                for (int end = Math.Min(n, t + 1 + (int)(lasts * chance.Exponential())), stuck = t; t < end; t++) values[t] = values[stuck - 1];
            }
        }

        if (chance.Is(Rounded))
        {
            double step = chance.Logarithmic(0.01, 0.7);
            for (int t = 0; t < n; t++) values[t] = step * Math.Round(values[t] / step);
        }
    }

    /// <summary>Takes values away, here and there or a whole stretch.</summary>
    public static void Hide(Chance chance, double[] values)
    {
        int n = values.Length;
        if (chance.Is(Gaps))
        {
            double often = chance.Logarithmic(0.005, 0.3);
            for (int t = 0; t < n; t++) if (chance.Is(often)) values[t] = double.NaN;
        }

        if (chance.Is(Stretch))
        {
            int lasts = (int)(n * chance.Logarithmic(0.01, 0.3));
            Array.Fill(values, double.NaN, chance.Between(0, n - 1 - lasts), lasts);
        }
    }
}
