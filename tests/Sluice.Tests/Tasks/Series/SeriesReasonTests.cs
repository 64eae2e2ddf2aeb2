using Sluice.Readers;
using Sluice.Tasks.Reasons;
using Sluice.Tasks.Series;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Series;

/// <summary>What forecasts rest on.</summary>
public class SeriesReasonTests
{
    [Theory]
    [InlineData("segment", "season", 1)]
    [InlineData("decoder", "last", 1)]
    [InlineData("decoder", "none", 1)]
    [InlineData("segment", "last", 2)]
    public void Integrated_gradients_sum_to_the_difference_of_forecasts(string kind, string from, int nets)
    {
        var one = Explained(Small(kind) with { Base = from, Season = 3, Nets = nets, Calendar = true, Scale = "mean" }, epochs: 2, missing: 9);
        for (int h = 0; h < one.Points.Length; h++)
        {
            Assert.InRange(Math.Abs(one.Points[h] - one.Baseline![h]), 0.05, 100);
            Assert.InRange(Math.Abs(one.Gap(h)), 0, 0.01);
        }
    }

    [Theory, InlineData("segment"), InlineData("decoder"), InlineData("likelihood")]
    public void The_true_lag_of_the_true_column_has_the_largest_effect(string kind)
    {
        var one = Explained(Small(kind), epochs: 20, missing: 0);
        Assert.Equal(["values", "holiday", "cause", "other"], one.Columns);
        Assert.Equal(("cause", 3), Strongest(one.Occluded[1]));
        Assert.InRange(Math.Abs(one.WithoutColumn[1][2]), 3 * Math.Abs(one.WithoutColumn[1][3]), 100);
        if (kind == "likelihood")
        {
            Assert.Null(one.Integrated);
            return;
        }

        Assert.Equal(("cause", 3), Strongest(one.Integrated![1]));
        Assert.InRange(Math.Abs(one.OfColumn(2, 1)!.Value), 3 * Math.Abs(one.OfColumn(3, 1)!.Value), 100);

        (string, int?) Strongest(double[] effects)
        {
            int most = effects.Index().MaxBy(e => Math.Abs(e.Item)).Index;
            return (one.Columns[one.Features[most].Column], one.Lag(most, 1));
        }
    }

    [Fact]
    public void Parts_sum_to_the_forecast_and_find_season_and_trend()
    {
        double[] past = [.. Enumerable.Range(0, 40).Select(t => 100 + 2 * t + 10.0 * (t % 4))],
            ahead = [.. Enumerable.Range(40, 8).Select(t => 100 + 2 * t + 10.0 * (t % 4))];
        var parts = ForecastParts.Of(past, 4, ahead);
        for (int h = 0; h < 8; h++) Assert.Equal(ahead[h], parts.Level + parts.Trend[h] + parts.Season[h] + parts.Rest[h], 9);
        Assert.Equal(100 + 2 * 37.5 + 15, parts.Level, 9);
        Assert.Equal(36, parts.Season[3] - parts.Season[0], 9);
        Assert.InRange(parts.Trend[7] - parts.Trend[3], 7, 9);
    }

    /// <summary>y_t = 20 + 5 cause_(t − 3) + 4 holiday_t; the last rows have no y.</summary>
    private static Attribution Explained(SeriesOptions options, int epochs, int missing)
    {
        const int Rows = 260;
        string csv = "day,y,cause,other,holiday\n";
        double Cause(int t) => Math.Sin(t * t * 0.7 + t) > 0 ? 1 : -1;
        for (int t = 0; t < Rows; t++)
        {
            double y = 20 + 5 * Cause(t - 3) + (t % 10 == 0 ? 4 : 0);
            bool known = t < Rows - options.Horizon && (missing == 0 || t % missing != 5);
            csv += FormattableString.Invariant(
                $"{new DateTime(2024, 1, 1).AddDays(t):yyyy-MM-dd},{(known ? y : "")},{Cause(t)},{Math.Cos(t * t):F2},{(t % 10 == 0 ? 1 : 0)}\n");
        }

        var table = new SeriesTable(
            CsvTable.Parse(csv, "causes.csv"), new SeriesColumns { Values = ["y"], Known = ["holiday"], Past = ["cause", "other"] });
        var (model, data) = SeriesForecaster.From(table, options);
        new Trainer(data, new TrainingOptions { Epochs = epochs, Rate = 0.02 }).Run();
        return Assert.Single(model.Explain(table, 3));
    }

    private static SeriesOptions Small(string kind) => new()
    {
        Kind = kind,
        Lookback = 6,
        Horizon = 2,
        Segment = 2,
        Hidden = 16,
        Batch = 16,
        Samples = 50,
        Base = "none",
        Calendar = false,
    };
}
