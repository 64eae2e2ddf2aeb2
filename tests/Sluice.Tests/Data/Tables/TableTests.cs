using Sluice.Data.Tables;

namespace Sluice.Tests.Data.Tables;

public class TableTests
{
    private static Table Weather() => new(
        [
            new DateColumn("date", [new(2024, 7, 2), null]),
            new CategoryColumn("weekday", ["Tuesday", null]),
            new NumberColumn("high", [76, double.NaN]),
        ], "weather.csv", [2, 3]);

    [Fact]
    public void Finds_columns_and_lines()
    {
        var table = Weather();
        Assert.Equal(2, table.RowCount);
        Assert.Equal(3, table.Line(1));
        Assert.Equal("76", table.Column("high").Text(0));
        Assert.Equal("2024-07-02", table.Column("date").Text(0));
        Assert.All(table.Columns, c => Assert.True(c.IsMissing(1) && c.Text(1) is null && c.MissingCount == 1));
    }

    [Fact]
    public void Suggests_the_nearest_column()
    {
        Assert.Equal(
            "weather.csv: there is no column 'hihg'. Did you mean 'high'?",
            Assert.Throws<SluiceFormatException>(() => Weather().Column("hihg")).Message);
        Assert.Contains(
            "'weekday' holds categories, expected numbers",
            Assert.Throws<SluiceFormatException>(() => Weather().Column<NumberColumn>("weekday")).Message);
    }

    [Fact]
    public void Refuses_columns_that_do_not_fit()
    {
        Assert.Throws<SluiceException>(() => new Table([new NumberColumn("a", [1]), new NumberColumn("a", [1])]));
        Assert.Throws<SluiceException>(() => new Table([new NumberColumn("a", [1]), new NumberColumn("b", [1, 2])]));
    }
}
