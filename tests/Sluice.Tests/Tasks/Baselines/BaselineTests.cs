using Sluice.Tasks.Baselines;

namespace Sluice.Tests.Tasks.Baselines;

/// <summary>Simple forecasts beside statsmodels 0.13.5 (SimpleExpSmoothing, ExponentialSmoothing, seasonal_decompose), and by hand.</summary>
public class BaselineTests
{
    private const double Missing = double.NaN;

    // Four quarters, a rise, and what is left.
    private static readonly double[] s_quarters =
        [.. Enumerable.Range(0, 30).Select(t => 40 + 1.5 * t + new[] { 0, 6, 14, 9 }[t % 4] + t * t * 7 % 11)];

    [Fact]
    public void The_last_value_is_repeated() => Assert.Equal([3, 3], Baseline.Naive([1, 2, 3, Missing], 2));

    [Fact]
    public void The_last_season_is_repeated()
    {
        Assert.Equal([4, 5, 6, 4], Baseline.SeasonalNaive([1, 2, 3, 4, 5, 6], 3, 4));
        Assert.Equal([4, 2, 6], Baseline.SeasonalNaive([1, 2, 3, 4, Missing, 6], 3, 3));
        Assert.Equal([2, 1, 2], Baseline.SeasonalNaive([1, 2], 3, 3));
    }

    [Fact]
    public void A_line_goes_through_the_first_and_the_last_value()
    {
        Assert.Equal([9, 11], Baseline.Drift([1, 8, 2, 7], 2));
        Assert.Equal([11, 13], Baseline.Drift([Missing, 1, 8, 2, 7, Missing], 2));
        Assert.Equal([5, 5], Baseline.Drift([5], 2));
    }

    [Fact]
    public void Smoothing_has_the_weight_and_level_of_statsmodels()
    {
        var (alpha, level) = Baseline.SmoothedLevel(s_quarters);
        Assert.Equal(0.49360, alpha, 4);
        Assert.Equal(92.63730, level, 3);
        double[] flat = [.. Enumerable.Range(0, 40).Select(t => t * 37 % 23 + 0.05 * t + t * t * 7 % 11)];
        Assert.Equal(17.80003, Baseline.ExponentialSmoothing(flat, 1)[0], 4);
        Assert.Equal(0, Baseline.SmoothedLevel(flat).Alpha, 6);
    }

    [Fact]
    public void Holt_and_Winters_forecast_as_statsmodels_does()
    {
        // Its fourth value is 102.28: there it takes the season before the last update, where the equations take the one after it.
        double[] expected = [102.82286683486466, 102.72208279383501, 93.78232241306061, 100.86669764777325, 108.65142788858896, 108.55064384755931];
        double[] forecast = new HoltWinters(0.3, 0.1, 0.2).Forecast(s_quarters, 4, 6);
        Assert.All(expected.Zip(forecast), pair => Assert.Equal(pair.First, pair.Second, 9));

        // The least squares, 414.41, of a search in Python from this beginning; statsmodels, which also fits the beginning, finds others.
        var fit = HoltWinters.Fit(s_quarters, 4);
        Assert.Equal(0.0079, fit.Alpha, 1e-3);
        Assert.Equal(1, fit.Beta, 1e-3);
        Assert.Equal(0.9014, fit.Gamma, 1e-3);
    }

