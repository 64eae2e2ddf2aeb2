using Sluice.Kernels;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Series;

namespace Sluice.Tests.Tasks.Calibration;

/// <summary>Intervals of forecasts whose true quantiles are known, put right by few of them, which share rows.</summary>
public class QuantileCalibrationTests
{
    private static readonly double[] s_levels = [0.1, 0.5, 0.9];

    /// <summary>
    /// The best forecast h rows ahead of a random walk errs by the sum of h steps. The levels of the net are those of a normal error of half of its
    /// true spread; what 80 % intervals then hold is known.
    /// </summary>
    [Theory]
    [InlineData(12, 24)]
    [InlineData(12, 60)]
    [InlineData(30, 340)]
    [InlineData(4, 200)]
    public void Errors_that_overlap_count_as_fewer_and_the_intervals_hold_what_they_should(int horizon, int rows)
    {
        const int Draws = 400;
        double held = 0;
        for (uint draw = 0; draw < Draws; draw++)
        {
            var calibration = new QuantileCalibration(horizon, s_levels, 1);
            calibration.Fit(Walk(horizon, rows, draw));
            for (int h = 0; h < horizon; h++)
            {
                double[] quantiles = Quantiles(h);
                calibration.Apply(quantiles, h);
                held += Within(quantiles, Math.Sqrt(h + 1)) / horizon / Draws;
            }
        }

        Assert.InRange(held, 0.78, 0.85);
    }

    [Fact]
    public void As_how_many_errors_count_is_found_from_their_sums()
    {
        var apart = new ForecastErrors(3, 1);
        var alike = new ForecastErrors(3, 1);
        for (int i = 0; i < 60; i++)
        {
            double error = i % 2 == 0 ? 1 : -1;
            for (int h = 0; h < 3; h++)
            {
                apart.Add(0, 3 * i, h, [error]);
                alike.Add(0, i, h, [i / 3 % 2 == 0 ? 1 : -1]);
            }
        }

        // Three rows apart no forecast of three rows shares one. One row apart, three errors follow that are the same; of neighbours 2/3 are, the others
        // are opposite: 1 + 2 · 1/2 (2/3 − 1/3) = 4/3.
        Assert.Equal(60, apart.Independent(2, 0), 9);
        Assert.Equal(60, alike.Independent(0, 0), 9);
        Assert.InRange(alike.Independent(1, 0), 44, 46);
        Assert.Equal(60, Assert.Single(apart.BySeries()).Value.Of(1, 0).Count);
    }

    [Fact]
    public void A_series_that_errs_more_than_the_others_has_wider_intervals()
    {
        var errors = new ForecastErrors(1, 3);
        var random = new RandomStream(5, Purpose.Data);
        for (int s = 0; s < 3; s++)
        {
            for (uint i = 0; i < 300; i++)
            {
                double error = random.Normal((uint)(1000 * s) + i) * (s == 2 ? 2 : 1);
                errors.Add(s, (int)i, 0, [error + 1.2816, error, error - 1.2816]);
            }
        }

        var calibration = new QuantileCalibration(1, s_levels, 1);
        calibration.Fit(errors);
        var widths = new SeriesWidths(3, new SeriesOptions());
        widths.Fit(errors, calibration.Moves.Value, s => s);
        Assert.True(widths.Differ);
        for (int s = 0; s < 3; s++)
        {
            double[] quantiles = [-1.2816, 0, 1.2816];
            calibration.Apply(quantiles, 0);
            widths.Apply(quantiles, s);
            Assert.InRange(Within(quantiles, s == 2 ? 2 : 1), 0.75, 0.86);
        }
    }

    private static double[] Quantiles(int h) => [-0.64 * Math.Sqrt(h + 1), 0, 0.64 * Math.Sqrt(h + 1)];

    private static ForecastErrors Walk(int horizon, int rows, uint draw)
    {
        var random = new RandomStream(draw, Purpose.Data);
        double[] walk = new double[rows + 1];
        for (int t = 0; t < rows; t++) walk[t + 1] = walk[t] + random.Normal((uint)t);
        var errors = new ForecastErrors(horizon, 3);
        for (int origin = 0; origin + horizon <= rows; origin++)
            for (int h = 0; h < horizon; h++) errors.Add(0, origin, h, [.. Quantiles(h).Select(q => walk[origin + h + 1] - walk[origin] - q)]);
        return errors;
    }

    /// <summary>The share of a normal error that lies between the outer quantiles.</summary>
    private static double Within(double[] quantiles, double deviation) => Below(quantiles[^1] / deviation) - Below(quantiles[0] / deviation);

    // Abramowitz and Stegun 7.1.26, right to 1.5e-7.
    private static double Below(double z)
    {
        double x = Math.Abs(z) / Math.Sqrt(2), t = 1 / (1 + 0.3275911 * x);
        double tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.Exp(-x * x) / 2;
        return z > 0 ? 1 - tail : tail;
    }
}
