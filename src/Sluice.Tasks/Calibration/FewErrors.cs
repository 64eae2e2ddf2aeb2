namespace Sluice.Tasks.Calibration;

/// <summary>
/// Errors of all rows ahead as of one, where each has too few of its own: |e| / h^g, with e the errors of the median and g the power of the row ahead
/// by which they grow, from 0 to 1.
/// </summary>
internal sealed class FewErrors
{
    private readonly double[] _sizes;
    private readonly double _power;

    /// <summary>Takes the errors of all rows ahead together.</summary>
    public FewErrors(ForecastErrors errors, int median)
    {
        _power = Power(errors, median);
        _sizes = [.. Enumerable.Range(0, errors.Horizon).SelectMany(h => errors.Of(h, median).Select(e => Math.Abs(e) / Growth(h))).Order()];
    }

    /// <summary>
    /// How far from the median a share of the values of a row lies: that at place share (1 + 1 / 2n), since all rows ahead together, and both sides
    /// of the median, tell about twice as much as one.
    /// </summary>
    /// <param name="ahead">How far ahead, from 0.</param>
    /// <param name="share">The share.</param>
    /// <param name="independent">n, as how many independent errors those of the row count.</param>
    public double Reach(int ahead, double share, double independent) => Growth(ahead) * At(_sizes, share * (1 + 1 / (2 * independent)));

    /// <summary>The number at a place, between its neighbours.</summary>
    /// <param name="sorted">Rising.</param>
    /// <param name="share">The place, as a share of them; 1 is the last.</param>
    public static double At(double[] sorted, double share)
    {
        double place = Math.Clamp(share * sorted.Length - 1, 0, sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private double Growth(int ahead) => Math.Pow(ahead + 1, _power);

    /// <summary>The slope of the logarithm of the root mean square by that of the row ahead, by least squares.</summary>
    private static double Power(ForecastErrors errors, int median)
    {
        var sizes = Enumerable.Range(0, errors.Horizon).Where(h => errors.Of(h, median).Any(e => e != 0))
            .Select(h => (X: Math.Log(h + 1), Y: Math.Log(errors.Of(h, median).Average(e => e * e)) / 2)).ToList();
        if (sizes.Count < 2) return 0;
        double x = sizes.Average(s => s.X), y = sizes.Average(s => s.Y);
        return Math.Clamp(sizes.Sum(s => (s.X - x) * (s.Y - y)) / sizes.Sum(s => (s.X - x) * (s.X - x)), 0, 1);
    }
}
