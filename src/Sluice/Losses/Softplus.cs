namespace Sluice.Losses;

/// <summary>ln(1 + eˣ): a number above 0 out of any.</summary>
internal static class Softplus
{
    public static double Of(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));

    public static double Slope(double x) => 1 / (1 + Math.Exp(-x));
}
