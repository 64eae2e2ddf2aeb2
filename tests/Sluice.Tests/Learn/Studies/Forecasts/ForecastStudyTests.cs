using Sluice.Learn.Studies.Forecasts;

namespace Sluice.Tests.Learn.Studies.Forecasts;

/// <summary>Backtests: what is looked at, what is compared, and whether differences are told from chance.</summary>
public class ForecastStudyTests
{
    private static readonly double[] s_sawtooth = [.. Enumerable.Range(0, 80).Select(t => t % 4 + (t * 7 % 5) * 0.1)];

    [Fact]
    public void No_way_sees_what_it_forecasts()
    {
        // The rows from the first origin on are changed: the first forecast stays the same, to the bit.
        double[] other = [.. s_sawtooth.Select((v, t) => t < 72 ? v : v + 100)];
        var (first, second) = (Run(s_sawtooth, 1, 8), Run(other, 1, 8));
        Assert.Equal(7, first.Count);
        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First.Ahead.Point, pair.Second.Ahead.Point));
        Assert.All(first.Zip(second), pair => Assert.True(pair.First.Mase < pair.Second.Mase));
    }

    [Theory]
    [InlineData(8, 0, new[] { 56, 64, 72 })]
    [InlineData(8, 2, new[] { 68, 70, 72 })]
    public void Places_end_with_the_last_known_value_a_step_apart(int horizon, int step, int[] expected)
    {
        double[] longer = [.. s_sawtooth, double.NaN, double.NaN];
        var origins = new ForecastStudy(horizon, 3) { Step = step }.Run([Series(longer)]).Where(s => s.Way == "zero").Select(s => s.Cut.Origin);
        Assert.Equal(expected, origins);
    }

    [Fact]
    public void Too_short_series_have_no_scores_and_constant_ones_those_without_a_scale()
    {
        PlainSeries tooShort = Series([1, 2, 3, 4, 1, 2]), constant = Series([.. Enumerable.Repeat(3.0, 80)], "constant");
        var study = new ForecastStudy(8, 4);
        Assert.Empty(study.Run([tooShort]));
        Assert.Equal(["x"], study.Run([constant, Series(s_sawtooth)]).Select(s => s.Cut.Series.Name).Distinct());
        var alone = study.Run([tooShort, constant]);
        Assert.All(alone, s => Assert.Equal((true, true), (double.IsNaN(s.Mase), double.IsFinite(s.Smape))));
        Assert.Equal((true, false), (study.HasScale(tooShort), study.HasScale(constant)));
        var summary = BacktestSummary.Of(alone, 8, 8);
        Assert.Equal((false, false), (summary.IsScaled, summary.IsTested));
        Assert.All(summary.Ways, w => Assert.Null(w.Test));
    }

    [Fact]
    public void Ways_of_one_name_are_refused()
        => Assert.Contains("'zero' 2 times", Assert.Throws<SluiceException>(() => new ForecastStudy(4, 1) { Models = [new Constant(2, "zero")] }.Run([])).Message);

    [Fact]
    public void A_perfect_forecast_decides_alone_where_it_is_alone()
    {
        Assert.Equal(0, ForecastStudy.GeometricMean([0]));
        Assert.Equal(0.1, ForecastStudy.GeometricMean([0, 1]), 12);
    }

    [Fact]
    public void A_summary_weighs_by_the_horizon_before_and_measures_against_Naive_2()
    {
        double[] tenfold = [.. s_sawtooth.Select((v, t) => 10 * v + t % 3)];
        var scores = new ForecastStudy(4, 2).Run([Series(s_sawtooth, "a"), Series(tenfold, "b")]);
        var summary = BacktestSummary.Of(scores, 4, 4);
        Assert.Equal(1, summary.Ways.Single(w => w.Way == "Naive 2").Owa, 12);
        Assert.Equal(1, summary.Ways.Single(w => w.Way == "seasonal naive").OverSeasonalNaive, 12);
        var own = scores.Where(s => s.Way == "zero").ToList();
        double Turn(int turn) => own.Where(s => s.Cut.Turn == turn).Sum(s => s.Weight * s.Rmsse) / own.Where(s => s.Cut.Turn == turn).Sum(s => s.Weight);
        Assert.Equal((Turn(0) + Turn(1)) / 2, summary.Ways[0].Wrmsse, 12);
        Assert.Equal(tenfold[68..72].Sum(), own.Single(s => s.Cut is { Turn: 0, Series.Name: "b" }).Weight, 12);
        Assert.False(summary.IsTested);
    }

    [Fact]
    public void Scores_of_quantiles_are_over_levels_that_all_say()
    {
        var scores = new ForecastStudy(4, 1) { Models = [new Constant(2)] }.Run([Series(s_sawtooth)]);
        var (constant, zero) = (scores.Single(s => s.Way == "constant"), scores.Single(s => s.Way == "zero"));
        double scale = Sluice.Tasks.Baselines.ForecastMetrics.SeasonalError(s_sawtooth.AsSpan(0, 76), 4);
        Assert.Equal(Sluice.Tasks.Baselines.ForecastMetrics.AbsoluteError(s_sawtooth.AsSpan(76), [2, 2, 2, 2]) / scale, constant.Crps, 9);
        double[][] three = [.. zero.Ahead.Quantiles.Select(q => new[] { q[1], q[5], q[9] })];
        Assert.Equal(Sluice.Tasks.Baselines.ForecastMetrics.Crps(s_sawtooth.AsSpan(76), three, [0.1, 0.5, 0.9]) / scale, zero.Crps, 12);
    }

    // By the formula and Student's distribution integrated numerically in Python.
    [Theory]
    [InlineData(1, 2.2314288273209533, 0.06084245936006294)]
    [InlineData(2, 5.709867320193742, 0.000727891689272897)]
    public void Diebold_and_Mariano_is_the_corrected_test(int overlap, double statistic, double probability)
    {
        var test = DieboldMariano.Of([0.3, -0.1, 0.4, 0.2, 0.5, -0.2, 0.1, 0.35], overlap);
        Assert.Equal(0.19375, test.Mean, 12);
        Assert.Equal(statistic, test.Statistic, 10);
        Assert.Equal(probability, test.Probability, 8);
    }

    [Fact]
    public void A_test_of_nothing_finds_nothing()
    {
        Assert.Equal(1, DieboldMariano.Of([0, 0, 0, 0], 1).Probability);
        Assert.Equal(1, DieboldMariano.Of([1, 2], 1).Probability);
        Assert.Equal(0, DieboldMariano.Of([1, 1, 1, 1], 1).Probability);
        Assert.Equal(1, DieboldMariano.Of([1, double.NaN, 1, 1], 1).Probability);

        // Alternating differences: the sum of autocovariances is below 0, and lag 0 alone is taken.
        Assert.Equal(DieboldMariano.Of([1, -1, 1, -1], 1), DieboldMariano.Of([1, -1, 1, -1], 2));
    }

    private static List<ForecastScore> Run(double[] values, int origins, int horizon) => new ForecastStudy(horizon, origins).Run([Series(values)]);

    private static PlainSeries Series(double[] values, string name = "x") => new(name, values, 4, [4]);

    private sealed class Constant(double value, string name = "constant") : IForecastWay
    {
        public string Name => name;

        public IReadOnlyList<ForecastAhead?> Forecast(IReadOnlyList<ForecastCut> cuts, int horizon)
            => [.. cuts.Select(_ => new ForecastAhead(
                [.. Enumerable.Repeat(value, horizon)], [0.1, 0.5, 0.9], [.. Enumerable.Repeat(new[] { value, value, value }, horizon)]))];
    }
}
