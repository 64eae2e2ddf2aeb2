namespace Sluice.Learn.Studies.Forecasts;

/// <summary>
/// Whether two ways to forecast differ in their loss (Diebold and Mariano 1995), with the correction for few forecasts of Harvey, Leybourne and
/// Newbold (1997): d_t the difference of the losses from origin t, d̄ their mean, γ_k their autocovariances with divisor n,
/// V = (γ_0 + 2 Σ_(k&lt;h) γ_k) / n, t = √((n + 1 − 2h + h(h − 1)/n) / n) · d̄ / √V, of which the probability is that of Student's
/// distribution with n − 1 degrees of freedom. Two forecasts that share no row have h = 1.
/// </summary>
/// <param name="Mean">d̄; below 0 where the first way is the better one.</param>
/// <param name="Statistic">t.</param>
/// <param name="Probability">That of a |t| so large or larger where there is no difference; 1 for fewer than 3 origins, none that differ, or a loss that is not known.</param>
public readonly record struct DieboldMariano(double Mean, double Statistic, double Probability)
{
    /// <summary>Tests differences of losses.</summary>
    /// <param name="differences">d, in the order of time.</param>
    /// <param name="overlap">h: how many origins in a row have a row forecast in common with the first of them, itself included.</param>
    public static DieboldMariano Of(IReadOnlyList<double> differences, int overlap)
    {
        int n = differences.Count;
        if (n < 3) return new(n == 0 ? double.NaN : differences.Average(), 0, 1);
        double mean = differences.Average(), zeroth = Covariance(0);
        if (!double.IsFinite(mean)) return new(double.NaN, 0, 1);
        int h = Math.Clamp(overlap, 1, n - 1);
        double variance = zeroth;
        for (int k = 1; k < h; k++) variance += 2 * Covariance(k);

        // Estimates of autocovariances may sum to nothing: then as if no origins had rows in common.
        if (!(variance > 0)) (h, variance) = (1, zeroth);
        if (!(variance > 0)) return new(mean, mean == 0 ? 0 : mean > 0 ? double.PositiveInfinity : double.NegativeInfinity, mean == 0 ? 1 : 0);
        double correction = Math.Sqrt((n + 1 - 2.0 * h + h * (h - 1.0) / n) / n), t = correction * mean / Math.Sqrt(variance / n), freedom = n - 1;
        return new(mean, t, Statistics.Beta(freedom / (freedom + t * t), freedom / 2, 0.5));

        double Covariance(int lag)
        {
            double sum = 0;
            for (int i = lag; i < n; i++) sum += (differences[i] - mean) * (differences[i - lag] - mean);
            return sum / n;
        }
    }
}
