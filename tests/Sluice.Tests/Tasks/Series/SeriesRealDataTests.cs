using Sluice.Readers;
using Sluice.Tasks.Series;

namespace Sluice.Tests.Tasks.Series;

/// <summary>The naive forecast that published figures stand beside.</summary>
public class SeriesRealDataTests
{
    private const string Transformers = "forecasting/ETTh1.csv";

    [RealDataFact(Transformers)]
    public void The_same_hour_yesterday_has_the_known_error_and_an_untrained_net_says_just_that()
    {
        var table = new SeriesTable(CsvTable.Read(RealData.Find(Transformers)!), new SeriesColumns()).Until(new DateTime(2018, 2, 20, 23, 0, 0));
        var options = new SeriesOptions { Lookback = 24, Horizon = 24, Hidden = 4, Base = "season", Calendar = false, Validation = 0.2, Test = 0.2 };
        var (model, data) = SeriesForecaster.From(table, options);
        Assert.Equal((8640, 2880, 2880), (data.Split.Train.Count, data.Split.Validation.Count, data.Split.Test.Count));
        var figures = model.Evaluate(table, data.Split.Test);
        Assert.Equal(7 * (2880 - 24 + 1), figures.Windows);
        Assert.Equal(0.424, figures.SeasonSquaredError, 3);
        Assert.Equal(figures.SeasonSquaredError, figures.SquaredError, 1e-6);
    }
}
