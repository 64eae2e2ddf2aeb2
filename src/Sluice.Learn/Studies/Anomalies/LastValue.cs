using Sluice.Tasks.Anomalies;

namespace Sluice.Learn.Studies.Anomalies;

/// <summary>
/// A baseline without a net: the forecast is the value before, its deviation the root of the mean square of the changes before,
/// those of some hundred rows for the most part; scored by the same <see cref="AnomalyMeasure"/> as the net's forecasts.
/// </summary>
public sealed class LastValue(AnomalyOptions options)
{
    private const double Newest = 0.005;
    private readonly AnomalyMeasure _measure = new(options);
    private double _before = double.NaN, _square;
    private long _changes;

    /// <summary>The score of a value: 1 or more is an alarm.</summary>
    public double Next(double value)
    {
        double change = double.IsNaN(_before) ? 0 : value - _before, deviation = Math.Sqrt(_square);
        double score = _measure.Next(value, change == 0 ? 0 : deviation > 0 ? change / deviation : 1);
        _before = value;
        _changes++;
        _square += Math.Max(Newest, 1.0 / _changes) * (change * change - _square);
        return score;
    }
}
