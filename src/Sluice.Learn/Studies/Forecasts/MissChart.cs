namespace Sluice.Learn.Studies.Forecasts;

/// <summary>
/// Whether intervals still hold what they promise: the cumulative sum of Page (1954), S ← max(0, S + ln (p₁ / p₀)) after a value outside of the
/// interval and S ← max(0, S + ln ((1 − p₁) / (1 − p₀))) after one inside. p₀ = 1 − interval is the share that is to lie outside, p₁ the one of twice
/// its odds.
/// </summary>
/// <remarks>
/// S beyond ln 1000 is an alarm, and S begins at 0 again. As long as intervals hold, and values lie outside by chance, a false alarm comes once in a
/// thousand values at the most, on average (Lorden 1971). For one thread.
/// </remarks>
public sealed class MissChart
{
    private const double Rarely = 1000;

    private readonly double _outside, _inside;
    private double _sum;

    /// <summary>Begins with nothing.</summary>
    /// <param name="interval">The share of values that the intervals are to hold.</param>
    /// <exception cref="SluiceException">The share does not lie between 0 and 1.</exception>
    public MissChart(double interval)
    {
        if (interval is not (> 0 and < 1)) throw new SluiceException($"MissChart: expected an interval between 0 and 1, got {interval}.");
        double promised = 1 - interval, doubled = 2 * promised / (1 + promised);
        (_outside, _inside) = (Math.Log(doubled / promised), Math.Log((1 - doubled) / (1 - promised)));
    }

    /// <summary>Values since the sum was 0 last, or since the last alarm: those that speak for a change.</summary>
    public int Values { get; private set; }

    /// <summary>How many of them lay outside.</summary>
    public int Outside { get; private set; }

    /// <summary>Takes the next value.</summary>
    /// <param name="outside">Whether it lies outside of its interval.</param>
    /// <returns>Those that raise an alarm: how many values, and how many of them outside; null for no alarm.</returns>
    public (int Values, int Outside)? Add(bool outside)
    {
        _sum += outside ? _outside : _inside;
        Values++;
        if (outside) Outside++;
        (int Values, int Outside)? alarm = _sum >= Math.Log(Rarely) ? (Values, Outside) : null;
        if (_sum <= 0 || alarm is not null) (_sum, Values, Outside) = (0, 0, 0);
        return alarm;
    }
}
