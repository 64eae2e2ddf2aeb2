using Sluice.Data.Tables;
using Sluice.Devices;
using Sluice.Tasks.Baselines;
using Sluice.Zero;

namespace Sluice.Tests.Zero;

/// <summary>Forecasts without training: what they are right about, what they bear, and that they are the same everywhere.</summary>
public class ForecastTests
{
    private static double[] Hours(int n, double noise = 0.1)
        => [.. Enumerable.Range(0, n).Select(t => 10 + 3 * Math.Sin(2 * Math.PI * t / 24) + (t % 24 == 8 ? 4 : 0) + noise * Shaken(t))];

    private static double Shaken(int t) => t * 7919 % 101 / 50.0 - 1;

    [Fact]
    public void A_day_is_foreseen_better_than_by_the_last_value_and_no_worse_than_by_the_last_day()
    {
        double[] all = Hours(480 + 48), past = all[..480], coming = all[480..];
        var forecast = Forecast.Zero(past, 48, 24);
        Assert.Equal(24, forecast.Season);
        double own = ForecastMetrics.AbsoluteError(coming, forecast.Point);
        Assert.InRange(own, 0, 0.3 * ForecastMetrics.AbsoluteError(coming, Baseline.Naive(past, 48)));
        Assert.InRange(own, 0, 1.1 * ForecastMetrics.AbsoluteError(coming, Baseline.SeasonalNaive(past, 24, 48)));
    }

    [Fact]
    public async Task Together_and_alone_and_with_any_threads_the_bits_are_the_same()
    {
        double[][] series = [Hours(100), Hours(30, 2), [.. Hours(700).Select((v, t) => t is > 400 and < 450 ? double.NaN : v)], Hours(2500)];
        var together = Forecast.Zero(series, 70);
        for (int i = 0; i < series.Length; i++)
            foreach (int threads in new[] { 1, 3 })
            {
                using var device = Device.Create(threads: threads);
                using var used = device.Use();
                Assert.All(Forecast.Zero(series[i], 70).Quantiles.Zip(together[i].Quantiles), p => Assert.Equal(p.First, p.Second));
            }

        var pending = Enumerable.Range(0, 4).Select(i => Task.Run(() => Forecast.Zero(series[i], 70))).ToArray();
        for (int i = 0; i < 4; i++) Assert.Equal(together[i].Point, (await pending[i]).Point);
    }

    [Fact]
    public void Another_unit_changes_nothing_but_the_unit()
    {
        double[] values = Hours(300, 1);
        var plain = Forecast.Zero(values, 30);
        foreach (double unit in new[] { Math.ScaleB(1, 900), Math.ScaleB(1, -900) })
            Assert.Equal(plain.Point, Forecast.Zero([.. values.Select(v => v * unit)], 30).Point.Select(v => v / unit));
    }

    [Fact]
    public void Quantiles_rise_and_intervals_widen_beyond_a_block()
    {
        double[] walk = new double[400];
        for (int t = 1; t < walk.Length; t++) walk[t] = walk[t - 1] + Shaken(t);
        var forecast = Forecast.Zero(walk, 300);
        Assert.Equal(300, forecast.Quantiles.Count);
        Assert.All(forecast.Quantiles, q => Assert.Equal(q.Order(), q));
        double Width(int h) => forecast.Quantiles[h][^1] - forecast.Quantiles[h][0];
        Assert.True(Width(0) < Width(60) && Width(60) < Width(290), $"{Width(0)}, {Width(60)}, {Width(290)}");
        Assert.Equal(forecast.Point, forecast.At(0.5));
        Assert.Equal(forecast.Quantiles[3][1] / 2 + forecast.Quantiles[3][2] / 2, forecast.At(0.15)[3], 9);
        Assert.Throws<SluiceException>(() => forecast.At(1));
    }

    public static TheoryData<string, double[]> Odd => new()
    {
        { "one value", [5] },
        { "two values", [5, 7] },
        { "constant", [.. Enumerable.Repeat(3.5, 100)] },
        { "zeroes", new double[50] },
        { "one known", [.. Enumerable.Repeat(double.NaN, 80), 4, .. Enumerable.Repeat(double.NaN, 80)] },
        { "huge", [.. Enumerable.Range(0, 60).Select(t => t % 7 * 1e307)] },
        { "tiny", [.. Enumerable.Range(0, 60).Select(t => t % 7 * 1e-307)] },
        { "one jump", [.. Enumerable.Repeat(0.0, 60), 1e30] },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void Odd_series_have_finite_forecasts(string name, double[] values)
    {
        var forecast = Forecast.Zero(values, 100);
        Assert.All(forecast.Quantiles, q => Assert.All(q, v => Assert.True(double.IsFinite(v), name)));
        if (name is "constant" or "zeroes") Assert.All(forecast.Point, v => Assert.Equal(values[0], v, 2));

        // None of these was ever negative.
        Assert.All(forecast.Quantiles, q => Assert.True(q[0] >= 0));
    }

    [Fact]
    public void What_cannot_be_forecast_is_said()
    {
        Assert.Contains("all are missing", Assert.Throws<SluiceException>(() => Forecast.Zero([double.NaN], 5)).Message);
        Assert.Contains("series 2 of 2", Assert.Throws<SluiceException>(() => Forecast.Zero([[1.0], []], 5)).Message);
        Assert.Contains("step 2", Assert.Throws<SluiceException>(() => Forecast.Zero([1, double.PositiveInfinity], 5)).Message);
        Assert.Contains("horizon", Assert.Throws<SluiceException>(() => Forecast.Zero([1, 2], 0)).Message);
    }

    [Theory]
    [InlineData(12, 200)]
    [InlineData(7, 60)]
    [InlineData(48, 400)]
    [InlineData(365, 1200)]
    public void A_season_is_found_in_the_values(int season, int length)
    {
        double[] values = [.. Enumerable.Range(0, length).Select(t => Math.Sin(2 * Math.PI * t / season) + 0.01 * t + 0.2 * Shaken(t))];
        Assert.InRange(Repetition.Find(values).Short, season - 1 - season / 10, season + 1 + season / 10);
        double[] noise = [.. Enumerable.Range(0, length).Select(t => (double)(t * (t + 7919) % 1009 * 31 % 97))];
        var known = Repetition.Find(values, season);
        Assert.Contains(season, new[] { known.Short, known.Long });
        Assert.InRange(Repetition.Find(noise).Short, 1, length / 2);
    }

    [Fact]
    public void The_calendar_knows_seasons()
    {
        static TimeStep Step(TimeSpan span) => new(0, span, false);
        Assert.Equal([24, 168], Forecast.SeasonsOf(Step(TimeSpan.FromHours(1))));
        Assert.Equal([12, 288, 2016], Forecast.SeasonsOf(Step(TimeSpan.FromMinutes(5))));
        Assert.Equal([7, 365], Forecast.SeasonsOf(Step(TimeSpan.FromDays(1))));
        Assert.Equal([52], Forecast.SeasonsOf(Step(TimeSpan.FromDays(7))));
        Assert.Equal([12], Forecast.SeasonsOf(new TimeStep(1, default, false)));
        Assert.Equal([4], Forecast.SeasonsOf(new TimeStep(3, default, false)));
        Assert.Empty(Forecast.SeasonsOf(new TimeStep(12, default, false)));
        Assert.Empty(Forecast.SeasonsOf(null));
    }
}
