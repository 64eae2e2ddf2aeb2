using Sluice.Autodiff;
using Sluice.Tasks.Calibration;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster
{
    private readonly QuantileCalibration? _calibration;

    /// <summary>
    /// What is added to each quantile, [horizon, levels], in steps of the target, so that it is right on the validation rows; null
    /// for categories.
    /// </summary>
    public Parameter? Calibration => _calibration?.Moves;

    /// <summary>Sets it from the errors of the quantiles as they came from the net.</summary>
    /// <param name="errors">Values less their quantile, in steps of the target.</param>
    internal void Calibrate(ForecastErrors errors) => _calibration!.Fit(errors);
}
