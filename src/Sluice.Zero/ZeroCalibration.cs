namespace Sluice.Zero;

/// <summary>
/// How much wider or narrower the intervals of one series must be, by what the net would have said of its past (conformal prediction over rolling
/// origins). A value y misses the median m by s = |y − m| / |q − m| with q the 0.1 or 0.9 quantile on its side; the factor c is the quantile
/// 0.8 (1 + 1/2n) of all s, n forecasts that share no step, a later forecast counting for more (Barber, Candès, Ramdas and Tibshirani 2023), and
/// q_τ becomes m + c (q_τ − m). Few forecasts say little, so that ln c is mixed with what holds for made-up series, and the factor of
/// a part of the horizon with that of the whole.
/// </summary>
internal sealed class ZeroCalibration
{
    // How often what holds in general counts, in forecasts: for the whole, and for a part of the horizon beside the whole.
    private const double General = 2, Whole = 8;

    // Before any calibration 80 % intervals hold 76 % of made-up series (docs/results/zero.md); so much wider they hold 80 %.
    private static readonly double s_usual = Math.Log(1.07);

    // Of forecasts a patch apart, one that is so many patches older counts half.
    private const double HalfLife = 6;
    private const double Share = 0.8, Most = 0.95, Narrowest = 0.1, Widest = 10, Never = 100;
    private const int Group = ZeroOptions.Group;

    /// <summary>The places of the levels 0.1, 0.5 and 0.9.</summary>
    public static readonly int Low = Place(0.1), Median = Place(0.5), High = Place(0.9);

    private readonly List<(double Miss, double Weight)>[] _misses;
    private readonly double _forecasts;
    private readonly Lazy<double[]> _factors;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="horizon">Steps to forecast.</param>
    /// <param name="origins">Places of the past, a patch apart, from which forecasts are compared.</param>
    public ZeroCalibration(int horizon, int origins)
    {
        horizon = Math.Min(horizon, ZeroOptions.Block);
        _misses = [.. Enumerable.Range(0, (horizon + Group - 1) / Group).Select(_ => new List<(double, double)>())];
        _forecasts = origins * Math.Min(1, (double)ZeroOptions.Patch / horizon);
        _factors = new(Factors);
    }

    /// <summary>Compares one step.</summary>
    /// <param name="quantiles">What was said, rising.</param>
    /// <param name="step">How far ahead, from 0.</param>
    /// <param name="value">What came; NaN where it is missing.</param>
    /// <param name="age">Patches between the place and the newest one.</param>
    public void Add(ReadOnlySpan<double> quantiles, int step, double value, int age)
    {
        if (double.IsNaN(value)) return;
        double middle = quantiles[Median], away = Math.Abs(value - middle);
        double side = value > middle ? quantiles[High] - middle : middle - quantiles[Low];
        _misses[step / Group].Add((away == 0 ? 0 : side > 0 ? away / side : Never, Math.Pow(0.5, age / HalfLife)));
    }

    /// <summary>Moves the quantiles of a step away from the median, or towards it.</summary>
    /// <param name="quantiles">Rising.</param>
    /// <param name="step">How far ahead; beyond the first block as at its end.</param>
    public void Apply(Span<double> quantiles, int step)
    {
        double factor = _factors.Value[Math.Min(step / Group, _factors.Value.Length - 1)], middle = quantiles[Median];
        foreach (ref double q in quantiles) q = middle + factor * (q - middle);
    }

    private double[] Factors()
    {
        double whole = Mixed(s_usual, General, _misses.SelectMany(m => m));
        return [.. _misses.Select(part => Math.Exp(Mixed(whole, Whole, part)))];
    }

    private double Mixed(double usual, double weight, IEnumerable<(double Miss, double Weight)> misses)
    {
        double found = Quantile(misses);
        return double.IsNaN(found) ? usual : (weight * usual + _forecasts * Math.Log(Math.Clamp(found, Narrowest, Widest))) / (weight + _forecasts);
    }

    private double Quantile(IEnumerable<(double Miss, double Weight)> misses)
    {
        var sorted = misses.OrderBy(m => m.Miss).ToArray();
        double place = Math.Min(Most, Share * (1 + 1 / (2 * _forecasts))) * sorted.Sum(m => m.Weight), sum = 0;
        foreach (var (miss, weight) in sorted)
            if ((sum += weight) >= place) return miss;
        return sorted.Length > 0 ? sorted[^1].Miss : double.NaN;
    }

    private static int Place(double level) => Array.IndexOf(ZeroOptions.Levels, level);
}
