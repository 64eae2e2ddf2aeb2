using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Data.Tables;

/// <summary>Dates whose parts stand in columns of their own, and columns that count the rows.</summary>
public class DatePartsTests
{
    private static Table Parse(string text, TableOptions? options = null) => CsvTable.Parse(text.Replace('|', '\n') + "\n", "f.csv", options);

    [Theory]
    [InlineData("year,month,y|2024,1,5|2024,2,6", "2024-01-01", "2024-02-01")]
    [InlineData("y,Year,Month,Day|5,2024,2,28|6,2024,2,29", "2024-02-28", "2024-02-29")]
    [InlineData("year,month,day,hour,y|2024,2,28,23,5|2024,2,28,24,6", "2024-02-28 23:00", "2024-02-29 00:00")]
    [InlineData("Jahr;Monat;Tag;Stunde;y|2024;2;28;0;5,5|2024;2;28;1;6,5", "2024-02-28 00:00", "2024-02-28 01:00")]
    [InlineData("yr,mo,dd,hh,mi,ss,y|2024,2,28,1,2,3,5|2024,2,28,1,2,4,6", "2024-02-28 01:02:03", "2024-02-28 01:02:04")]
    [InlineData("年,月,日,y|2024,2,28,5|2024,2,29,6", "2024-02-28", "2024-02-29")]
    [InlineData("Date;Time;y|13/03/2004;18.00.00;5|14/03/2004;19.30.00;6", "2004-03-13 18:00", "2004-03-14 19:30")]
    [InlineData("date,time,y|2024-02-28,9:30 PM,5|2024-02-29,12:00 AM,6", "2024-02-28 21:30", "2024-02-29 00:00")]
    [InlineData("Year,Month,y|2024,January,5|2024,March,6", "2024-01-01", "2024-03-01")]
    [InlineData("Jahr;Monat;Tag;y|2024;Okt.;3;5|2024;Dez.;4;6", "2024-10-03", "2024-12-04")]
    [InlineData("year,quarter,y|2024,1,5|2024,4,6", "2024-01-01", "2024-10-01")]
    [InlineData("year,qtr,y|2024,Q2,5|2024,Q3,6", "2024-04-01", "2024-07-01")]
    [InlineData("year,week,y|2024,1,5|2024,52,6", "2024-01-01", "2024-12-23")]
    [InlineData("date,hour,y|2024-02-28,0,5|2024-02-28,23,6", "2024-02-28 00:00", "2024-02-28 23:00")]
    public void Parts_are_read_as_one_date(string text, string first, string second)
    {
        var table = Parse(text);
        Assert.Equal(["date", "y"], table.Columns.Select(c => c.Name).Order());
        Assert.Equal([first, second], Enumerable.Range(0, 2).Select(table.Column("date").Written));
        Assert.Contains("are read as one date", Assert.Single(table.Notes));
    }

    [Theory]
    [InlineData("year,month,y|2024,13,5|2024,2,6", "column 'month' has 13 in line 2")]
    [InlineData("year,month,day,y|2023,2,29,5|2024,2,29,6", "2023-02 has no day 29 in line 2")]
    [InlineData("year,week,y|2024,53,5|2024,2,6", "2024 has no week 53 in line 2")]
    [InlineData("year,quarter,y|2024,5,5|2024,2,6", "column 'quarter' has 5 in line 2")]
    [InlineData("date,time,y|2024-02-28,noon,5|2024-02-29,noon,6", "column 'time' has 'noon' in line 2")]
    public void What_is_no_date_is_named_and_left_as_it_is(string text, string note)
    {
        var table = Parse(text);
        Assert.Equal(text[..text.IndexOf('|')].Split(','), table.Columns.Select(c => c.Name));
        Assert.Contains(note, Assert.Single(table.Notes));
    }

