using Sluice.Tasks.Forecast;

namespace Sluice.Tasks.Forecast;

/// <summary>The figures of a backtest, each beside the naive forecasts.</summary>
internal static class ForecastFigures
{
    public static List<(string Name, string Text)> Of(Backtest b) => b.Accuracy is { } accuracy
        ?
        [
            ("forecasts", $"{b.Forecasts}"),
            ("accuracy", $"{accuracy:P1} (last {b.Persistence.Accuracy:P1}, season ago {b.Seasonal.Accuracy:P1}, most frequent {b.Majority:P1})"),
        ]
        :
        [
            ("forecasts", $"{b.Forecasts}"),
            ("MAE", $"{b.MeanAbsoluteError:G5} (last value {b.Persistence.MeanAbsoluteError:G5}, a season ago {b.Seasonal.MeanAbsoluteError:G5})"),
            ("RMSE",
             $"{b.RootMeanSquaredError:G5} (last value {b.Persistence.RootMeanSquaredError:G5}, a season ago {b.Seasonal.RootMeanSquaredError:G5})"),
            .. double.IsFinite(b.Scaled) ? new[] { ("MASE", $"{b.Scaled:G4}") } : [],
            ("coverage", $"{b.Coverage:P1} (nominal {b.Nominal:P0})"),
        ];
}
