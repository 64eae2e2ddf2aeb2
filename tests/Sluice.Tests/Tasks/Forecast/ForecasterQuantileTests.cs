using Sluice.Data.Tables;
using Sluice.Kernels;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Forecast;
using static Sluice.Tests.Tasks.Forecast.ForecasterSeries;

namespace Sluice.Tests.Tasks.Forecast;

public class ForecasterQuantileTests
{
    [Theory]
    [InlineData("doubles every 30 rows", true)]
    [InlineData("a line", false)]
    [InlineData("around a level", false)]
    [InlineData("doubles, and is 0 once", false)]
    public void The_logarithm_is_taken_where_changes_are_shares_of_the_level(string series, bool expected)
        => Assert.Equal(expected, Forecaster.From(Series(series), Small).Model.Target.Logarithm);

    [Fact]
    public void Quantiles_of_a_series_that_doubles_again_and_again_are_honest()
    {
        var table = Series("doubles every 30 rows");
        var (model, training) = Train(table, Small with { Horizon = 2 }, epochs: 4);
        var figures = model.Backtest(table, training.Split.Test);
        Assert.InRange(figures.Coverage, 0.65, 0.95);
        Assert.True(figures.RootMeanSquaredError < figures.Persistence.RootMeanSquaredError, $"{figures}");
        Assert.All(model.Predict(table), f => Assert.True(f.Quantiles[0] > 0));
    }

    [Fact]
    public void A_value_that_has_no_logarithm_is_pointed_at_in_training_and_bridged_after()
    {
        var options = Small with { Logarithm = true };
        Assert.Contains(
            "the value 0, and only positive",
            Assert.Throws<SluiceFormatException>(() => Forecaster.From(Series("doubles, and is 0 once"), options)).Message);
        var (model, _) = Forecaster.From(Series("a line"), options);
        Assert.True(double.IsFinite(model.Predict(Series("doubles, and is 0 once"))[0].Point));
    }

    [Fact]
    public void Calibration_moves_each_level_to_its_errors_and_leaves_the_median()
    {
        var table = Wave(120);
        var (model, _) = Forecaster.From(table, Small with { Quantiles = [0.1, 0.5, 0.8] });
        double before = model.Predict(table)[0].Point;
        var errors = new ForecastErrors(1, 3);
        for (int i = -4; i <= 4; i++) errors.Add(0, i, 0, [i, i, i]);
        model.Calibrate(errors);

        // Of nine errors and one to come, a tenth are up to the lowest, -4, and four fifths up to the eighth, 3.
        Assert.Equal([-4f, 0f, 3f], model.Calibration!.Value.ToArray());
        var forecast = model.Predict(table)[0];
        Assert.Equal(before, forecast.Point);
        Assert.Equal(
            [-4 * model.Target.Step, 0, 3 * model.Target.Step], forecast.Quantiles.Select(q => q - before), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static Table Series(string kind)
    {
        var random = new RandomStream(3, Purpose.Data);
        return new Table([new NumberColumn("y", [.. Enumerable.Range(0, 240).Select(i =>
        {
            double noise = random.Normal((uint)i);
            return kind switch
            {
                "a line" => 50 + i + noise,
                "around a level" => 50 + noise,
                _ when i == 100 && kind.Contains('0') && !kind.Contains('3') => 0,
                _ => 5 * Math.Pow(2, i / 30.0) * Math.Exp(0.05 * noise),
            };
        })])]);
    }
}
