using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Tests.Data.Sequences;


public class SplitAndWindowsTests
{
    [Fact]
    public void Split_keeps_the_order_of_time()
    {
        var split = Split.ByShare(100, validation: 0.2, test: 0.1);
        Assert.Equal((new RowRange(0, 70), new RowRange(70, 20), new RowRange(90, 10)), (split.Train, split.Validation, split.Test));
    }

    [Fact]
    public void A_share_gives_at_least_one_row_and_none_gives_none()
    {
        Assert.Equal(new Split(new(0, 4), new(4, 1), new(5, 0)), Split.ByShare(5, 0.01));
        Assert.Equal(5, Split.ByShare(5, 0).Train.Count);
    }

    [Theory]
    [InlineData(1, 0.1, 0.1)]
    [InlineData(10, 0.5, 0.5)]
    [InlineData(10, -0.1, 0)]
    [InlineData(10, double.NaN, 0)]
    public void Refuses_shares_that_leave_nothing_to_train_on(int rows, double validation, double test) =>
        Assert.ThrowsAny<SluiceException>(() => Split.ByShare(rows, validation, test));

    [Fact]
    public void Windows_lie_inside_the_range()
    {
        Assert.Equal([new(10, 4), new(13, 4), new(16, 4)], Sluice.Data.Sequences.Windows.Over(new RowRange(10, 11), 4, 3));
        Assert.Equal([new(10, 4), new(13, 4)], Sluice.Data.Sequences.Windows.Over(new RowRange(10, 9), 4, 3));
        Assert.Equal([new(0, 4)], Sluice.Data.Sequences.Windows.Over(new RowRange(0, 4), 4, 1));
    }

    [Fact]
    public void A_series_shorter_than_a_window_is_an_error_with_both_lengths()
    {
        var e = Assert.Throws<SluiceFormatException>(() => Sluice.Data.Sequences.Windows.Over(new RowRange(0, 23), 24, 1, "sales.csv"));
        Assert.StartsWith("sales.csv: the series has 23 steps here, shorter than one window of 24.", e.Message);
        Assert.Throws<SluiceException>(() => Sluice.Data.Sequences.Windows.Over(new RowRange(0, 23), 0, 1));
    }
}
