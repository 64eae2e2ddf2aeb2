using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Optimizers;
using Sluice.Tasks.Live;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Anomalies;

/// <summary>
/// Finds anomalies in a live series, one row at a time, in memory that does not grow. Recurrent layers forecast the next value as
/// a normal distribution; they learn from the first rows and go on learning. A row is as unusual as the forecasts before it were
/// wrong: see <see cref="AnomalyMeasure"/>.
/// </summary>
/// <remarks>
/// What a net sees at a row: the value before and the last two changes, as <see cref="RobustScale"/> has them, the time of day, and
/// the time of the week where the first rows span two weeks. It forecasts the change from the value before. A detector is one live
/// series: threads that share it wait for each other, row by row; <see cref="Copy"/> gives each one of its own.
/// </remarks>
public sealed partial class AnomalyDetector : ILayer, ITraceable, ITableModel, ILiveModel
{
    private const int Inputs = 7;
    private const double TwoWeeks = 14;

    // Forecasts are given with two deviations to both sides: 95 % of a normal distribution.
    private const double Deviations = 2;

    private readonly Lock _one = new();
    private readonly RecurrentStack _stack;
    private readonly Linear _output;
    private readonly Parameter[] _parameters;
    private readonly Tape _stepping = new(recording: false), _learning = new() { Training = true };
    private readonly Optimizer _optimizer = Optimizer.Create("adam");
    private readonly AnomalyMeasure _measure;
    private readonly State[] _state, _begin;
    private readonly Tensor _row, _window;
    private readonly float[] _targets;
    private readonly AnomalyDetector[] _others;
    private readonly double[] _last = new double[3];
    private List<(DateTime? Time, double Value)>? _calibration = [];
    private RobustScale _scale;
    private DateTime? _time;
    private bool _weekly, _begun;
    private int _filled;

    /// <summary>A detector that has seen nothing.</summary>
    /// <exception cref="SluiceException">An option that makes no sense.</exception>
    public AnomalyDetector(AnomalyOptions options)
    {
        _measure = new AnomalyMeasure(options);
        _others = [.. options.Others.Select(name => new AnomalyDetector(options with { Target = name, Others = [] }))];
        Options = options;
        _stack = new RecurrentStack("rnn", StackFor(options), options.Seed);
        _output = new Linear("output", _stack.Output, 2, options.Seed);

        // The first forecast is the naive one: no change.
        _output.Weight.Value.Clear();
        _output.Weight.Changed();
        _parameters = [.. _stack.Parameters, .. _output.Parameters];
        _optimizer.Prepare(_parameters);
        (_state, _begin) = (_stack.NewState(1), _stack.NewState(1));
        (_row, _window, _targets) = (new Tensor(1, Inputs), new Tensor(options.Window, 1, Inputs), new float[options.Window]);
    }

    /// <summary>How anomalies are found.</summary>
    public AnomalyOptions Options { get; }

    /// <inheritdoc/>
    public Schema? Schema { get; internal set; }

