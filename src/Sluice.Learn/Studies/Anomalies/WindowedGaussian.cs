namespace Sluice.Learn.Studies.Anomalies;

/// <summary>
/// A baseline of the Numenta Anomaly Benchmark: 1 − Q(|x − μ| / σ), where Q is the tail of the normal distribution, and μ and σ are of
/// the last 6400 values; once there are as many, the window moves on by 100 values at a time. The published scores passed through a
/// file with 12 digits, which makes everything beyond 7 σ the same: 1.
/// </summary>
public sealed class WindowedGaussian
{
    private const int Window = 6400, Step = 100, Digits = 12;
    private const double LeastDeviation = 1e-6;
    private readonly double[] _values = new double[Window + Step];
    private int _count;
    private double _mean, _deviation = 1;

    /// <summary>The score of a value, which belongs to the window afterwards.</summary>
    public double Next(double value)
    {
        double score = _count == 0 ? 0 : Math.Round(1 - NormalTail.Q(Math.Abs(value - _mean) / _deviation), Digits);
        _values[_count++] = value;
        if (_count == _values.Length)
        {
            _values.AsSpan(Step).CopyTo(_values);
            _count = Window;
            Measure();
        }
        else if (_count <= Window)
        {
            Measure();
        }

        return score;
    }

    private void Measure()
    {
        double sum = 0, squares = 0;
        var values = _values.AsSpan(0, _count);
        foreach (double value in values) sum += value;
        _mean = sum / _count;
        foreach (double value in values) squares += (value - _mean) * (value - _mean);
        _deviation = Math.Sqrt(squares / _count);
        if (_deviation == 0) _deviation = LeastDeviation;
    }
}
