using Sluice.Data.Tables;

namespace Sluice.Tests.Data.Tables;

public class ScalerTests
{
    [Fact]
    public void Standard_gives_mean_0_and_deviation_1_and_skips_the_missing()
    {
        var scaler = Scaler.Fit([2, double.NaN, 4, 6], Scaling.Standard);
        Assert.Equal(4, scaler.Offset, 12);
        Assert.Equal(Math.Sqrt(8.0 / 3), scaler.Scale, 12);
        Assert.Equal(6, scaler.Inverse(scaler.Transform(6)), 12);
        Assert.True(double.IsNaN(scaler.Transform(double.NaN)));
    }

    [Fact]
    public void MinMax_gives_0_to_1()
    {
        var scaler = Scaler.Fit([-5, 0, 15], Scaling.MinMax);
        Assert.Equal([0, 0.25, 1], new[] { scaler.Transform(-5), scaler.Transform(0), scaler.Transform(15) });
    }

    [Theory]
    [InlineData(Scaling.Standard)]
    [InlineData(Scaling.MinMax)]
    public void A_constant_becomes_0_and_comes_back(Scaling scaling)
    {
        var scaler = Scaler.Fit([0.1, 0.1, 0.1], scaling); // the mean of three times 0.1 is not 0.1
        Assert.Equal(0, scaler.Transform(0.1), 12);
        Assert.Equal(0.1, scaler.Inverse(scaler.Transform(0.1)), 12);
        Assert.Equal(1, scaler.Scale);
    }

    [Fact]
    public void Nothing_to_fit_leaves_numbers_as_they_are()
    {
        Assert.Equal(new Scaler(0, 1), Scaler.Fit([double.NaN], Scaling.Standard));
        Assert.Equal(new Scaler(0, 1), Scaler.Fit([5, 6], Scaling.None));
    }

    [Fact]
    public void Refuses_values_whose_spread_overflows() =>
        Assert.Throws<SluiceException>(() => Scaler.Fit([-1e308, 1e308], Scaling.MinMax));
}
