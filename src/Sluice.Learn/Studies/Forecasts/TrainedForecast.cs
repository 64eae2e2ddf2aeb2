using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Series;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>A trained model that forecasts, as it stands in a backtest.</summary>
/// <param name="Way">How it forecasts.</param>
/// <param name="Columns">Which columns of a table it reads.</param>
/// <param name="Horizon">The steps ahead for which it was trained.</param>
/// <param name="Learned">The last date by which it was made; null where that is not known, or where it is trained anew for each origin.</param>
public sealed record TrainedForecast(IForecastWay Way, SeriesColumns Columns, int Horizon, DateTime? Learned)
{
    /// <summary>How the model's own table was read.</summary>
    public Schema? Schema { get; init; }

    /// <summary>The rows that it learned from, where nothing is known of their dates.</summary>
    public RowSketch? Rows { get; init; }

    /// <summary>Opens a model.</summary>
    /// <param name="name">What tables call it.</param>
    /// <param name="path">The model file.</param>
    /// <param name="refit">The configuration by which it is trained anew for each origin; null to take it as it is.</param>
    /// <param name="progress">Told of each training.</param>
    /// <exception cref="SluiceException">It does not forecast rows of a table, or cannot be trained anew.</exception>
    public static TrainedForecast Of(string name, string path, string? refit, Action<string>? progress)
    {
        var model = TaskRegistry.Of(path).Load(path);
        if (model is Forecaster { Target.Categories: null } forecaster)
        {
            if (refit is not null) throw new SluiceException($"{name}: --refit trains models of 'train series' anew, and this is one of 'train forecast'. Leave --refit out.");
            var columns = new SeriesColumns { Time = forecaster.Options.Time, Values = [forecaster.Target.Name] };
            return new(new ForecasterWay(name, forecaster), columns, forecaster.Options.Horizon, null)
            {
                Schema = forecaster.Schema,
                Rows = forecaster.Learned,
            };
        }

        if (model is not SeriesForecaster series)
            throw new SluiceException($"{name}: expected a model that forecasts numbers, of 'train series' or 'train forecast', got one of '{TaskRegistry.Of(path).Name}'.");
        var run = refit is null ? null
            : SeriesRun.Settings.FromJson(new SeriesRun("", series.Options, new Training.TrainingOptions()), File.ReadAllText(FileScope.Check(refit)), refit);
        var learned = refit is null ? series.Encoder.Learned : null;
        return new(new SeriesWay(name, series, run, progress), series.Encoder.Columns, series.Options.Horizon, learned)
        {
            Schema = series.Schema,
            Rows = refit is null && series.Encoder.Learned is null ? series.Learned : null,
        };
    }
}
