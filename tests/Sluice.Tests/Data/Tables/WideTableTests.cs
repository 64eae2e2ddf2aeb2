using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Data.Tables;

/// <summary>Tables with a series in each row.</summary>
public class WideTableTests
{
    private static Table Parse(string names, params string[] rows) => CsvTable.Parse($"{names}\n{string.Join('\n', rows)}\n", "f.csv");

    private static string Names(Func<int, string> name) => string.Join(',', Enumerable.Range(2, 9).Select(name));

    [Fact]
    public void Columns_that_count_on_are_steps_and_what_is_empty_around_them_is_no_part_of_a_series()
    {
        var table = WideTable.Long(Parse($"V1,{Names(i => $"V{i}")}", "M1,1,2,,4,5,6,7,8,9", "M2,,,13,14,15,16,17,,"))!;
        Assert.Equal(["V1", "value"], table.Columns.Select(c => c.Name));
        Assert.Equal(
            [.. Enumerable.Repeat("M1", 9), .. Enumerable.Repeat("M2", 5)], Enumerable.Range(0, table.RowCount).Select(table.Column("V1").Text));
        Assert.Equal([1, 2, double.NaN, 4, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17], table.Column<NumberColumn>("value").Values);
        Assert.Equal(3, table.Line(9));
        Assert.Contains("'V1' names it", Assert.Single(table.Notes));
    }

    [Fact]
    public void Names_that_are_dates_date_the_values_and_other_columns_go_along()
    {
        var table = WideTable.Long(Parse($"shop,kind,{Names(i => $"2024-{i:00}")}", "a,x,1,2,3,4,5,6,7,8,9", "b,x,1,2,3,4,5,6,7,8,9"))!;
        Assert.Equal(["shop", "date", "kind", "value"], table.Columns.Select(c => c.Name));
        Assert.Equal(new DateTime(2024, 3, 1), table.Column<DateColumn>("date").Values[10]);
        Assert.Equal("x", table.Column("kind").Text(17));
    }

    [Theory]
    [InlineData("a,b,c,d,e,f,g,h,i,j", "r1,1,2,3,4,5,6,7,8,9")] // names that do not count
    [InlineData("id,p1,p2,p3,q4,q5,q6,q7,q8,q9", "r1,1,2,3,4,5,6,7,8,9")] // too few in a run
    [InlineData("p1,p2,p3,p4,p5,p6,p7,p8,p9,p10", "1,2,3,4,5,6,7,8,9,0")] // nothing names the series
    [InlineData("day,p1,p2,p3,p4,p5,p6,p7,p8,p9", "2024-01-01,1,2,3,4,5,6,7,8,9")] // sensors side by side
    public void Other_tables_are_not(string names, string row) => Assert.Null(WideTable.Long(Parse(names, row)));

    [Fact]
    public void Rows_whose_names_come_twice_are_not()
        => Assert.Null(WideTable.Long(Parse($"label,{Names(i => $"p{i}")}", "a,1,2,3,4,5,6,7,8,9", "a,1,2,3,4,5,6,7,8,9")));
}
