namespace Sluice.Learn.Studies.Forecasts;

/// <summary>How well one way to forecast did on one series, over all origins.</summary>
/// <param name="Series">The series.</param>
/// <param name="Way">The way.</param>
/// <param name="Origins">How many forecasts.</param>
/// <param name="Mase">The mean of MASE.</param>
/// <param name="Smape">The mean of sMAPE, in percent.</param>
/// <param name="Rmsse">The mean of RMSSE.</param>
/// <param name="Crps">The mean of CRPS over the scale of MASE; NaN for a way that says points alone.</param>
/// <param name="Coverage">The share of values within the 80 % interval; NaN likewise.</param>
public sealed record ForecastFigures(string Series, string Way, int Origins, double Mase, double Smape, double Rmsse, double Crps, double Coverage);
