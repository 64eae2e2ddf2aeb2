using System.Globalization;
using Sluice.Tasks.Calibration;

namespace Sluice.Tests.Tasks.Calibration;

/// <summary>Whether values end at 0.</summary>
public class ZeroFloorTests
{
    [Theory]
    [InlineData(true, "0 3 0 12")]
    [InlineData(true, "5 3 NaN 12")] // counts of which none is 0
    [InlineData(true, "0 0.3 0 1.2")] // rain
    [InlineData(false, "7.5 3.1 9.9 12")] // measurements above 0
    [InlineData(false, "-1 3 0 12")]
    [InlineData(false, "NaN NaN")]
    public void Counts_and_amounts_of_rain_do(bool ends, string numbers)
    {
        double[] values = [.. numbers.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        Assert.Equal(ends, ZeroFloor.Of(null, values));
        Assert.True(ZeroFloor.Of(true, values));
        Assert.False(ZeroFloor.Of(false, values));
    }
}
