namespace Sluice.Tasks.Forecast;

/// <summary>How far a naive forecast is off: the last value again, or that of one season ago.</summary>
/// <param name="MeanAbsoluteError">The mean of |error|, in the unit of the target; NaN for categories.</param>
/// <param name="RootMeanSquaredError">√ of the mean of error²; NaN for categories.</param>
/// <param name="Accuracy">The share of right categories, or null for numbers.</param>
public sealed record NaiveFigures(double MeanAbsoluteError, double RootMeanSquaredError, double? Accuracy);

/// <summary>How well a forecaster did on rows, each forecast from the rows before it.</summary>
/// <param name="Forecasts">Forecasts compared.</param>
/// <param name="Loss">The mean quantile loss in steps of the target, or the mean of −ln p.</param>
/// <param name="MeanAbsoluteError">Of the median, in the unit of the target.</param>
/// <param name="RootMeanSquaredError">Of the median, in the unit of the target.</param>
/// <param name="Scaled">MASE (Hyndman and Koehler 2006): the mean absolute error over that of the naive forecast one step ahead on the rows
/// before.</param>
/// <param name="Coverage">The share of values between the lowest and the highest quantile.</param>
/// <param name="Nominal">What that share should be.</param>
/// <param name="Accuracy">The share of right categories, or null for numbers.</param>
/// <param name="Majority">The share of the category most frequent before, or null for numbers.</param>
/// <param name="Persistence">The last value again.</param>
/// <param name="Seasonal">The value of one season ago again.</param>
public sealed record Backtest(
    int Forecasts,
    double Loss,
    double MeanAbsoluteError,
    double RootMeanSquaredError,
    double Scaled,
    double Coverage,
    double Nominal,
    double? Accuracy,
    double? Majority,
    NaiveFigures Persistence,
    NaiveFigures Seasonal);

/// <summary>Adds up the errors of point forecasts.</summary>
internal sealed class Errors
{
    private double _absolute, _squares;
    private int _count;

    public double MeanAbsoluteError => _absolute / _count;

    public double RootMeanSquaredError => Math.Sqrt(_squares / _count);

    public int Count => _count;

    public NaiveFigures Figures => new(MeanAbsoluteError, RootMeanSquaredError, null);

    /// <summary>The largest magnitude of the values that were forecast.</summary>
    public double Largest { get; private set; }

    public void Add(double error, double value = 0)
    {
        Largest = Math.Max(Largest, Math.Abs(value));
        (_absolute, _squares) = (_absolute + Math.Abs(error), _squares + error * error);
        _count++;
    }
}
