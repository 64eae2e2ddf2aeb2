using Sluice.Data;

namespace Sluice.Studies.Anomalies;

/// <summary>
/// A baseline of the Numenta Anomaly Benchmark: 1 − Q(|x − μ| / σ), where Q is the tail of the normal distribution, and μ and σ are of
/// the last 6400 values; once there are as many, the window moves on by 100 values at a time. The published scores passed through a
/// file with 12 digits, which makes everything beyond 7 σ the same: 1.
/// </summary>
public sealed class WindowedGaussian
{
    private const int Window = 6400, Step = 100, Digits = 12;
    private const double LeastDeviation = 1e-6;
    private readonly Queue<double> _values = new(Window + Step);
    private double _mean, _deviation = 1;

    /// <summary>The score of a value, which belongs to the window afterwards.</summary>
    public double Next(double value)
    {
        double score = _values.Count == 0 ? 0 : Math.Round(1 - NormalTail.Q(Math.Abs(value - _mean) / _deviation), Digits);
        _values.Enqueue(value);
        if (_values.Count <= Window) Measure();
        else if (_values.Count == Window + Step)
        {
            for (int i = 0; i < Step; i++) _values.Dequeue();
            Measure();
        }

        return score;
    }

    private void Measure()
    {
        double sum = 0, squares = 0;
        foreach (double value in _values) sum += value;
        _mean = sum / _values.Count;
        foreach (double value in _values) squares += (value - _mean) * (value - _mean);
        _deviation = Math.Sqrt(squares / _values.Count);
        if (_deviation == 0) _deviation = LeastDeviation;
    }
}
