using Sluice.Networks;

namespace Sluice.Tasks.Anomalies;

/// <summary>
/// How unusual a row of a live series is, whatever the forecasts come from; 1 or more is an alarm. A row is unusual if the mean
/// surprise of the last rows is a record: larger than the largest before, of which the memory fades. That needs no scale, so that
/// one margin serves calm series and wild ones. It is unusual too if its value lies beyond all before.
/// </summary>
/// <remarks>
/// s = ln(1 + e²) with e = (x − μ)/σ: by how much less likely than the likeliest value x is, under a Cauchy distribution with the
/// centre and width of the forecast. With M the mean of the last <see cref="AnomalyOptions.Mean"/> of them and R the largest M
/// before, halved every <see cref="AnomalyOptions.HalfLife"/> rows, the score is M / (<see cref="AnomalyOptions.Margin"/> R).
/// After an alarm no other is raised for <see cref="AnomalyOptions.Mean"/> rows, for the surprise is still in the mean.
/// </remarks>
public sealed class AnomalyMeasure
{
    // Below this a surprise is that of a good forecast, whatever the record.
    private const double Slight = 0.03;

    // What a score is held below while there is silence.
    private const double Silent = 0.5;

    // Up to here a double counts rows one by one.
    internal const long MostRows = 1L << 53;

    private readonly AnomalyOptions _options;
    private readonly double[] _surprises;
    private readonly double _fading;
    private double _record, _low = double.NaN, _high = double.NaN;
    private long _rows, _silence;

    /// <summary>A measure that has seen nothing.</summary>
    public AnomalyMeasure(AnomalyOptions options)
    {
        options.Check();
        (_options, _surprises, _fading) = (options, new double[options.Mean], Math.Pow(0.5, 1 / options.HalfLife));
    }

    /// <summary>The score of the next row.</summary>
    /// <param name="value">The value.</param>
    /// <param name="error">e: the value minus what was expected, in deviations of the forecast.</param>
    public double Next(double value, double error)
    {
        _surprises[_rows % _surprises.Length] = double.IsFinite(error) ? Math.Log(1 + error * error) : 0;
        _rows++;
        double mean = 0;
        foreach (double surprise in _surprises) mean += surprise / Math.Min(_rows, _surprises.Length);

        // The first means are of few rows, or have nothing before them to compare with.
        double score = _rows > 2 * _surprises.Length ? mean / (_options.Margin * (_record + Slight)) : 0;
        score = Math.Max(score, Outside(value));
        _record = Math.Max(_record * _fading, mean);
        _low = Math.Min(value, double.IsNaN(_low) ? value : _low);
        _high = Math.Max(value, double.IsNaN(_high) ? value : _high);

        if (_silence > 0)
        {
            _silence--;
            return Math.Min(score, Silent);
        }

        if (score >= 1) _silence = _options.Mean;
        return score;
    }

    /// <summary>Ends a silence: what came before was calibration.</summary>
    internal void Listen() => _silence = 0;

    /// <summary>All that is remembered.</summary>
    internal double[] State
    {
        get => [_record, _low, _high, _rows, _silence, .. _surprises];
        set
        {
            if (!(value[3] is >= 0 and <= MostRows) || !(value[4] >= 0 && value[4] <= _options.Mean) || !(value[0] >= 0))
                throw new SluiceException(
                    $"the measure has seen {value[3]} rows, is silent for {value[4]} and has the record {value[0]}, which cannot be.");
            (_record, _low, _high, _rows, _silence) = (value[0], value[1], value[2], (long)value[3], (long)value[4]);
            value.AsSpan(5).CopyTo(_surprises);
        }
    }

    // How far beyond the range, in shares of it that are an alarm; a range of one value says nothing.
    private double Outside(double value)
    {
        double range = _high - _low, excess = Math.Max(value - _high, _low - value);
        return _options.Beyond > 0 && range > 0 && excess > 0 ? excess / (_options.Beyond * range) : 0;
    }

    /// <summary>
    /// What a graph remembers: record, low and high, the place of the next surprise, the rows so far up to where their number no longer matters,
    /// the rows of silence, and the last surprises.
    /// </summary>
    internal float[] Remembered => [.. ((double[])
    [
        _record, _low, _high, _rows % _surprises.Length, Math.Min(_rows, 2 * _surprises.Length + 1), _silence, .. _surprises
    ]).Select(v => (float)v)];

    /// <summary>The operations of <see cref="Next"/>.</summary>
    /// <param name="net">Where they go.</param>
    /// <param name="value">The value [B, 1].</param>
    /// <param name="error">e [B, 1].</param>
    /// <param name="before">What is remembered [B, …], as <see cref="Remembered"/>.</param>
    /// <returns>The score [B, 1], and what is remembered after.</returns>
    internal (string Score, string After) Export(NetworkBuilder net, string value, string error, string before)
    {
        int length = _surprises.Length;
        string At(int place) => net.Slice(before, -1, place, place + 1);
        var (record, low, high, place, rows, silence) = (At(0), At(1), At(2), At(3), At(4), At(5));
        string surprise = net.Add("Log", net.Add("Add", net.Add("Mul", error, error), net.Number(1)));
        string here = net.Add("Equal", net.Row([.. Enumerable.Range(0, length).Select(i => (float)i)]), place);
        string surprises = net.Add("Where", here, surprise, net.Slice(before, -1, 6, 6 + length));
        rows = net.Add("Min", net.Add("Add", rows, net.Number(1)), net.Number(2 * length + 1));
        string next = net.Add("Add", place, net.Number(1));
        place = net.Add("Where", net.Add("Less", next, net.Number(length)), next, net.Number(0));
        string mean = net.Add("Div", net.Reduce("ReduceSum", surprises, -1, keep: true), net.Add("Min", rows, net.Number(length)));
        string share = net.Add("Div", mean, net.Add("Mul", net.Add("Add", record, net.Number((float)Slight)), net.Number((float)_options.Margin)));
        string score = net.Add("Where", net.Add("Greater", rows, net.Number(2 * length)), share, net.Number(0));
        if (_options.Beyond > 0)
        {
            string range = net.Add("Sub", high, low), excess = net.Add("Max", net.Add("Sub", value, high), net.Add("Sub", low, value));
            string both = net.Add("Greater", net.Add("Min", range, excess), net.Number(0));
            string outside = net.Add("Div", excess, net.Add("Mul", range, net.Number((float)_options.Beyond)));
            score = net.Add("Max", score, net.Add("Where", both, outside, net.Number(0)));
        }

        string quiet = net.Add("Greater", silence, net.Number(0)), alarm = net.Add("GreaterOrEqual", score, net.Number(1));
        silence = net.Add(
            "Where", quiet, net.Add("Sub", silence, net.Number(1)), net.Add("Where", alarm, net.Number(_options.Mean), net.Number(0)));
        record = net.Add("Max", net.Add("Mul", record, net.Number((float)_fading)), mean);
        string after = net.Concat(-1, record, net.Add("Min", value, low), net.Add("Max", value, high), place, rows, silence, surprises);
        return (net.Add("Where", quiet, net.Add("Min", score, net.Number((float)Silent)), score), after);
    }
}
