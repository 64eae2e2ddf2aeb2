using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>The names of the columns are found below the title of a report, and a line of units below them is none of the table.</summary>
public class HeaderSearchTests
{
    private static Table Parse(string text) => CsvTable.Parse(text, "f.csv");

    private const string Rows = "2024-01-01;1,5;7\n2024-01-02;2,5;8\n2024-01-03;3,5;9\n";

    [Theory]
    [InlineData("Wetterstation Nord\n\n", "line 1 ('Wetterstation Nord') stands above", 4)]
    [InlineData("Station Nord\nExport, made on: 1.1.2024, 10:00\n", "lines 1 to 2 ('Station Nord' ...) stand above", 4)]
    [InlineData("Station;Nord;1\nStand;heute;2\n\n", "lines 1 to 2 ('Station', 'Nord', '1' ...) stand above", 5)] // an empty line parts them
    [InlineData("Monthly report;;\n;;\n", "line 1 ('Monthly report') stands above", 4)]
    [InlineData("\"A title; of two\nlines\"\r\n\r\n", "line 1 ('A title; of two lines') stands above", 5)]
    public void What_stands_above_the_names_is_passed_over_and_named(string above, string note, int line)
    {
        var table = Parse($"{above}Tag;Temperatur;Wind\n{Rows}");
        Assert.Equal(["Tag", "Temperatur", "Wind"], table.Columns.Select(c => c.Name));
        Assert.Equal([1.5, 2.5, 3.5], table.Column<NumberColumn>("Temperatur").Values);
        Assert.Contains(table.Notes, n => n.StartsWith(note, StringComparison.Ordinal));
        Assert.Equal(line, table.Line(0));
    }

    [Fact]
    public void Names_that_are_years_stand_below_a_title_too()
    {
        var table = Parse(
            "\"Data Source\",\"Indicators\",\n\n\"Last Updated\",\"2024-01-01\",\n\nCountry,Code,2019,2020,2021,2022,\nA,AAA,1,2,3,,\nB,BBB,4,5,6,7,\nC,CCC,,8,9,,\n");
        Assert.Equal(["Country", "Code", "2019", "2020", "2021", "2022"], table.Columns.Select(c => c.Name));
        Assert.Equal(3, table.RowCount);
    }

    [Theory]
    [InlineData("day,temperature,wind\n,°C,m/s\n2024-01-01,1.5,7\n2024-01-02,2.5,8\n")]
    [InlineData("day,temperature,wind\nyyyy-mm-dd,[degrees],[m/s]\n2024-01-01,1.5,7\n2024-01-02,2.5,NA\n")]
    [InlineData("Station north\nday,temperature,wind\nthe day,how warm it was,\"how windy\nit was\"\n2024-01-01,1.5,7\n2024-01-02,2.5,\n")]
    public void A_line_of_units_is_passed_over_and_named(string text)
    {
        var table = Parse(text);
        Assert.Equal([1.5, 2.5], table.Column<NumberColumn>("temperature").Values);
        Assert.Equal(new DateTime(2024, 1, 1), table.Column<DateColumn>("day").Values[0]);
        Assert.Contains(table.Notes, n => n.Contains("is a second line of names or units"));
    }

    [Theory]
    [InlineData("day,temperature,state\n2024-01-01,NA,ok\n2024-01-02,2.5,ok\n2024-01-03,2.5,ok\n", 3)] // nothing is known of the first day
    [InlineData("name,town\nanna,rome\nbob,oslo\n", 2)]
    [InlineData("name,town,age\nanna,rome,NA,\nbob,oslo,5,\ncarl,bern,6,\n", 3)] // a separator ends the rows alone
    [InlineData("name,count\nanna,none\nbob,2\ncarl,3\n", 3)]
    [InlineData("a,b,c\n,,1\n,2,\n3,,\n", 3)] // filled by a third each
    [InlineData("text\nHello, world, 5\nOne, two, 6\nShort\n", 0)]
    [InlineData("name,age\nanna,rome,shut\nbob,oslo,5\n", 0)] // a name is forgotten
    [InlineData("a,b\n\"x\ny\",1\n", 1)]
    public void Rows_of_a_table_are_none_of_these(string text, int rows)
    {
        if (rows == 0)
        {
            Assert.Contains(" as in the header, got 3", Assert.Throws<SluiceFormatException>(() => Parse(text)).Message);
            return;
        }

        var table = Parse(text);
        Assert.Equal(rows, table.RowCount);
        Assert.DoesNotContain(table.Notes, n => n.Contains("passed over"));
    }

    [Fact]
    public void Notes_below_the_table_are_passed_over_and_named()
    {
        var table = Parse($"Tag;Temperatur;Wind\n{Rows}\nSource: the weather service\n* provisional values\n");
        Assert.Equal(3, table.RowCount);
        Assert.Equal(["line 6 ('Source: the weather service'), with what follows, stands below the table and is passed over."], table.Notes);
    }

    [Theory]
    [InlineData("2024-01-0", 5)] // the file was cut
    [InlineData("cut", 5)]
    [InlineData("a note\n2024-01-04;4,5;1", 5)]
    [InlineData("a note\n2024-01-04;4,5", 5)]
    public void Lines_that_may_be_rows_are_named(string last, int line)
        => Assert.StartsWith(
            $"f.csv:{line}: expected 3 fields as in the header, got 1.",
            Assert.Throws<SluiceFormatException>(() => Parse($"Tag;Temperatur;Wind\n{Rows}{last}\n")).Message);

    [Fact]
    public void A_table_below_a_title_is_known_without_a_name()
    {
        Assert.Equal(DataKind.Csv, DataFile.SniffContent($"Wetterstation\nTag;Temperatur;Wind\n{Rows}"));
        using var folder = new TemporaryFolder();
        Assert.Equal(DataKind.Csv, DataFile.Sniff(folder.File("power.txt", $"Tag;Temperatur;Wind\n{Rows}")));
        Assert.Equal(DataKind.Text, DataFile.Sniff(folder.File("pairs.txt", "one two\tzwei drei\nthree four\tdrei vier\nfive\tsechs\nsix\tsieben\n")));
        Assert.Equal(DataKind.Csv, DataFile.SniffContent($"# made by hand\nTag;Temperatur;Wind\n{Rows}"));
        Assert.Equal(DataKind.Text, DataFile.SniffContent("# A heading\nA line, and more.\nAnother line.\n"));
        Assert.Equal(DataKind.Text, DataFile.SniffContent("A letter\nDear Anna,\nI have 3 apples, and 4 pears, and that is all.\nGoodbye, Bob\n"));
    }
}
