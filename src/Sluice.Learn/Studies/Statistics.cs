namespace Sluice.Learn.Studies;

/// <summary>What a study needs of statistics.</summary>
public static class Statistics
{
    /// <summary>The square root of the unbiased variance; 0 for a single value.</summary>
    public static double Deviation(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2) return 0;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    /// <summary>The value below which a share of them lies, between neighbours in a straight line.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        double at = share * (sorted.Length - 1);
        int low = (int)at, high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    /// <summary>
    /// The probability of means that far apart, or farther, if both samples came from normal distributions of one mean and any
    /// variances (Welch 1947). 1 where a sample has fewer than 2 values.
    /// </summary>
    public static double Welch(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b)
    {
        if (a.Count < 2 || b.Count < 2) return 1;
        double va = Math.Pow(Deviation(a), 2) / a.Count, vb = Math.Pow(Deviation(b), 2) / b.Count, distance = a.Average() - b.Average();
        if (va + vb == 0) return distance == 0 ? 1 : 0;
        double t = distance / Math.Sqrt(va + vb);
        double freedom = (va + vb) * (va + vb) / (va * va / (a.Count - 1) + vb * vb / (b.Count - 1));
        return Beta(freedom / (freedom + t * t), freedom / 2, 0.5);
    }

    /// <summary>
    /// Probabilities of many tests made one: each such that calling all of those below 5 % significant is wrong about any of
    /// them in 5 % of studies at most (Holm 1979).
    /// </summary>
    public static double[] Holm(IReadOnlyList<double> probabilities)
    {
        var adjusted = new double[probabilities.Count];
        double least = 0;
        foreach (var (i, rank) in Enumerable.Range(0, adjusted.Length).OrderBy(i => probabilities[i]).Select((i, rank) => (i, rank)))
            adjusted[i] = least = Math.Max(least, Math.Min(1, probabilities[i] * (adjusted.Length - rank)));
        return adjusted;
    }

    /// <summary>
    /// The share of the variance of y that the place of x explains on its own, x cut into <paramref name="bins"/> parts of equal
    /// counts: ω², which is 0 on average where x says nothing (Hays 1963). Not below 0.
    /// </summary>
    public static double Explained(IReadOnlyList<double> x, IReadOnlyList<double> y, int bins = 6)
    {
        bins = Math.Min(bins, y.Count / 3);
        if (bins < 2) return 0;
        int[] order = [.. Enumerable.Range(0, x.Count).OrderBy(i => x[i])];
        double mean = y.Average(), total = y.Sum(v => (v - mean) * (v - mean)), between = 0;
        for (int b = 0; b < bins; b++)
        {
            double[] part = [.. order[(b * order.Length / bins)..((b + 1) * order.Length / bins)].Select(i => y[i])];
            between += part.Length * Math.Pow(part.Average() - mean, 2);
        }

        double within = (total - between) / (y.Count - bins);
        return total == 0 ? 0 : Math.Max(0, (between - (bins - 1) * within) / (total + within));
    }

    /// <summary>The regularised incomplete beta function, by its continued fraction (Lentz 1976).</summary>
    internal static double Beta(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        if (x > (a + 1) / (a + b + 2)) return 1 - Beta(1 - x, b, a);
        const double Tiny = 1e-300;
        double c = 1, d = 1 / Away(1 - (a + b) * x / (a + 1)), fraction = d;
        for (int m = 1; m < 1000; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / Away(1 + even * d);
            c = Away(1 + even / c);
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / Away(1 + odd * d);
            c = Away(1 + odd / c);
            fraction *= d * c;
            if (Math.Abs(d * c - 1) < 1e-15) break;
        }

        return Math.Exp(a * Math.Log(x) + b * Math.Log(1 - x) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) * fraction / a;

        static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }

    /// <summary>ln Γ(x) for x &gt; 0: Stirling's series, after steps up to where it holds.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        for (; x < 12; x++) shift -= Math.Log(x);
        double r = 1 / (x * x);
        return shift + (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / x;
    }
}
