using Sluice.Inspection;

namespace Sluice.Tasks.Series;

public sealed partial class SeriesTraining
{
    /// <summary>
    /// The last window of the validation part: the values before it and their dates, where there are dates; what is forecast of it now; and how far
    /// the gates are open as what came before is read.
    /// </summary>
    public (double[] Before, DateTime[]? Dates, IReadOnlyList<SeriesForecast> Forecasts, IReadOnlyList<GateSaturation> Gates) Look()
    {
        var window = _validation[^1];
        var series = _data.Table.Series[window.Series];
        var before = Math.Max(0, window.Origin - _model.Options.Lookback)..window.Origin;
        return (series.Values[before], series.Span.Dates?[before], _model.Forecasts(_data, [window]).First(),
            _net.Gates(new SeriesBatch(_data, _model.Options, [window])));
    }
}
