using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class CsvTableTests
{
    private static Table Parse(string text, params (string, ColumnKind)[] kinds) => CsvTable.Parse(text, "f.csv", TableOptions.Of(kinds));

    private static SluiceFormatException Refused(string text, params (string, ColumnKind)[] kinds)
        => Assert.Throws<SluiceFormatException>(() => Parse(text, kinds));

    [Theory]
    [InlineData(3)]
    [InlineData(80)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(1500)]
    [InlineData(200_000)]
    public void Cells_of_any_length_come_back_whatever_the_blocks_in_which_they_are_read(int length)
    {
        int rows = Math.Clamp(6_000_000 / length, 60, 150_000);
        string?[] texts = [.. Enumerable.Range(0, rows).Select(i => i % 50 == 7 ? null : $"{i}x".PadRight(length - i % 3, 'é'))];
        var table = Parse("n,text\n" + string.Concat(texts.Select((t, i) => $"{i},{t}\n")), ("text", ColumnKind.Text));
        Assert.Equal(texts, table.Column<CategoryColumn>("text").Values);
        Assert.Equal(Enumerable.Range(0, rows).Select(i => (double)i), table.Column<NumberColumn>("n").Values);
    }

    [Fact]
    public void Numbers_are_the_doubles_nearest_to_their_digits()
    {
        var random = new Random(1);
        string[] cells = [.. Enumerable.Range(0, 20_000).Select(_ =>
        {
            string digits = random.NextInt64(1, (long)Math.Pow(10, random.Next(1, 17))).ToString(CultureInfo.InvariantCulture);
            int point = random.Next(digits.Length + 1);
            return $"{(random.Next(2) == 0 ? "-" : "")}{(point == 0 ? "0" : digits[..point])}{(point < digits.Length ? "." + digits[point..] : "")}";
        })];
        var values = Parse($"x\n{string.Join('\n', cells)}\n", ("x", ColumnKind.Number)).Column<NumberColumn>("x").Values;
        Assert.Equal(
            cells.Select(c => BitConverter.DoubleToInt64Bits(double.Parse(c, CultureInfo.InvariantCulture))),
            values.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Infers_numbers_dates_and_categories()
    {
        var table = Parse("date,dinner,high\n2024-07-01,pizza,76\n2024-07-02, sushi ,NA\n\n2024-07-03,,-1.5e1\n");
        Assert.Equal([new(2024, 7, 1), new(2024, 7, 2), new(2024, 7, 3)], table.Column<DateColumn>("date").Values);
        Assert.Equal<IEnumerable<string?>>(["pizza", "sushi", null], table.Column<CategoryColumn>("dinner").Values);
        Assert.Equal([76, double.NaN, -15], table.Column<NumberColumn>("high").Values);
        Assert.Equal([2, 3, 5], Enumerable.Range(0, 3).Select(table.Line));
        Assert.Equal("f.csv", table.File);
    }

    [Theory]
    [InlineData("a;b\n1;x, y\n")]
    [InlineData("a\tb\n1\tx, y\n")]
    [InlineData("a,b\r\n1,\"x, y\"\r\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x, y\"")]
    [InlineData("\n\na;b\n1;x, y")]
    public void Finds_the_separator(string text)
    {
        var table = Parse(text);
        Assert.Equal([1], table.Column<NumberColumn>("a").Values);
        Assert.Equal<IEnumerable<string?>>(["x, y"], table.Column<CategoryColumn>("b").Values);
    }

    [Fact]
    public void Reads_quoted_fields_with_quotes_and_line_ends()
    {
        var table = Parse("a,b\n\"one \"\"1\"\"\nline two\",1\nx,2\n");
        Assert.Equal<IEnumerable<string?>>(["one \"1\"\nline two", "x"], table.Column<CategoryColumn>("a").Values);
        Assert.Equal([2, 4], Enumerable.Range(0, 2).Select(table.Line));
    }

    [Theory]
    [InlineData("1949-01\n1949-02", 1949, 2, 1)]
    [InlineData("2024/3/1\n2024/3/2", 2024, 3, 2)]
    [InlineData("3/31/2024\n4/1/2024", 2024, 4, 1)]
    [InlineData("31/3/2024\n1/4/2024", 2024, 4, 1)]
    [InlineData("1/2/2024\n2/2/2024\n3/2/2024\n1/3/2024", 2024, 3, 1)] // both orders read; day first is in the order of time
    [InlineData("31.3.2024\n1.4.2024", 2024, 4, 1)]
    [InlineData("31 Mar 2024\n1 April 2024", 2024, 4, 1)]
    [InlineData("March 31, 2024\nApr 1, 2024", 2024, 4, 1)]
    [InlineData("2024-03-31T23:00:00Z\n2024-04-01T02:00:00+02:00", 2024, 4, 1)]
    public void Reads_common_dates(string rows, int year, int month, int day) =>
        Assert.Equal(
            new DateTime(year, month, day),
            Parse($"d;\"x\"\n{string.Join('\n', rows.Split('\n').Select(r => $"\"{r}\";1"))}").Column<DateColumn>("d").Values[^1]);

    [Fact]
    public void Reads_times_of_day() =>
        Assert.Equal(
            [new(2024, 1, 1, 12, 30, 0), new(2024, 1, 1, 12, 30, 15)],
            Parse("d\n2024-01-01 12:30\n2024-01-01T12:30:15\n").Column<DateColumn>("d").Values);

    [Fact]
    public void A_given_kind_wins_over_the_inferred()
    {
        Assert.Equal<IEnumerable<string?>>(["1", "2"], Parse("a\n1\n2\n", ("a", ColumnKind.Category)).Column<CategoryColumn>("a").Values);
        Assert.Equal([double.NaN], Parse("a,b\nNA,1\n", ("a", ColumnKind.Number)).Column<NumberColumn>("a").Values);
    }

    [Fact]
    public void Text_where_a_number_must_be_is_named_by_line_and_column()
    {
        Assert.StartsWith(
            "f.csv:3:2: column 'sales': 'many' where a number must be.", Refused("day,sales\n1,5\n2,many\n", ("sales", ColumnKind.Number)).Message);
        Assert.StartsWith("f.csv:2:1: column 'a': 'Infinity' where a number", Refused("a,b\nInfinity,1\n", ("a", ColumnKind.Number)).Message);
    }

    [Fact]
    public void One_text_among_many_numbers_is_a_mistake_not_a_category()
    {
        var rows = string.Join('\n', Enumerable.Range(0, 30).Select(i => i == 17 ? "1O" : i.ToString()));
        Assert.StartsWith("f.csv:19:1: column 'a': '1O' where a number must be.", Refused("a\n" + rows).Message);
        Assert.Equal(ColumnKind.Category, Parse("a\n" + rows, ("a", ColumnKind.Category)).Column("a").Kind);
        Assert.Equal(ColumnKind.Category, Parse("a\n1\n2\nx\n").Column("a").Kind);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "f.csv:3: expected 2 fields as in the header, got 1.")]
    [InlineData("a,b\n\"x\ny\",2\n3,4,5\n", "f.csv:4: expected 2 fields as in the header, got 3.")]
    [InlineData("a,,b\n1,2,3\n", "f.csv:1:2: the header has a column without a name.")]
    [InlineData("a,b,a\n1,2,3\n", "f.csv:1:3: the header has the name 'a' twice.")]
    [InlineData("a,b\n", "f.csv: there is a header but no row of data.")]
    [InlineData("\n\n", "f.csv: the file is empty.")]
    [InlineData("a,b\n1,2\n3,\"open\n4,5\n", "f.csv:3: a quote in the middle of a field")]
    [InlineData("a,b\n1,in\"side\n", "f.csv:2: a quote in the middle of a field")]
    [InlineData("a,b\n1,\"x\"y\n", "f.csv:2: a quote in the middle of a field")]
    public void Refuses_what_is_no_table(string text, string message) => Assert.StartsWith(message, Refused(text).Message);

    [Fact]
    public void Refuses_what_is_no_date_and_a_column_that_is_not_there()
    {
        Assert.StartsWith(
            "f.csv:3:1: column 'd': '2024-02-30' where a date such as yyyy-MM-dd must be.",
            Refused("d,x\n2024-02-28,1\n2024-02-30,1\n", ("d", ColumnKind.Date)).Message);
        Assert.Contains("not all written in the same way", Refused("d,x\n2024-02-28,1\n1.2.2024,1\n", ("d", ColumnKind.Date)).Message);
        Assert.Equal("f.csv: there is no column 'slaes'. Did you mean 'sales'?", Refused("sales\n1\n", ("slaes", ColumnKind.Number)).Message);
    }

    [Fact]
    public void Refuses_more_columns_than_a_spreadsheet_has() =>
        Assert.StartsWith("f.csv:1: the header has 16385 columns", Refused(new string(',', 16_384)).Message);

    [Fact]
    public void Writes_what_it_reads()
    {
        const string Text = "date,dinner,high\n2024-07-01,\"pizza, \"\"hot\"\"\",76\n2024-07-02T06:30:00,,0.1\n2024-07-03,sushi,\n";
        var writer = new StringWriter();
        CsvTable.Write(Parse(Text), writer);
        Assert.Equal(Text, writer.ToString());
    }
}
