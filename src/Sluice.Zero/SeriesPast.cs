namespace Sluice.Zero;

/// <summary>
/// What is known of a series as it is read: level, spread, errors of simple forecasts, values of a season ago. Everything at a step rests on
/// the steps up to it alone, so one reading serves forecasts from every step.
/// </summary>
internal sealed class SeriesPast
{
    // How fast a moving mean goes along.
    private const double Quick = 0.3, Fast = 0.1, Slow = 0.05, Lazy = 0.03;

    // A moving mean of rate a is as late as (1 − a) / a steps.
    private const double Late = (1 - Fast) / Fast, Later = (1 - Lazy) / Lazy;
    private const int Years = 4;
    private static readonly int[] s_lags = [1, 4, 16, 32];

    private readonly double[] _values, _short, _long;
    private readonly MeanError[] _lags = [.. s_lags.Select(_ => new MeanError())];
    private readonly MeanError _shortError = new(), _longError = new(), _deviation = new(), _far = new(), _farSeason = new();
    private readonly MovingMean _step = new(Slow), _seasonStep = new(Slow), _level = new(Fast), _seasonDrift = new(Fast), _drift = new(Slow);
    private readonly MovingMean _quick = new(Quick), _lazy = new(Lazy), _aboveProfile = new(Fast), _aboveLong = new(Fast);
    private double _sum, _first = double.NaN, _lowest = double.PositiveInfinity;
    private int _repeats, _zeroes;

    /// <summary>Begins to read.</summary>
    /// <param name="values">The series; NaN where a value is missing.</param>
    /// <param name="seasons">After how many steps it repeats itself.</param>
    public SeriesPast(double[] values, Repetition seasons)
    {
        (_values, Seasons) = (values, seasons);
        (_short, _long) = (new double[values.Length], new double[values.Length]);
    }

    public Repetition Seasons { get; }

    /// <summary>Steps read.</summary>
    public int Read { get; private set; }

    /// <summary>Values among them that are not missing.</summary>
    public int Known { get; private set; }

    /// <summary>Steps since the last of them.</summary>
    public int Gap { get; private set; }

    /// <summary>The last value; NaN before the first.</summary>
    public double Last { get; private set; } = double.NaN;

    public double Mean => _sum / Math.Max(1, Known);

    public double Level => _level.Value;

    public double Quickly => _quick.Value;

    public double Lazily => _lazy.Value;

    /// <summary>The line through two moving means at the time that each is late by (Brown 1963), so many steps ahead.</summary>
    public double Line(int ahead) => Level + (Level - _lazy.Value) / (Later - Late) * (Late + ahead + 1 + Gap);

    public double Lowest => _lowest;

    /// <summary>How far values of late lie above the mean of that phase in the short seasons before.</summary>
    public double AboveProfile => _aboveProfile.Value;

    /// <summary>How far values of late lie above those of a long season before.</summary>
    public double AboveLong => _aboveLong.Value;

    /// <summary>How much a season rises above the one before.</summary>
    public double SeasonDrift => _seasonDrift.Value;

    /// <summary>How much a step rises above the one before, of late.</summary>
    public double RecentDrift => _drift.Value;

    /// <summary>How much a step rises above the one before, over all.</summary>
    public double Drift => Known > 1 ? (Last - _first) / (Read - 1 - Gap - _firstAt) : 0;

    private int _firstAt;

    /// <summary>
    /// The unit of the net: the error that a simple forecast makes, of a season ago or of some steps ago, whichever is less; never below a
    /// hundredth of the spread.
    /// </summary>
    public double Unit { get; private set; } = 1;

    /// <summary>Reads one more step.</summary>
    public void Next()
    {
        int t = Read++;
        double value = _values[t];
        _short[t] = double.IsNaN(value) ? Ago(_short, t, Seasons.Short) : value;
        _long[t] = double.IsNaN(value) ? Ago(_long, t, Seasons.Long) : value;
        if (double.IsNaN(value))
        {
            Gap++;
            return;
        }

        for (int i = 0; i < s_lags.Length; i++) _lags[i].Add(value - Ago(_values, t, s_lags[i]));
        double season = value - Ago(_values, t, Seasons.Short), step = value - Last;
        _far.Add(value - Ago(_values, t, ZeroOptions.Block));
        _farSeason.Add(value - Ago(_values, t, (ZeroOptions.Block + Seasons.Short - 1) / Seasons.Short * Seasons.Short));
        _shortError.Add(season);
        double longSeason = value - Ago(_values, t, Seasons.Long);
        _longError.Add(longSeason);
        _aboveLong.Add(longSeason);
        _aboveProfile.Add(value - MeanOf(t, Seasons.Short));
        _quick.Add(value);
        _lazy.Add(value);
        _seasonDrift.Add(season);
        _seasonStep.Add(Math.Abs(season));
        _step.Add(Math.Abs(step));
        _drift.Add(step);
        if (step == 0) _repeats++;
        if (value == 0) _zeroes++;
        if (Known == 0) (_first, _firstAt) = (value, t);
        Known++;
        _sum += value;
        _level.Add(value);
        _deviation.Add(value - Mean);
        _lowest = Math.Min(_lowest, value);
        (Last, Gap) = (value, 0);
    }

