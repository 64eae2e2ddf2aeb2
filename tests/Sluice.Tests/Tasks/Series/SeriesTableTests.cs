using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Series;

namespace Sluice.Tests.Tasks.Series;

public class SeriesTableTests
{
    private const string Long =
        "shop,day,sold,town,holiday\nb,2024-01-02,5,York,0\na,2024-01-01,1,Bath,0\nb,2024-01-03,6,York,1\na,2024-01-02,,Bath,0\na,2024-01-03,3,Bath,1\n";
    private static readonly SeriesColumns s_long = new() { Id = "shop", Values = ["sold"], Known = ["holiday"], Static = ["town"] };

    [Fact]
    public void Columns_side_by_side_are_series()
    {
        var table = new SeriesTable(
            CsvTable.Parse("date,x,y\n2024-01-01 00:00,1,4\n2024-01-01 01:00,2,5\n2024-01-01 02:00,3,6\n", "w.csv"), new SeriesColumns());
        Assert.Equal(["x", "y"], table.Series.Select(table.NameOf));
        Assert.Equal([4, 5, 6], table.Series[1].Values);
        Assert.Equal("1 hour", table.Step.ToString());
        Assert.Equal(24, table.Step!.Value.Season);
    }

    [Fact]
    public void Ids_one_below_the_other_may_be_mixed_and_start_apart()
    {
        var table = new SeriesTable(CsvTable.Parse(Long, "l.csv"), s_long);
        Assert.Equal(["b", "a"], table.Series.Select(table.NameOf));
        Assert.Equal([1, 0], table.Spans.Select(s => s.Start));
        Assert.Equal([1, double.NaN, 3], table.Series[1].Values);
        Assert.Equal(3, table.Length);
        Assert.Equal(2, table.Until(new DateTime(2024, 1, 2)).Length);
        string[] words = [.. table.Describe(true)];
        Assert.Equal("2 series of 2 to 3 rows, 1 day apart, from 2024-01-01 to 2024-01-03", words[0]);
        Assert.Equal(
            "known ahead: the weekday, the day of the month, the month, 'holiday'; only the past is seen of 'sold'; constant within an id: 'town'",
            words[1]);
    }

    [Theory]
    [InlineData(
        "b,2024-01-03", "b,2024-01-05",
        "l.csv:4: the row of 2024-01-03 of 'b' is missing before this one of 2024-01-05. Add it with an empty value, or say --fill true.")]
    [InlineData("a,2024-01-03", "a,2024-01-02", "l.csv:6: the date 2024-01-02 of 'a' appears twice, first in line 5. Remove one of the rows")]
    [InlineData(
        "a,2024-01-03", "a,2023-12-30", "l.csv:6: the date 2023-12-30 of 'a' follows 2024-01-02. Sort the rows of 'a' by date, or say --sort")]
    [InlineData("a,2024-01-03", "a,2024-01-03 07:00", "l.csv:6: the date 2024-01-03 07:00 of 'a' is not 1 day after 2024-01-02")]
    [InlineData("a,2024-01-03", "a,", "l.csv:6: column 'day' has no date here, in a row of 'a'.")]
    [InlineData("a,2024-01-03", ",2024-01-03", "l.csv:6: column 'shop' is empty, so this row belongs to nothing.")]
    [InlineData("3,Bath", "3,Hull", "l.csv:6:4: column 'town' of 'a' changes here from 'Bath' to 'Hull', and was said to be static.")]
    [InlineData("6,York,1", "6,York,", "l.csv:4:5: column 'holiday' has no value here, and was said to be known ahead.")]
    [InlineData("5,York", "five,York", "column 'sold' holds categories, expected numbers")]
    public void What_is_wrong_is_named_with_its_place(string right, string wrong, string message)
    {
        string csv = Long.Replace(right, wrong);
        Assert.NotEqual(Long, csv);
        Assert.Contains(message, Assert.Throws<SluiceFormatException>(() => new SeriesTable(CsvTable.Parse(csv, "l.csv"), s_long)).Message);
    }

