using Sluice.Tasks.Reports;

namespace Sluice.Tests.Tasks.Reports;

public class LinePlotTests
{
    public static TheoryData<double[]> Values =>
    [
        [], [0], [1], [-1], [0, 1], [16777216], [20_000_000], [1e15], [1e15, 1e15 + 1], [double.MaxValue], [double.MinValue, double.MaxValue],
        [double.Epsilon],
        [
            0,
            double.Epsilon
        ], [1e-320, 1e-310], [double.NaN], [double.PositiveInfinity, 3], [1e308, -1e308, double.NaN], [1e300, 1e300 + 1e285],
    ];

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_axis_has_a_few_marks_that_differ(double[] values)
    {
        var (from, to, step) = LinePlot.Axis(values, 1e-9);
        double[] marks = [.. LinePlot.Marks(from, to, step)];
        Assert.InRange(marks.Length, 2, 20);
        Assert.All(marks, m => Assert.True(double.IsFinite(m)));
        for (int i = 1; i < marks.Length; i++) Assert.True(marks[i] > marks[i - 1], $"{marks[i - 1]:R} and {marks[i]:R}");
    }

    [Fact]
    public void Marks_that_cannot_be_told_apart_still_end() => Assert.InRange(LinePlot.Marks(1e9, 2e9, 1e-9).Count(), 1, 101);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_constant_of_any_size_is_drawn(bool logarithmic)
    {
        foreach (double value in new[] { 0, 1, 16777216.0, 2e7, 1e300, 5e-324 })
            Assert.InRange(
                LinePlot.Svg("t", "x", "y", [new PlotLine("a", [(0, value), (1, value)], 0, 0)], logarithmic, fromZero: false).Length, 500, 20_000);
    }
}
