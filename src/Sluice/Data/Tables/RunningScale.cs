namespace Sluice.Data.Tables;

/// <summary>Fits a <see cref="Scaler"/> to values that come one at a time (Welford 1962); equal to one fitted to all within rounding.</summary>
internal sealed class RunningScale
{
    private double _mean, _squares, _low = double.PositiveInfinity, _high = double.NegativeInfinity;
    private long _count;

    /// <summary>The least value; above <see cref="Highest"/> where there is none.</summary>
    public double Lowest => _low;

    /// <summary>The largest value.</summary>
    public double Highest => _high;

    /// <summary>The mean of the values.</summary>
    public double Mean => _mean;

    /// <summary>Adds a value; NaN is skipped.</summary>
    public void Add(double x)
    {
        if (double.IsNaN(x)) return;
        double before = x - _mean;
        _mean += before / ++_count;
        _squares += before * (x - _mean);
        (_low, _high) = (Math.Min(_low, x), Math.Max(_high, x));
    }

    /// <summary>The scaler of the values.</summary>
    /// <exception cref="SluiceException">They are so large that their spread is not a number.</exception>
    public Scaler Fit(Scaling scaling = Scaling.Standard) => Scaler.Of(scaling, _count, _mean, _squares, _low, _high);
}