    [Fact]
    public void Missing_rows_are_added_where_that_is_asked()
    {
        string csv = Long.Replace("b,2024-01-03", "b,2024-01-05");
        var table = new SeriesTable(CsvTable.Parse(csv, "l.csv"), s_long with { Known = [], Past = ["holiday"], Fill = true });
        Assert.Equal([5, double.NaN, double.NaN, 6], table.Series[0].Values);
        Assert.Equal([2, 3, 4, 5], table.Spans[0].Dates!.Select(d => d.Day));
        Assert.Contains(
            "l.csv:4:5: column 'holiday' has no value here",
            Assert.Throws<SluiceFormatException>(() => new SeriesTable(CsvTable.Parse(csv, "l.csv"), s_long with { Fill = true })).Message);
    }

    [Fact]
    public void A_column_is_one_thing_and_there_is_one_to_forecast()
    {
        var table = CsvTable.Parse(Long, "l.csv");
        Assert.Contains(
            "'holiday' is named for two things",
            Assert.Throws<SluiceFormatException>(() => new SeriesTable(table, s_long with { Past = ["holiday"] })).Message);
        Assert.Contains(
            "Did you mean 'shop'?", Assert.Throws<SluiceFormatException>(() => new SeriesTable(table, s_long with { Id = "shpo" })).Message);
        Assert.Contains(
            "no column of numbers to forecast",
            Assert.Throws<SluiceFormatException>(() => new SeriesTable(table, s_long with { Values = [], Past = ["sold"] })).Message);
    }

    [Theory]
    [InlineData("2024-01-31", 1, "2024-02-29", "1 month")]
    [InlineData("2024-01-31", 2, "2024-03-31", "1 month")]
    [InlineData("2024-01-31", 13, "2025-02-28", "1 month")]
    public void Months_go_on_from_last_day_to_last_day(string first, int steps, string expected, string words)
    {
        var step = TimeStep.Of([[new(2024, 1, 31), new(2024, 2, 29), new(2024, 3, 31)]])!.Value;
        Assert.Equal(words, step.ToString());
        Assert.Equal(DateTime.Parse(expected), step.At(DateTime.Parse(first), steps));
        Assert.Equal(steps, step.Between(DateTime.Parse(first), DateTime.Parse(expected)));
        Assert.Equal(12, step.Season);
    }

    [Fact]
    public void A_calendar_says_what_is_coarser_than_a_step()
    {
        Assert.Equal(["hour", "weekday", "day of the month", "month"], new Calendar(new TimeStep(0, TimeSpan.FromMinutes(15), false)).Names);
        Assert.Equal(["month"], new Calendar(new TimeStep(1, default, false)).Names);
        Assert.Empty(new Calendar(new TimeStep(12, default, false)).Names);
        var calendar = new Calendar(new TimeStep(0, TimeSpan.FromHours(6), false));
        var entries = new float[calendar.Width];
        calendar.Write(new DateTime(2024, 4, 1, 6, 0, 0), entries); // a Monday
        Assert.Equal([1, 0, 0, 1, 0, 1, 1, 0], entries.Select(e => (int)Math.Round(e)));
    }

    [Fact]
    public void Without_dates_a_counter_is_no_series_and_each_series_has_its_own_share_of_every_part()
    {
        string csv =
            "shop,t,y\n" + string.Concat(new[] { 40, 80 }.SelectMany((rows, s) => Enumerable.Range(1, rows).Select(t => $"s{s},{t},{t % 5}\n")));
        var table = new SeriesTable(CsvTable.Parse(csv, "c.csv"), new SeriesColumns { Id = "shop" });
        Assert.Equal(["y"], table.Columns.Values);
        Assert.Contains("column 't' counts the rows of each 'shop'", Assert.Single(table.Table.Notes));
        Assert.Equal([new RowRange(30, 10), new RowRange(60, 20)], table.Spans.Select(s => table.Within(s, new RowRange(60, 20))));
        Assert.Equal(
            ["t", "y"], new SeriesTable(CsvTable.Parse(csv, "c.csv"), new SeriesColumns { Id = "shop", Values = ["t", "y"] }).Columns.Values);

        var (model, training) = SeriesForecaster.From(table, new SeriesOptions { Lookback = 10, Horizon = 2, Segment = 2, Hidden = 2 });
        Assert.Equal(5, model.Season);
        Assert.Equal(["s0", "s1"], model.Encoder.Names);
        Assert.True(training.Windows > 0);
    }
}
