namespace Sluice.Learn.Synthesis;

/// <summary>
/// Gaussian processes with kernels that are added and multiplied (KernelSynth, Ansari et al. 2024, "Chronos"). A sample is drawn by its spectrum
/// (Rahimi and Recht 2007): √(2/D) Σ cos(ω_d t + φ_d), with each ω_d drawn from the kernel's spectral density. A product of kernels is a
/// convolution of densities, so the frequencies of its factors add up.
/// </summary>
internal static class KernelSeries
{
    private const int Waves = 40;

    /// <summary>Draws a series of n steps.</summary>
    public static double[] Draw(Chance chance, int n, int[] seasons)
    {
        var values = new double[n];
        for (int terms = chance.Between(1, 4); terms > 0; terms--)
        {
            double weight = chance.Logarithmic(0.2, 2);
            int factors = chance.Weighted([3, 2, 0.5]) + 1;
            var kernels = Enumerable.Range(0, factors).Select(_ => Kernel(chance, n, seasons)).ToList();
            bool linear = chance.Is(0.15);
            double centre = chance.Uniform(-0.5, 1);
            double[] part = Sample(chance, n, kernels);
            for (int t = 0; t < n; t++) values[t] += weight * part[t] * (linear ? 2 * ((double)t / n - centre) : 1);
        }

        double noise = chance.Is(0.8) ? chance.Logarithmic(0.01, 0.8) : 0;
        for (int t = 0; t < n; t++) values[t] += noise * chance.Normal();
        return values;
    }

    /// <summary>A kernel as a way to draw frequencies, in radians a step.</summary>
    private static Func<double> Kernel(Chance chance, int n, int[] seasons)
    {
        double length = chance.Logarithmic(2, Math.Max(4, n));
        switch (chance.Weighted([2, 1.5, 4, 0.7]))
        {
            case 0: return () => chance.Normal() / length;

            // Rational quadratic: squared exponentials of many lengths, whose precisions have a gamma distribution (of shape 1 here).
            case 1: return () => chance.Normal() * Math.Sqrt(chance.Exponential()) / length;

            // Periodic: multiples of one frequency, fewer of the high ones the smoother it is.
            case 2:
                int period = seasons.Length > 0 && chance.Is(0.85) ? chance.Of<int>(seasons) : (int)chance.Logarithmic(3, 200);
                double smooth = chance.Uniform(0.4, 3);
                return () => 2 * Math.PI / period * Math.Min(period / 2, Math.Ceiling(smooth * Math.Abs(chance.Normal())));

            // Exponential (Ornstein and Uhlenbeck): a Cauchy density.
            default: return () => Math.Clamp(Math.Tan(Math.PI * (chance.Uniform() - 0.5)) / length, -Math.PI, Math.PI);
        }
    }

    private static double[] Sample(Chance chance, int n, List<Func<double>> kernels)
    {
        var values = new double[n];
        double height = Math.Sqrt(2.0 / Waves);
        for (int d = 0; d < Waves; d++)
        {
            double frequency = 0;
            foreach (var draw in kernels) frequency += draw();

            // cos(φ + ω t) by turning (cos, sin) on by ω at each step.
            var (sin, cos) = Math.SinCos(chance.Uniform(0, 2 * Math.PI));
            var (turnSin, turnCos) = Math.SinCos(frequency);
            for (int t = 0; t < n; t++)
            {
                values[t] += height * cos;
                (cos, sin) = (cos * turnCos - sin * turnSin, sin * turnCos + cos * turnSin);
            }
        }

        return values;
    }
}
