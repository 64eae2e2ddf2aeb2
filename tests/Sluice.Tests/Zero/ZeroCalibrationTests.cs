using Sluice.Kernels;
using Sluice.Zero;

namespace Sluice.Tests.Zero;

/// <summary>Intervals beside quantiles that are known, since the noise is made.</summary>
public class ZeroCalibrationTests
{
    // The 0.9 quantile of the normal distribution.
    private const double Tenth = 1.2815515655446004;
    private static readonly double[] s_normal =
        [-1.6448536, -Tenth, -0.8416212, -0.5244005, -0.2533471, 0, 0.2533471, 0.5244005, 0.8416212, Tenth, 1.6448536];

    [Theory]
    [InlineData(1.0)]
    [InlineData(3.0)]
    [InlineData(0.4)]
    public void Too_narrow_and_too_wide_intervals_become_right(double deviation)
    {
        var calibration = new ZeroCalibration(16, 64);
        for (int age = 0; age < 64; age++)
            for (int h = 0; h < 16; h++) calibration.Add(s_normal, h, deviation * Normal(age * 16 + h), age);
        double[] moved = [.. s_normal];
        calibration.Apply(moved, 3);
        Assert.InRange(moved[9] / (deviation * Tenth), 0.85, 1.25);
        Assert.Equal(0, moved[5]);
        Assert.Equal(-moved[1], moved[9], 12);
    }

    [Fact]
    public void Parts_of_the_horizon_differ_where_their_errors_do_and_newer_errors_count_for_more()
    {
        var calibration = new ZeroCalibration(16, 64);
        for (int age = 0; age < 64; age++)
            for (int h = 0; h < 16; h++) calibration.Add(s_normal, h, (h < 8 ? 1 : 3) * Normal(age * 16 + h), age);
        Assert.True(2 * Width(calibration, 0) < Width(calibration, 8));

        var (calm, wild) = (new ZeroCalibration(16, 64), new ZeroCalibration(16, 64));
        for (int age = 0; age < 64; age++)
            for (int h = 0; h < 16; h++)
            {
                calm.Add(s_normal, h, (age < 32 ? 1 : 3) * Normal(age * 16 + h), age);
                wild.Add(s_normal, h, (age < 32 ? 3 : 1) * Normal(age * 16 + h), age);
            }

        Assert.True(2 * Width(calm, 0) < Width(wild, 0));
    }

    [Fact]
    public void Of_nothing_known_what_holds_in_general_is_taken_and_few_forecasts_say_little()
    {
        Assert.Equal(1.07 * 2 * Tenth, Width(new ZeroCalibration(16, 0), 0), 9);
        var missing = new ZeroCalibration(16, 4);
        missing.Add(s_normal, 0, double.NaN, 0);
        Assert.Equal(1.07 * 2 * Tenth, Width(missing, 0), 9);
        var once = new ZeroCalibration(64, 1);
        for (int h = 0; h < 64; h++) once.Add(s_normal, h, 30, 0);
        Assert.InRange(Width(once, 0) / 2 / Tenth, 1.1, 2);
    }

    [Fact]
    public void Intervals_of_noise_hold_what_they_say_and_are_as_wide_as_the_true_ones()
    {
        const int Series = 100, Steps = 500, Horizon = 20;
        double[][] all = [.. Enumerable.Range(0, Series).Select(s => Enumerable.Range(0, Steps + Horizon)
            .Select(t => 50 + 2 * Normal(s * 1000 + t)).ToArray())];
        var forecasts = Forecast.Zero([.. all.Select(v => v[..Steps])], Horizon);
        double held = 0, width = 0;
        for (int s = 0; s < Series; s++)
        {
            double[] low = forecasts[s].At(0.1), high = forecasts[s].At(0.9);
            for (int h = 0; h < Horizon; h++)
            {
                if (all[s][Steps + h] >= low[h] && all[s][Steps + h] <= high[h]) held++;
                width += high[h] - low[h];
            }
        }

        Assert.InRange(held / Series / Horizon, 0.78, 0.86);
        Assert.InRange(width / Series / Horizon / (2 * 2 * Tenth), 0.95, 1.2);
    }

    private static double Width(ZeroCalibration calibration, int step)
    {
        double[] moved = [.. s_normal];
        calibration.Apply(moved, step);
        return moved[9] - moved[1];
    }

    private static double Normal(int i) => new RandomStream(1, Purpose.Order).Normal((uint)i);
}
