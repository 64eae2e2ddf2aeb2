namespace Sluice.Learn.Synthesis;

/// <summary>Noise of a deviation of about 1: independent, or with a memory; calm, or in bursts.</summary>
internal static class Noise
{
    /// <summary>Draws a kind and n values of it.</summary>
    public static double[] Draw(Chance chance, int n)
    {
        var noise = new double[n];
        bool heavy = chance.Is(0.3);
        double memory = chance.Is(0.5) ? chance.Of<double>([0.3, 0.6, 0.8, 0.9, 0.97]) * chance.Uniform(0.6, 1) : 0;
        bool bursts = chance.Is(0.15);
        double at = 0, variance = 1;
        for (int t = 0; t < n; t++)
        {
            double shock = heavy ? chance.HeavyTailed() : chance.Normal();
            if (bursts)
            {
                // GARCH(1, 1) (Bollerslev 1986): variance = 0.05 + 0.15 shock² + 0.8 variance.
                shock *= Math.Sqrt(variance);
                variance = 0.05 + 0.15 * Math.Min(shock * shock, 25) + 0.8 * variance;
            }

            noise[t] = at = memory * at + Math.Sqrt(1 - memory * memory) * shock;
        }

        return noise;
    }
}