    [Fact]
    public void Naive_2_divides_by_the_indices_of_a_classical_decomposition()
    {
        double[] indices = [0.9033124986013492, 1.006656596074848, 1.0829399303515437, 1.0070909749722587];
        Assert.All(indices.Zip(SeasonalIndices.Of(s_quarters, 4)), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.True(SeasonalIndices.IsSeasonal(s_quarters, 4)); // 0.6087 above 0.5488
        double[] expected = [98.43376978160552, 91.53948284774377, 82.10654352666452, 91.5];
        Assert.All(expected.Zip(Baseline.Naive2(s_quarters, 4, 4)), pair => Assert.Equal(pair.First, pair.Second, 9));
        Assert.Equal([7, 7], Baseline.Naive2([1, 5, 2, 7], 12, 2));
    }

    [Fact]
    public void Nothing_known_gives_nothing()
    {
        double[] none = [Missing, Missing];
        Assert.All(
            new[] { Baseline.Naive(none, 1), Baseline.SeasonalNaive(none, 1, 1), Baseline.Drift(none, 1), Baseline.ExponentialSmoothing(none, 1) },
            forecast => Assert.True(double.IsNaN(forecast[0])));
        Assert.Throws<SluiceException>(() => Baseline.SeasonalNaive([1], 0, 1));
        Assert.Throws<SluiceException>(() => Baseline.Naive([1], -1));
        Assert.Throws<SluiceException>(() => HoltWinters.Fit([1, 2, 3], 2));
    }

    /// <summary>By a program of its own in Python, from the guide of M5: each level weighs alike, each sum by what its parts sold in dollars.</summary>
    [Fact]
    public void Wrmsse_over_a_hierarchy_is_that_of_M5()
    {
        const int Known = 16, Ahead = 3;
        double Sold(int i, int t) => t < 2 * i ? 0 : (i * 7 + t * t * (i + 1) + 3 * t) % (5 + 2 * i);
        double[] Rows(int i, int from, int count) => [.. Enumerable.Range(from, count).Select(t => Sold(i, t))];
        double[][] past = [.. Enumerable.Range(0, 4).Select(i => Rows(i, 0, Known))], values = [.. Enumerable.Range(0, 4).Select(i => Rows(i, Known, Ahead))],
            forecast = [.. Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, Ahead).Select(h => (i + 1) * 1.5 + h * 0.5).ToArray())];
        double[] dollars = [.. Enumerable.Range(0, 4).Select(i => Enumerable.Range(Known - 4, 4).Sum(t => Sold(i, t) * (2 + i * 0.5 + (t > 10 ? 0.25 : 0))))];
        Assert.Equal([13.5, 35.75, 55.25, 93.75], dollars);
        int[][][] levels = [[[0, 1, 2, 3]], [[0, 1], [2, 3]], [[0, 2], [1, 3]], [[0], [1], [2], [3]]];
        Assert.Equal(0.3600471311919656, ForecastMetrics.Wrmsse(past, values, forecast, dollars, levels), 13);

        // A series that begins later was 0 before.
        past[3] = past[3][5..];
        Assert.Equal(0.3600471311919656, ForecastMetrics.Wrmsse(past, values, forecast, dollars, levels), 13);
    }

    [Fact]
    public void Metrics_follow_the_definitions_of_the_competitions()
    {
        double[] past = [0, 2, 4, 3, 7], values = [6, Missing, 9], forecast = [4, 100, 10];
        Assert.Equal(1.5, ForecastMetrics.AbsoluteError(values, forecast));
        Assert.Equal(8.0 / 3, ForecastMetrics.SeasonalError(past, 2), 12);
        Assert.Equal(1.5 / (8.0 / 3), ForecastMetrics.Mase(past, 2, values, forecast), 12);
        Assert.Equal((200 * 2.0 / 10 + 200 * 1.0 / 19) / 2, ForecastMetrics.Smape(values, forecast), 12);
        Assert.Equal(0, ForecastMetrics.Smape([0], [0]));
        Assert.Equal(Math.Sqrt(2.5 / 7), ForecastMetrics.Rmsse(past, values, forecast), 12); // 2, 4, 3, 7: the mean of 4, 1 and 16
        Assert.Equal((0.9 * 2 + 0.1 * 1) / 2, ForecastMetrics.Pinball(values, forecast, 0.9), 12);
        Assert.Equal((3 * 0.5 + 1 * 2) / 4.0, ForecastMetrics.Wrmsse([0.5, 2], [3, 1]), 12);
        Assert.True(double.IsNaN(ForecastMetrics.Wrmsse([0.5, 2], [0, 0])));
        Assert.Equal(0.75, ForecastMetrics.Owa(10, 1, 20, 1));
        Assert.Equal(0.5, ForecastMetrics.Coverage([1, 5], [0, 0], [1, 4]));
        Assert.Equal(
            2 * (0.1 * 2 + 0.5 * 1 + 0.1 * 1) / 3, ForecastMetrics.Crps([3], [[1, 2, 4]], [0.1, 0.5, 0.9]), 12);
        Assert.True(double.IsNaN(ForecastMetrics.Mase([5, 5, 5], 1, [5], [5])));
        Assert.Throws<SluiceException>(() => ForecastMetrics.Smape([1], [1, 2]));
    }
}