    /// <inheritdoc/>
    public RowSketch? Learned { get; internal set; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters.Concat(_others.SelectMany(o => o.Parameters));

    /// <inheritdoc/>
    public LiveNet Live => new DetectorLive(this);

    /// <summary>Rows seen.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether enough rows were seen to score others.</summary>
    public bool IsCalibrated => _calibration is null;

    /// <summary>What was expected of the last row; NaN while the first rows are gathered.</summary>
    public double Expected { get; private set; } = double.NaN;

    /// <summary>The lower end of what was expected of the last row, two deviations below.</summary>
    public double Low { get; private set; } = double.NaN;

    /// <summary>The upper end of what was expected of the last row, two deviations above.</summary>
    public double High { get; private set; } = double.NaN;

    /// <summary>Takes the next row, says how unusual it is, and learns from it.</summary>
    /// <param name="time">Its time, or null where there is none.</param>
    /// <param name="value">Its value, of the one signal that is watched; NaN where it is missing: then the forecast takes its place, and the score is
    /// 0.</param>
    /// <returns>The score: 1 or more is an alarm. 0 for the first <see cref="AnomalyOptions.Calibration"/> rows.</returns>
    /// <exception cref="SluiceException">Several signals are watched; an infinite value; or a time that is not after that of the row before, unless
    /// <see cref="AnomalyOptions.AnyOrder"/>.</exception>
    public double Next(DateTime? time, double value)
    {
        if (_others.Length > 0)
            throw new SluiceException(
                $"AnomalyDetector.Next: expected a value for each of {_others.Length + 1} signals, got one. Call Next with all values.");
        lock (_one) return TakeNext(time, value);
    }

    /// <summary>Takes the next row of all signals, says how unusual it is, and learns from it.</summary>
    /// <param name="time">Its time, or null where there is none.</param>
    /// <param name="values">A value for each of <see cref="AnomalyOptions.Signals"/>; NaN where it is missing.</param>
    /// <returns>The row of the signal that is most unusual.</returns>
    /// <exception cref="SluiceException">As for the other <c>Next</c>, or another number of values.</exception>
    public AnomalyRow Next(DateTime? time, ReadOnlySpan<double> values)
    {
        if (values.Length != _others.Length + 1)
            throw new SluiceException($"AnomalyDetector.Next: expected {_others.Length + 1} values, got {values.Length}.");
        // All are looked at before any is taken, so that a row that is refused changes nothing.
        foreach (double value in values)
            if (double.IsInfinity(value)) throw new SluiceException($"AnomalyDetector.Next: expected finite values at row {Rows + 1}, got {value}.");
        lock (_one) return TakeRow((int)Math.Min(Rows, int.MaxValue), time, values);
    }

    private double TakeNext(DateTime? time, double value)
    {
        if (double.IsInfinity(value)) throw new SluiceException($"AnomalyDetector.Next: expected a finite value at row {Rows + 1}, got {value}.");
        CheckTime(time);
        (_time, Rows) = (time ?? _time, Rows + 1);
        if (_calibration is null) return Take(time, value);
        _calibration.Add((time, value));
        if (_calibration.Count == Options.Calibration) Calibrate(_calibration);
        return 0;
    }

    /// <summary>Refuses the time of a next row that is not after that of the last one.</summary>
    internal void CheckTime(DateTime? time)
    {
        if (!Options.AnyOrder && time is { } next && next <= _time)
            throw new SluiceException(
                $"AnomalyDetector.Next: expected a time after {TimeStep.Text(_time.Value)} at row {Rows + 1}, got {TimeStep.Text(next)}. Put the rows in order and remove doubled ones, or let times be in any order (any_order).");
    }

    private static StackOptions StackFor(AnomalyOptions options) => new(options.Cell, Inputs, options.Hidden, options.Layers);

    private double Take(DateTime? time, double value)
    {
        if (!_begun)
        {
            Array.Fill(_last, double.IsNaN(value) ? 0 : _scale.Transform(value));
            _begun = true;
            return 0;
        }

        Describe(_row.Row(0), time, _last);
        _stepping.Reset();
        var y = _output.Run(_stepping, _stack.Step(_row, _state));
        double centre = _last[0] + y[0, 0], deviation = GaussianLikelihood.Deviation(y[0, 1]);
        (Expected,
         Low, High) = (_scale.Inverse(centre), _scale.Inverse(centre - Deviations * deviation), _scale.Inverse(centre + Deviations * deviation));
        bool missing = double.IsNaN(value);
        double now = missing ? centre : _scale.Transform(value), score = missing ? 0 : _measure.Next(value, (now - centre) / deviation);
        _row.Row(0).CopyTo(_window.Row(_filled));
        _targets[_filled++] = missing ? float.NaN : (float)(now - _last[0]);
        (_last[2], _last[1], _last[0]) = (_last[1], _last[0], now);
        if (_filled == Options.Window) EndWindow();
        return score;
    }

    /// <summary>What the net sees before a row.</summary>
    private void Describe(Span<float> into, DateTime? time, ReadOnlySpan<double> last)
    {
        into.Clear();
        (into[0], into[1], into[2]) = ((float)last[0], (float)(last[0] - last[1]), (float)(last[1] - last[2]));
        if (time is not { } t) return;
        var (sine, cosine) = Math.SinCos(2 * Math.PI * t.TimeOfDay.TotalDays);
        (into[3], into[4]) = ((float)sine, (float)cosine);
        if (!_weekly) return;
        (sine, cosine) = Math.SinCos(2 * Math.PI * ((int)t.DayOfWeek + t.TimeOfDay.TotalDays) / 7);
        (into[5], into[6]) = ((float)sine, (float)cosine);
    }

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => _output.Run(tape, _stack.Run(tape, new Tensor(steps, batch, Inputs), out _));
}
