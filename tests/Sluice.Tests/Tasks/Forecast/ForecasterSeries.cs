using Sluice.Data.Tables;
using Sluice.Kernels;
using Sluice.Tasks.Forecast;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Forecast;

/// <summary>Small series to forecast.</summary>
internal static class ForecasterSeries
{
    public static readonly ForecasterOptions Small = new() { Target = "y", Hidden = 8, Batch = 8, Window = 24, Steps = 30, Test = 0.2 };

    /// <summary>A wave of a length that is no whole number of rows, so that no season repeats exactly, with noise.</summary>
    public static Table Wave(int rows = 400, double noise = 0.1, Func<int, bool>? missing = null)
    {
        var random = new RandomStream(7, Purpose.Data);
        return new Table([new NumberColumn("y", [.. Enumerable.Range(0, rows).Select(i => missing?.Invoke(i) == true
            ? double.NaN
            : 10 + 3 * Math.Sin(i * 2 * Math.PI / 15.3) + noise * random.Normal((uint)i))])]);
    }

    public static (Forecaster Model, ForecastTraining Training) Train(Table table, ForecasterOptions options, int epochs = 5)
    {
        var (model, training) = Forecaster.From(table, options);
        new Trainer(training, new TrainingOptions { Epochs = epochs, Rate = 0.01 }).Run();
        return (model, training);
    }
}
