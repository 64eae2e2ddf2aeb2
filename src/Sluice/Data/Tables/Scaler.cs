namespace Sluice.Data.Tables;

/// <summary>How numbers are brought to the size that networks learn well with.</summary>
public enum Scaling
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>Mean 0 and standard deviation 1.</summary>
    Standard,

    /// <summary>From 0 to 1.</summary>
    MinMax,
}

/// <summary>Scaled = (x - Offset) / Scale, and back. Fitted on the training rows alone: the model must not have seen the test.</summary>
public readonly record struct Scaler(double Offset, double Scale)
{
    /// <summary>Fits to values; missing ones (NaN) are skipped, and a constant gives 0 everywhere.</summary>
    /// <exception cref="SluiceException">The values are so large that their spread is not a number.</exception>
    public static Scaler Fit(ReadOnlySpan<double> values, Scaling scaling)
    {
        double mean = 0, low = double.PositiveInfinity, high = double.NegativeInfinity, squares = 0;
        int count = 0;
        foreach (double x in values)
        {
            if (double.IsNaN(x)) continue;
            count++;
            mean += (x - mean) / count;
            (low, high) = (Math.Min(low, x), Math.Max(high, x));
        }
        foreach (double x in values)
            if (!double.IsNaN(x)) squares += (x - mean) * (x - mean);

        return Of(scaling, count, mean, squares, low, high);
    }

    /// <summary>The scaler of values of which these are known.</summary>
    /// <exception cref="SluiceException">They are so large that their spread is not a number.</exception>
    internal static Scaler Of(Scaling scaling, long count, double mean, double squares, double low, double high)
    {
        if (scaling == Scaling.None || count == 0) return new(0, 1);
        var (offset, scale) = scaling == Scaling.MinMax ? (low, high - low) : (mean, Math.Sqrt(squares / count));
        if (!double.IsFinite(offset) || !double.IsFinite(scale))
            throw new SluiceException($"Scaler: the values from {low} to {high} are too large to scale.");
        // A constant's deviation is its rounding error, not 0: dividing by that would blow noise up.
        bool constant = scale <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high));
        return new(offset, constant ? 1 : scale);
    }

    /// <summary>(x - Offset) / Scale; NaN stays NaN.</summary>
    public double Transform(double x) => (x - Offset) / Scale;

    /// <summary>scaled · Scale + Offset.</summary>
    public double Inverse(double scaled) => scaled * Scale + Offset;
}
