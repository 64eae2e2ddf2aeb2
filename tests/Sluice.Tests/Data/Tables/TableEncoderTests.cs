using Sluice.Data.Tables;

namespace Sluice.Tests.Data.Tables;

public class TableEncoderTests
{
    private static Table Days(int rows = 14) => new(
        [
            new DateColumn("date", [.. Enumerable.Range(0, rows).Select(i => (DateTime?)new DateTime(2024, 7, 29).AddDays(i))]), // a Monday
            new CategoryColumn(
                "dinner",
                [.. Enumerable.Range(0, rows).Select(i => i == 13 ? "soup" : i == 12 ? null : new[] { "pizza", "sushi", "waffles" }[i % 3])]),
            new NumberColumn("high", [.. Enumerable.Range(0, rows).Select(i => i == 1 || i == 13 ? double.NaN : 70.0 + i)]),
            new NumberColumn("low", [.. Enumerable.Range(0, rows).Select(i => i == 13 ? double.NaN : 50.0)]),
        ], "days.csv");

    private static readonly RowRange s_training = new(0, 10);

    private static TableEncoder Fitted() => TableEncoder.Fit(Days(), ["dinner", "high", "low", "date"], s_training);

    [Fact]
    public void Says_what_each_entry_is()
    {
        var encoder = Fitted();
        Assert.Equal(
            [
                "dinner = pizza", "dinner = sushi", "dinner = waffles", "high", "high is missing", "low",
                "date: Monday", "date: Tuesday", "date: Wednesday", "date: Thursday", "date: Friday", "date: Saturday", "date: Sunday",
                "date: January", "date: February", "date: March", "date: April", "date: May", "date: June",
                "date: July", "date: August", "date: September", "date: October", "date: November", "date: December",
            ],
            encoder.Columns.SelectMany(c => c.Entries));
        Assert.Equal(25, encoder.Width);
        Assert.Equal(3, encoder.Find("high").Offset);
        Assert.Contains("Did you mean 'dinner'", Assert.Throws<SluiceException>(() => encoder.Find("diner")).Message);
    }

    [Fact]
    public void Tuesday_is_one_hot_and_numbers_are_scaled()
    {
        var encoder = Fitted();
        var vector = encoder.Encode(Days(), 8); // Tuesday the 6th of August
        var scaler = ((NumberEncoding)encoder.Find("high").Encoding).Scaler;
        Assert.Equal([0, 0, 1, (float)scaler.Transform(78), 0, 0], vector[..6]);
        Assert.Equal([0, 1, 0, 0, 0, 0, 0], vector[6..13]);
        Assert.Equal(7, Array.IndexOf(vector[13..], 1));
    }

    [Fact]
    public void Is_fitted_on_the_training_rows_alone()
    {
        var longer = TableEncoder.Fit(Days(40), ["dinner", "high", "low", "date"], s_training);
        Assert.Equal(Fitted().ToJson(), longer.ToJson());
    }

    [Fact]
    public void Missing_and_unseen_values_are_zero()
    {
        var encoder = Fitted();
        Assert.Equal([0, 0, 0], encoder.Encode(Days(), 12)[..3]); // missing
        Assert.Equal([0, 0, 0, 0, 1, 0], encoder.Encode(Days(), 13)[..6]); // soup; no high; no low, which never was missing in training
        var undated = new Table([new DateColumn("date", [null])]);
        Assert.All(TableEncoder.Fit(Days(), ["date"], s_training).Encode(undated, 0), x => Assert.Equal(0, x));
    }

    [Fact]
    public void Monthly_dates_have_no_weekday_and_hourly_ones_a_time_of_day()
    {
        static IReadOnlyList<string> Entries(Func<int, DateTime> date) => TableEncoder
            .Fit(
                new Table([new DateColumn("d", [.. Enumerable.Range(0, 60).Select(i => (DateTime?)date(i))])]), ["d"], new(0, 60)).Columns[0].Entries;
        var start = new DateTime(2020, 1, 1);
        Assert.Equal(12, Entries(start.AddMonths).Count);
        Assert.Empty(Entries(i => start.AddYears(i)));
        Assert.Equal(["d: sine of the time of day", "d: cosine of the time of day"], Entries(i => start.AddHours(i)).Skip(7));
    }

    [Fact]
    public void Encodes_many_rows_as_each_alone()
    {
        var (encoder, table) = (Fitted(), Days());
        var many = new float[4 * encoder.Width];
        encoder.Encode(table, new RowRange(5, 4), many);
        Assert.Equal(Enumerable.Range(5, 4).SelectMany(r => encoder.Encode(table, r)), many);
        Assert.Throws<SluiceException>(() => encoder.Encode(table, new RowRange(0, 5), many));
    }

    [Fact]
    public void Round_trips_through_json()
    {
        var encoder = TableEncoder.FromJson(Fitted().ToJson());
        Assert.Equal(Fitted().ToJson(), encoder.ToJson());
        for (int row = 0; row < 14; row++) Assert.Equal(Fitted().Encode(Days(), row), encoder.Encode(Days(), row));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"columns":[{"name":"a","kind":"number","offset":0,"scale":0,"missing":false}]}""")]
    [InlineData("""{"columns":[{"name":"a","kind":"number","offset":0,"scale":1e999,"missing":false}]}""")]
    [InlineData("""{"columns":[{"name":"a","kind":"color"}]}""")]
    [InlineData("""{"columns":[{"name":"a","kind":"category","categories":["x","x"]}]}""")]
    public void Refuses_json_that_is_no_encoder(string json) => Assert.Throws<SluiceFormatException>(() => TableEncoder.FromJson(json));

    [Fact]
    public void Refuses_a_table_without_the_column_and_texts_that_are_no_categories()
    {
        var other = new Table([new NumberColumn("dinner", [1])], "other.csv");
        Assert.Contains(
            "other.csv: column 'dinner' holds numbers, expected categories",
            Assert.Throws<SluiceFormatException>(() => Fitted().Encode(other, 0)).Message);
        var notes = new Table([new CategoryColumn("note", [.. Enumerable.Range(0, 2000).Select(i => $"note {i}")])]);
        Assert.Contains(
            "'note' has 2000 different texts", Assert.Throws<SluiceFormatException>(() => TableEncoder.Fit(notes, ["note"], new(0, 2000))).Message);
    }
}
