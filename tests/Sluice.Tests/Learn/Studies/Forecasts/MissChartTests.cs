using Sluice.Learn.Studies.Forecasts;

namespace Sluice.Tests.Learn.Studies.Forecasts;

public class MissChartTests
{
    [Fact]
    public void Values_outside_one_after_the_other_raise_an_alarm_and_it_begins_anew()
    {
        // ln 1000 over ln ((1/3) / 0.2): 13.5 values.
        var chart = new MissChart(0.8);
        for (int i = 0; i < 13; i++) Assert.Null(chart.Add(true));
        Assert.Equal((14, 14), chart.Add(true));
        Assert.Equal((0, 0), (chart.Values, chart.Outside));
    }

    [Fact]
    public void Values_inside_lead_back_to_nothing()
    {
        var chart = new MissChart(0.8);
        for (int i = 0; i < 5; i++) chart.Add(true);
        Assert.Equal((5, 5), (chart.Values, chart.Outside));
        for (int i = 0; i < 20; i++) Assert.Null(chart.Add(false));
        Assert.Equal((0, 0), (chart.Values, chart.Outside));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    public void A_false_alarm_comes_once_in_a_thousand_values_at_the_most_and_a_true_one_soon(double interval)
    {
        double promised = 1 - interval, doubled = 2 * promised / (1 + promised);
        double rare = MeanRun(interval, promised), soon = MeanRun(interval, doubled);
        Assert.True(rare > 1000, $"{rare}");
        Assert.True(soon < 0.12 * rare, $"{soon} beside {rare}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void An_interval_is_a_share(double interval) => Assert.Throws<SluiceException>(() => new MissChart(interval));

    /// <summary>Values from one alarm to the next, on average over 200.</summary>
    private static double MeanRun(double interval, double outside)
    {
        var random = new Random(7);
        var chart = new MissChart(interval);
        int values = 0;
        for (int alarms = 0; alarms < 200; values++)
            if (chart.Add(random.NextDouble() < outside) is not null) alarms++;
        return values / 200.0;
    }
}
