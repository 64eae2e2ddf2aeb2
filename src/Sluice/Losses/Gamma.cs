namespace Sluice.Losses;

/// <summary>The logarithm of Γ and its derivative, for numbers above 0.</summary>
public static class Gamma
{
    // Below this the series of Stirling is not exact enough; numbers are raised to it by Γ(x + 1) = x Γ(x).
    private const double Enough = 10;

    /// <summary>ln Γ(x): Stirling's series.</summary>
    public static double Log(double x)
    {
        double product = 1;
        for (; x < Enough; x++) product *= x;
        double i = 1 / x, s = i * i;
        return (x - 0.5) * Math.Log(x) - x
            + 0.5 * Math.Log(2 * Math.PI) + i * (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s / 1680))) - Math.Log(product);
    }

    /// <summary>ψ(x), the derivative of ln Γ(x).</summary>
    public static double LogSlope(double x)
    {
        double sum = 0;
        for (; x < Enough; x++) sum += 1 / x;
        double i = 1 / x, s = i * i;
        return Math.Log(x) - 0.5 * i - s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s / 240))) - sum;
    }
}
