using Sluice.Kernels;

namespace Sluice.Tasks.Series;

/// <summary>Random numbers of the distributions of likelihood nets, one after the other.</summary>
internal struct Draws(RandomStream stream, uint first)
{
    private uint _next = first;

    /// <summary>Uniform in (0, 1].</summary>
    public double Uniform() => (stream.Bits(_next++) + 1.0) * (1.0 / 4294967296.0);

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>Student's t (Bailey 1994).</summary>
    public double Student(double freedom) => Math.Sqrt(freedom * (Math.Pow(Uniform(), -2 / freedom) - 1)) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>A count with a mean and a variance of mean + α·mean²: a Poisson number whose mean is drawn from a gamma distribution.</summary>
    public double NegativeBinomial(double mean, double alpha) => Poisson(Gamma(1 / alpha) * alpha * mean);

    // Marsaglia and Tsang 2000; below 1 by one more and a power of a uniform number.
    private double Gamma(double shape)
    {
        double d = Math.Max(shape, shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(), v = Math.Pow(1 + c * x, 3);
            if (v <= 0 || Math.Log(Uniform()) >= 0.5 * x * x + d - d * v + d * Math.Log(v)) continue;
            return d * v * (shape < 1 ? Math.Pow(Uniform(), 1 / shape) : 1);
        }
    }

    // By inversion; where the mean is large, the nearest whole number to a normal one.
    private double Poisson(double mean)
    {
        if (mean > 100) return Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal()));
        double u = Uniform(), p = Math.Exp(-mean), sum = p;
        int k = 0;
        for (; u > sum && k < 1000; sum += p) p *= mean / ++k;
        return k;
    }
}
