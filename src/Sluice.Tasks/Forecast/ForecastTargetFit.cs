using Sluice.Data.Tables;
using Sluice.Tasks.Calibration;

namespace Sluice.Tasks.Forecast;

/// <summary>Learns about a target of numbers from values that come one at a time: what <see cref="ForecastTarget"/> learns from a table.</summary>
/// <param name="options">What is forecast.</param>
/// <param name="season">Rows after which a pattern comes again; 1 for none.</param>
internal sealed class ForecastTargetFit(ForecasterOptions options, int season)
{
    private readonly Series _values = new(season), _logarithms = new(season);
    private readonly ZeroFloor _floor = new();
    private double _last = double.NaN;
    private long _leading, _rows;
    private (long Row, double Value)? _notPositive;

    /// <summary>Adds the value of the next row; a missing one repeats the last, and those before the first repeat the first.</summary>
    public void Add(double value)
    {
        _rows++;
        _floor.Add(value);
        if (double.IsNaN(value) && double.IsNaN(_last)) _leading++;
        if (!double.IsNaN(value))
        {
            _last = value;
            if (!(value > 0)) _notPositive ??= (_rows, value);
            for (; _leading > 0; _leading--) Push();
        }

        if (!double.IsNaN(_last)) Push();
    }

    /// <summary>What was learned.</summary>
    /// <param name="source">What messages call the source of the rows.</param>
    /// <exception cref="SluiceFormatException">A logarithm is wanted of a value that has none.</exception>
    public ForecastTarget Fit(string source)
    {
        TargetRange.Check(options.Target, _values.Level.Lowest, _values.Level.Highest, source);
        bool logarithm = options.Logarithm ?? (_notPositive is null
            && Math.Exp(_logarithms.Level.Mean) * _logarithms.Changes.Fit().Scale < ForecastTarget.ClearlyLess * _values.Changes.Fit().Scale);
        if (logarithm && _notPositive is { } wrong)
            throw new SluiceFormatException(
                $"column '{options.Target}' has the value {wrong.Value} in row {wrong.Row}, and only positive numbers have a logarithm.", source);
        var used = logarithm ? _logarithms : _values;
        return new ForecastTarget(
            options.Target, null, used.Level.Fit(), used.Step > 0 ? used.Step : 1, season, logarithm)
        { EndsAtZero = options.Floor ?? _floor.Holds };
    }

    private void Push()
    {
        _values.Add(_last);
        if (_notPositive is null) _logarithms.Add(Math.Log(_last));
    }

    /// <summary>Levels, and changes over a season.</summary>
    private sealed class Series(int season)
    {
        private readonly double[] _ring = new double[season];
        private long _count;
        private double _squares;

        public RunningScale Level { get; } = new();

        public RunningScale Changes { get; } = new();

        public double Step => Math.Sqrt(_squares / Math.Max(1, _count - season));

        public void Add(double value)
        {
            ref double before = ref _ring[_count % season];
            if (_count >= season)
            {
                Changes.Add(value - before);
                _squares += Math.Pow(value - before, 2);
            }

            before = value;
            Level.Add(value);
            _count++;
        }
    }
}