    /// <summary>
    /// How hard it is to forecast, in units: the error that the better of two simple forecasts makes at the end of a block, at least 1.
    /// </summary>
    public double Difficulty
    {
        get
        {
            double error = double.PositiveInfinity;
            foreach (var far in new[] { _far, _farSeason }) if (far.Count > 7) error = Math.Min(error, far.Value);
            if (double.IsInfinity(error)) error = 2 * _lags[^2].Value;
            return Math.Max(1, error / Unit);
        }
    }

    /// <summary>Sets the unit anew; to be called before what is told in it.</summary>
    public void Measure()
    {
        double near = 0;
        int count = 0;
        foreach (var lag in _lags)
        {
            if (lag.Count < 2) continue;
            near += lag.Value;
            count++;
        }

        double unit = count > 0 ? near / count : double.PositiveInfinity;
        if (_shortError.Count > 2) unit = Math.Min(unit, _shortError.Value);
        if (_longError.Count > 2) unit = Math.Min(unit, _longError.Value);
        if (double.IsInfinity(unit)) unit = 0;
        unit = Math.Max(unit, 0.01 * _deviation.Value);
        if (!(unit > 0)) unit = Math.Max(1e-3 * Math.Abs(Known > 0 ? Last : 0), 1e-9);
        Unit = unit;
    }

    /// <summary>The value so many steps ahead, as it was a short season ago (or several, as far as that is known).</summary>
    public double ShortAgo(int ahead) => Or(Ago(_short, Read + ahead, Seasons.Short * (ahead / Seasons.Short + 1)));

    /// <summary>The same of the long season; where that is not known, of the short one.</summary>
    public double LongAgo(int ahead)
    {
        double value = Ago(_long, Read + ahead, Seasons.Long * (ahead / Seasons.Long + 1));
        return double.IsNaN(value) ? ShortAgo(ahead) : value;
    }

    /// <summary>The mean of up to four short seasons.</summary>
    public double Profile(int ahead) => Or(MeanOf(Read + ahead, Seasons.Short * (ahead / Seasons.Short + 1)));

    /// <summary>The mean of values that lie a lag before a step, and whole short seasons before that; NaN where none is known.</summary>
    private double MeanOf(int t, int lag)
    {
        double sum = 0;
        int count = 0;
        for (int k = 0; k < Years; k++)
        {
            double value = Ago(_short, t, lag + k * Seasons.Short);
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }

        return count > 0 ? sum / count : double.NaN;
    }

    /// <summary>How far a value that was read lies above that of a short season before; NaN where one is missing.</summary>
    public double AboveSeason(int t) => _values[t] - Ago(_values, t, Seasons.Short);

    /// <summary>Numbers of the order of 1 that say all this to the net.</summary>
    public void Describe(Span<float> into)
    {
        double last = Or(Last), unit = Unit;
        int i = 0;
        into[i++] = Squash((Level - last) / unit);
        into[i++] = Squash((_quick.Value - last) / unit);
        into[i++] = Squash((_lazy.Value - last) / unit);
        into[i++] = Squash(AboveProfile / unit);
        into[i++] = Squash(AboveLong / unit);
        into[i++] = Squash((Mean - last) / unit);
        into[i++] = Squash(SeasonDrift / unit);
        into[i++] = Squash(32 * Drift / unit);
        into[i++] = Squash(32 * RecentDrift / unit);
        into[i++] = Known > 0 ? Squash((_lowest - last) / unit) : 0;
        foreach (var lag in _lags) into[i++] = Ratio(lag);
        into[i++] = Ratio(_shortError);
        into[i++] = Ratio(_longError);
        into[i++] = Ratio(_deviation);
        into[i++] = Logarithm(_step.Value / unit);
        into[i++] = Logarithm(_seasonStep.Value / unit);
        into[i++] = (float)(Math.Log(Seasons.Short) / 3);
        into[i++] = (float)(Math.Log((double)Seasons.Long / Seasons.Short) / 3);
        into[i++] = (float)(Math.Log(1 + Known) / 4);
        into[i++] = (float)(Math.Log(1 + Gap) / 3);
        into[i++] = (float)Math.Min(1, (double)Known / Seasons.Short / 4);
        into[i++] = (float)_zeroes / Math.Max(1, Known);
        into[i++] = (float)_repeats / Math.Max(1, Known);
        if (i != Numbers) throw new InvalidOperationException();

        float Ratio(MeanError error) => error.Count < 2 ? 0 : Logarithm(error.Value / unit);
    }

    /// <summary>How many numbers <see cref="Describe"/> writes.</summary>
    public const int Numbers = 26;

    /// <summary>A number of any size as one of the order of 1: the inverse hyperbolic sine, straight near 0 and a logarithm beyond.</summary>
    public static float Squash(double value) => double.IsNaN(value) ? 0 : (float)Math.Clamp(Math.Asinh(value), -20, 20);

    private static float Logarithm(double ratio) => (float)(Math.Clamp(Math.Log(ratio + 1e-6), -5, 6) / 2);

    private double Or(double value) => !double.IsNaN(value) ? value : double.IsNaN(Last) ? 0 : Last;

    private double Ago(double[] values, int t, int lag) => t - lag >= 0 && t - lag < Read ? values[t - lag] : double.NaN;
}
