namespace Sluice.Learn.Synthesis;

/// <summary>What machines measure: jobs that come and go, tanks that fill and empty, parts that wear, loads of processors.</summary>
internal static class SensorSeries
{
    /// <summary>Draws a series of n steps.</summary>
    public static double[] Draw(Chance chance, int n, int[] seasons)
    {
        double[] values = chance.Weighted([3, 2, 3, 2, 2]) switch
        {
            0 => Jobs(chance, n, seasons),
            1 => Tank(chance, n),
            2 => Wear(chance, n),
            3 => Load(chance, n, seasons),
            _ => Thermostat(chance, n),
        };
        double level = chance.Logarithmic(0.005, 0.5);
        double[] noise = Noise.Draw(chance, n);
        for (int t = 0; t < n; t++) values[t] += level * noise[t];
        return values;
    }

    /// <summary>Spikes or plateaus that begin at regular times, with a little jitter, or at any.</summary>
    private static double[] Jobs(Chance chance, int n, int[] seasons)
    {
        var values = new double[n];
        for (int kinds = chance.Between(1, 2); kinds > 0; kinds--)
        {
            int apart = Math.Max(2, seasons.Length > 0 && chance.Is(0.6) ? seasons[0] : (int)chance.Logarithmic(4, 300));
            int lasts = Math.Max(1, (int)(apart * chance.Logarithmic(0.01, 0.6)));
            bool regular = chance.Is(0.7);
            double height = chance.Uniform(0.5, 4), varies = chance.Is(0.5) ? chance.Uniform(0, 0.5) : 0;
            for (int at = chance.Between(0, apart - 1); at < n; at += regular ? apart : Math.Max(1, (int)(apart * 2 * chance.Uniform())))
            {
                double own = height * (1 + varies * chance.Normal());
                for (int t = at; t < Math.Min(n, at + lasts); t++) values[t] += own;
            }
        }

        return values;
    }

    /// <summary>Fills slowly and empties fast, or the other way round, at levels that vary.</summary>
    private static double[] Tank(Chance chance, int n)
    {
        var values = new double[n];
        double up = 1 / chance.Logarithmic(5, 150), down = 1 / chance.Logarithmic(3, 100), at = chance.Uniform(), top = 1, bottom = 0;
        bool rising = true;
        double varies = chance.Uniform(0, 0.15);
        for (int t = 0; t < n; t++)
        {
            at += rising ? up : -down;
            if (rising && at >= top) (rising, bottom) = (false, varies * chance.Normal());
            else if (!rising && at <= bottom) (rising, top) = (true, 1 + varies * chance.Normal());
            values[t] = 2 * at;
        }

        return values;
    }

    /// <summary>Calm at first, then away from where it was, faster and faster.</summary>
    private static double[] Wear(Chance chance, int n)
    {
        var values = new double[n];
        double begins = chance.Uniform(-0.2, 0.9), grows = chance.Uniform(1, 6), size = chance.Normal() * 3;
        for (int t = 0; t < n; t++)
        {
            double since = Math.Max(0, ((double)t / n - begins) / (1 - begins));
            values[t] = size * (Math.Exp(grows * since) - 1) / (Math.Exp(grows) - 1);
        }

        return values;
    }

    /// <summary>A load between idle and full: a season, a memory, and a limit that it is pressed against.</summary>
    private static double[] Load(Chance chance, int n, int[] seasons)
    {
        var pattern = new SeasonalPattern(chance, seasons.Length > 0 ? seasons[0] : 24);
        double[] noise = Noise.Draw(chance, n), values = new double[n];
        double swing = chance.Uniform(0, 1.5), shift = chance.Normal(), rough = chance.Logarithmic(0.1, 1);
        for (int t = 0; t < n; t++) values[t] = 3 / (1 + Math.Exp(-(shift + swing * pattern.At(t, n) + rough * noise[t])));
        return values;
    }

    /// <summary>Heating on below one mark and off above another, against a loss to outside.</summary>
    private static double[] Thermostat(Chance chance, int n)
    {
        var values = new double[n];
        double at = 0, loss = 1 / chance.Logarithmic(5, 100), heat = loss * chance.Uniform(1.5, 6), width = chance.Uniform(0.1, 1);
        bool on = false;
        for (int t = 0; t < n; t++)
        {
            if (at < 1 - width / 2) on = true;
            else if (at > 1 + width / 2) on = false;
            values[t] = at += (on ? heat : 0) - loss * at;
            if (!double.IsFinite(at) || Math.Abs(at) > 1e3) at = 0;
        }

        return values;
    }
}
