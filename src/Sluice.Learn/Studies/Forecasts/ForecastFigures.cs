namespace Sluice.Learn.Studies.Forecasts;

/// <summary>How well one way to forecast did on one series, over all origins; the mean of each figure that is known.</summary>
/// <param name="Series">The series.</param>
/// <param name="Way">The way.</param>
/// <param name="Origins">How many forecasts.</param>
/// <param name="Mase">The mean of MASE.</param>
/// <param name="Smape">The mean of sMAPE, in percent.</param>
/// <param name="Rmsse">The mean of RMSSE.</param>
/// <param name="Crps">The mean of CRPS over the scale of MASE; NaN for a way that says points alone.</param>
/// <param name="ScaledPinball">The mean of the scaled pinball loss of M5; NaN likewise.</param>
/// <param name="Coverage">The share of values within the 80 % interval; NaN likewise.</param>
public sealed record ForecastFigures(
    string Series, string Way, int Origins, double Mase, double Smape, double Rmsse, double Crps, double ScaledPinball, double Coverage)
{
    /// <summary>The figures of each series by each way, in the order in which they stand.</summary>
    public static List<ForecastFigures> Of(IEnumerable<ForecastScore> scores)
        => [.. scores.GroupBy(s => (s.Cut.Series.Name, s.Way)).Select(g => new ForecastFigures(
            g.Key.Name, g.Key.Way, g.Count(), Mean(g, s => s.Mase), Mean(g, s => s.Smape), Mean(g, s => s.Rmsse), Mean(g, s => s.Crps),
            Mean(g, s => s.ScaledPinball), Mean(g, s => s.Coverage)))];

    /// <summary>The mean of the numbers that are known; NaN where none is.</summary>
    internal static double Mean<T>(IEnumerable<T> of, Func<T, double> figure)
        => of.Select(figure).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
