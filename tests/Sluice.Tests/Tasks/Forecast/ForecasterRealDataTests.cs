using Sluice.Readers;
using Sluice.Tasks.Forecast;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Forecast;

/// <summary>Short runs on real series.</summary>
public class ForecasterRealDataTests
{
    private const string Temperatures = "forecasting/daily-min-temperatures.csv", Passengers = "forecasting/airline-passengers.csv";

    [RealDataFact(Temperatures)]
    public void Beats_yesterday_on_temperatures()
    {
        var figures = Measure(Temperatures, "Temp", 365);
        Assert.Equal(2.582, figures.Persistence.RootMeanSquaredError, 3);
        Assert.True(figures.RootMeanSquaredError < 2.32, $"{figures}");
        Assert.InRange(figures.Coverage, 0.72, 0.88);
    }

    [RealDataFact(Passengers)]
    public void Beats_last_month_and_last_year_on_passengers()
    {
        var figures = Measure(Passengers, "Passengers", 24);
        Assert.Equal(51.78, figures.Persistence.RootMeanSquaredError, 2);
        Assert.Equal(49.99, figures.Seasonal.RootMeanSquaredError, 2);
        Assert.True(figures.RootMeanSquaredError < 25, $"{figures}");
        Assert.InRange(figures.Coverage, 0.7, 0.92);
    }

    private static Backtest Measure(string path, string target, int test)
    {
        var table = CsvTable.Read(RealData.Find(path)!);
        var (model, training) = Forecaster.From(
            table, new ForecasterOptions { Target = target, Test = (double)test / table.RowCount, Batch = 16, Steps = 30 });
        new Trainer(training, new TrainingOptions { Epochs = 6, Rate = 0.004 }).Run();
        return model.Backtest(table, training.Split.Test);
    }
}
