namespace Sluice.Learn.Studies.Anomalies;

/// <summary>The upper tail of the standard normal distribution.</summary>
public static class NormalTail
{
    private const double SeriesUpTo = 3;

    /// <summary>Q(z) = P(Z ≥ z), to 14 digits: by the series of φ around 0, and by the continued fraction of Laplace far out.</summary>
    public static double Q(double z)
    {
        if (z < 0) return 1 - Q(-z);
        double density = Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);
        if (z >= SeriesUpTo) return density / Fraction(z);
        double term = z, sum = z;
        for (int k = 3; term > sum * 1e-17; k += 2) sum += term *= z * z / k;
        return 0.5 - density * sum;
    }

    /// <summary>−log₁₀ Q(z), also where Q itself is too small for a number.</summary>
    public static double Digits(double z) => z < SeriesUpTo
        ? -Math.Log10(Q(z))
        : (0.5 * z * z + 0.5 * Math.Log(2 * Math.PI) + Math.Log(Fraction(z))) / Math.Log(10);

    // z + 1/(z + 2/(z + 3/(z + ...)))
    private static double Fraction(double z)
    {
        double value = z;
        for (int k = 80; k > 0; k--) value = z + k / value;
        return value;
    }
}