    [Theory]
    [InlineData("month,day,y|1,2,5|2,3,6")] // without a year there is no date
    [InlineData("year,y|2023,5|2024,6")]
    [InlineData("day,year,month,y|2024-01-01,2024,1,5|2024-01-02,2024,1,6")] // there is a date already
    public void Without_the_longer_parts_there_is_no_date(string text)
    {
        var table = Parse(text);
        Assert.Empty(table.Notes);
        Assert.Equal(text[..text.IndexOf('|')].Split(','), table.Columns.Select(c => c.Name));
    }

    [Fact]
    public void A_column_that_counts_years_is_one_of_dates()
    {
        var table = Parse("year,y|2021,5|2022,6|2023,7");
        Assert.Equal(new DateTime(2022, 1, 1), table.Column<DateColumn>("year").Values[1]);
        Assert.Equal("2022", table.Column("year").Written(1));
        Assert.Contains("column 'year' counts years", Assert.Single(table.Notes));
        Assert.Equal(ColumnKind.Date, Parse("land,year,y|a,2021,5|a,2022,6|a,2023,7|b,2021,5|b,2022,6|b,2023,7").Column("year").Kind);
        // New rows are read as the model learned, however few there are.
        var schema = Schema.FromJson(Schema.Of(table).ToJson());
        Assert.Equal(new DateTime(2024, 1, 1), Parse("year,y|2024,5", new TableOptions { Schema = schema }).Column<DateColumn>("year").Values[0]);
        foreach (string other in new[] { "year,y|2021,5|2021,6|2022,7", "year,y|1,5|2,6|3,7", "year,y|2021,5|2023,6|2024,7", "years,y|2021,5|2022,6|2023,7" })
            Assert.Equal(ColumnKind.Number, Parse(other).Columns[0].Kind);
        Assert.Equal(ColumnKind.Number, Parse("year,y|2021,5|2022,6|2023,7", TableOptions.Of(("year", ColumnKind.Number))).Column("year").Kind);
    }

    [Fact]
    public void A_part_that_is_said_to_be_a_number_stays_one()
    {
        Assert.Equal(ColumnKind.Number, Parse("year,month,y|2024,1,5|2024,2,6", TableOptions.Of(("month", ColumnKind.Number))).Column("month").Kind);
        var table = Parse("year,month,day,hour,y|2024,1,1,1,5|2024,1,1,2,6", TableOptions.Of(("hour", ColumnKind.Number)));
        Assert.Equal(["date", "hour", "y"], table.Columns.Select(c => c.Name));
    }

    [Fact]
    public void A_model_reads_the_parts_as_it_learned_them()
    {
        const string Text = "year,month,y|2024,1,5|2024,2,6";
        var joined = Schema.FromJson(Schema.Of(Parse(Text)).ToJson());
        Assert.True(Parse(Text, TableOptions.None with { Schema = joined }).Has("date"));
        var apart = Schema.Of(Parse(Text, TableOptions.Of(("year", ColumnKind.Number), ("month", ColumnKind.Number))));
        Assert.False(Parse(Text, TableOptions.None with { Schema = apart }).Has("date"));
    }

    [Theory]
    [InlineData("No,y|1,5|2,6|3,7", true)]
    [InlineData("index,y|0,5|1,6|2,7", true)]
    [InlineData("row_id,y|41,5|42,6|43,7", true)]
    [InlineData("序号,y|1,5|2,6|3,7", true)]
    [InlineData("No,y|1,5|3,6|4,7", false)]
    [InlineData("y,No|5,1|6,2|7,3", false)] // a counter of rows stands first
    [InlineData("day,y|1,5|2,6|3,7", false)]
    public void A_first_column_that_counts_the_rows_is_an_id(string text, bool counter)
    {
        var table = Parse(text);
        Assert.Equal(counter ? ColumnKind.Id : ColumnKind.Number, table.Columns[0].Kind);
        Assert.Equal(counter ? 1 : 0, table.Notes.Count);
        Assert.Equal(ColumnKind.Number, Parse(text, TableOptions.Of((table.Columns[0].Name, ColumnKind.Number))).Columns[0].Kind);
    }
}
