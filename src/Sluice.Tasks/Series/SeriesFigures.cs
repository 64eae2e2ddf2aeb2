namespace Sluice.Tasks.Series;

/// <summary>How well the forecasts of many windows did, each made from what lies before it.</summary>
/// <param name="Windows">Windows forecast.</param>
/// <param name="Values">Values compared; those that are missing are not.</param>
/// <param name="SquaredError">The mean squared error of the point forecast, each series (or its logarithm) in deviations of the rows learned
/// from.</param>
/// <param name="AbsoluteError">The mean absolute error, in the same unit.</param>
/// <param name="LastSquaredError">The mean squared error of the last value again.</param>
/// <param name="SeasonSquaredError">That of the value of a season ago again.</param>
/// <param name="RootMeanSquaredError">√ of the mean squared error, in the unit of the table.</param>
/// <param name="LastRootMeanSquaredError">That of the last value again.</param>
/// <param name="SeasonRootMeanSquaredError">That of the value of a season ago again.</param>
/// <param name="Crps">The continuous ranked probability score, from sample paths or quantiles, in deviations; of a point it is the absolute
/// error.</param>
/// <param name="SeasonCrps">That of the value of a season ago.</param>
/// <param name="Coverage">The share of values between the lowest and the highest quantile.</param>
/// <param name="Nominal">What that share should be.</param>
public sealed record SeriesFigures(
    int Windows,
    long Values,
    double SquaredError,
    double AbsoluteError,
    double LastSquaredError,
    double SeasonSquaredError,
    double RootMeanSquaredError,
    double LastRootMeanSquaredError,
    double SeasonRootMeanSquaredError,
    double Crps,
    double SeasonCrps,
    double Coverage,
    double Nominal)
{
    /// <summary>
    /// The mean absolute scaled error of M4: errors over the mean absolute error of the value of a season ago in the rows before; NaN where that is
    /// 0.
    /// </summary>
    public double Mase { get; init; }

    /// <summary>That of the value of a season ago again.</summary>
    public double SeasonMase { get; init; }

    /// <summary>The symmetric percentage error of M4, in percent.</summary>
    public double Smape { get; init; }

    /// <summary>That of the value of a season ago again.</summary>
    public double SeasonSmape { get; init; }
}

/// <summary>Adds up errors of forecasts.</summary>
internal sealed class SeriesSums(IReadOnlyList<double> levels, bool logarithm)
{
    private readonly double[] _sums = new double[14];
    private readonly double[] _levels = [.. levels];
    private int _windows;
    private long _values, _scaled;

    public void AddWindow() => _windows++;

    /// <summary>Adds one value; all numbers are of the series, or logarithms.</summary>
    public void Add(
        double value, double point, double last, double season, double deviation, double scale, double[] quantiles, ReadOnlySpan<double> samples)
    {
        double own = value - point, repeated = value - last, before = value - season;
        double crps = samples.IsEmpty ? Scores.Crps(quantiles, _levels, value) : Scores.Crps(samples, value);
        double[] now = [own * own / deviation / deviation, Math.Abs(
            own) / deviation, repeated * repeated / deviation / deviation, before * before / deviation / deviation,
            Square(value, point), Square(value, last), Square(
                value, season), crps / deviation, Math.Abs(before) / deviation, value >= quantiles[0] && value <= quantiles[^1] ? 1 : 0];
        for (int i = 0; i < now.Length; i++) _sums[i] += now[i];
        _values++;
        _sums[10] += Percentage(value, point);
        _sums[11] += Percentage(value, season);
        if (!(scale > 0)) return;
        _sums[12] += Apart(value, point) / scale;
        _sums[13] += Apart(value, season) / scale;
        _scaled++;
    }

    private double Apart(double a, double b) => Math.Abs(Plain(a) - Plain(b));

    private double Percentage(double a, double b)
        => Apart(a, b) is > 0 and var apart ? 200 * apart / (Math.Abs(Plain(a)) + Math.Abs(Plain(b))) : 0;

    private double Plain(double value) => logarithm ? Math.Exp(value) : value;

    private double Square(double a, double b) => logarithm ? Math.Pow(Math.Exp(a) - Math.Exp(b), 2) : (a - b) * (a - b);

    public SeriesFigures Figures
    {
        get
        {
            double Mean(int i) => _sums[i] / _values;
            return new(
                _windows, _values, Mean(0), Mean(1), Mean(2), Mean(3), Math.Sqrt(Mean(4)), Math.Sqrt(Mean(5)), Math.Sqrt(Mean(6)), Mean(7), Mean(8),
                Mean(9), _levels[^1] - _levels[0])
            {
                Smape = Mean(10),
                SeasonSmape = Mean(11),
                Mase = _sums[12] / _scaled,
                SeasonMase = _sums[13] / _scaled,
            };
        }
    }
}
