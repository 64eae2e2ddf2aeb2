using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Dates as tables of many countries and programs write them are read, and written back as they came.</summary>
public class DateWordTests
{
    private static DateColumn Column(string name, params IEnumerable<string> cells)
        => CsvTable.Parse($"{name}\n" + string.Concat(cells.Select(c => $"\"{c}\"\n")), "f.csv").Column<DateColumn>(name);

    [Theory]
    [InlineData("1. Januar 2024|2. März 2024|31. Mai 2024", "d. MMMM yyyy (de)")]
    [InlineData("01. Mrz. 2024|02. Okt. 2024|31. Dez. 2024", "dd. MMM. yyyy (de)")]
    [InlineData("1 février 2024|2 août 2024|31 décembre 2024", "d MMMM yyyy (fr)")]
    [InlineData("1 févr. 2024|2 sept. 2024|31 déc. 2024", "d MMM. yyyy (fr)")]
    [InlineData("5 de enero de 2024|6 de mayo de 2024|7 de diciembre de 2024", "d 'de' MMMM 'de' yyyy (es)")]
    [InlineData("1 de fevereiro de 2024|2 de outubro de 2024|3 de março de 2025", "d 'de' MMMM 'de' yyyy (pt)")]
    [InlineData("1 gennaio 2024|2 giugno 2024|3 ottobre 2024", "d MMMM yyyy (it)")]
    [InlineData("3 mrt 2024|4 mei 2024|5 okt 2024", "d MMM yyyy (nl)")]
    [InlineData("5 stycznia 2024|6 września 2024|7 października 2024", "d MMMM yyyy (pl)")]
    [InlineData("5 Ocak 2024|6 Eylül 2024|7 Aralık 2024", "d MMMM yyyy (tr)")]
    [InlineData("5 января 2024|6 мая 2024|7 декабря 2024", "d MMMM yyyy (ru)")]
    [InlineData("Mon, 01 Jan 2024|Tue, 02 Jan 2024|Sat, 06 Apr 2024", "ddd, dd MMM yyyy")]
    [InlineData("Montag, 1. Januar 2024|Dienstag, 2. Januar 2024|Mittwoch, 1. Mai 2024", "dddd, d. MMMM yyyy (de)")]
    [InlineData("Wednesday 31/01/2024|Thursday 01/02/2024|Friday 02/02/2024", "dddd dd/MM/yyyy")]
    [InlineData("31Jan2024|01Feb2024|02Feb2024", "ddMMMyyyy")]
    [InlineData("2024-Jan-31|2024-Feb-01|2024-Feb-02", "yyyy-MMM-dd")]
    [InlineData("Q1/24|Q2/24|Q3/24", "'Q'Q/yy")]
    [InlineData("Q1 2024|Q2 2024|Q3 2024", "'Q'Q yyyy")]
    [InlineData("1Q24|2Q24|3Q24", "Q'Q'yy")]
    [InlineData("1Q2024|2Q2024|3Q2024", "Q'Q'yyyy")]
    [InlineData("2024-T1|2024-T2|2024-T3", "yyyy-'T'Q")]
    [InlineData("2024M01|2024M02|2024M03", "yyyy'M'MM")]
    [InlineData("W05/2024|W06/2024|W07/2024", "'W'W/yyyy")]
    [InlineData("KW01 2025|KW02 2025|KW03 2025", "'KW'W yyyy")]
    [InlineData("2024-W05-1|2024-W05-2|2024-W06-7", "yyyy-'W'W-1")]
    [InlineData("2024年1月|2024年2月|2024年12月", "yyyy'年'M'月'")]
    [InlineData("113/01/31|113/02/01|113/02/29", "yyy/MM/dd")]
    [InlineData("113年1月31日|113年2月1日|114年3月2日", "yyy'年'M'月'd'日'")]
    [InlineData("24/01/31|24/02/01|24/02/02", "yy/MM/dd")]
    [InlineData("2024/1/31 下午3:05|2024/1/31 下午4:05|2024/2/1 上午9:05", "yyyy/M/d tth:mm (zh)")]
    [InlineData("2024/1/31 午後 03:05|2024/1/31 午後 04:05|2024/2/1 午前 09:05", "yyyy/M/d tt hh:mm (ja)")]
    [InlineData("10/Oct/2000:13:55:36+02:00|10/Oct/2000:13:55:37+02:00|11/Oct/2000:13:55:37+02:00", "d/MMM/yyyy:HH:mm:sszzz")]
    [InlineData("31.01.2024 09.05|31.01.2024 10.05|01.02.2024 11.05", "dd.MM.yyyy HH.mm")]
    [InlineData("31/1/2024 9.05.10|31/1/2024 10.05.10|31/1/2024 11.05.10", "d/M/yyyy H.mm.ss")]
    [InlineData("202401|202402|202403", "yyyyMM")]
    [InlineData("01.2024|02.2024|10.2024", "MM.yyyy")]
    [InlineData("1704067200000000|1704067260000000|1704067320000000", "us since 1970")]
    [InlineData("1704067200000000000|1704067260000000000|1704067320000000000", "ns since 1970")]
    [InlineData("45292|45293|45294", "days since 1900")]
    [InlineData("45292.25|45292.5|45292.75", "days since 1900")]
    [InlineData("1704067200.5|1704067201|1704067201.5", "s since 1970")]
    public void Dates_come_back_as_they_were_written(string cells, string form)
    {
        string[] written = cells.Split('|');
        var column = Column("date", written);
        Assert.Equal(form, column.Form!.Form);
        Assert.Equal(written, Enumerable.Range(0, written.Length).Select(column.Written));
        Assert.Equal(written, column.Values.Select(d => column.Write(d!.Value)));
    }

    [Theory]
    [InlineData("31. Dez. 2024", 2024, 12, 31, 0)]
    [InlineData("1er août 2024", 2024, 8, 1, 0)]
    [InlineData("1st of May 2024", 2024, 5, 1, 0)]
    [InlineData("Thu, 01 Feb 2024 10:00:00 GMT", 2024, 2, 1, 10)]
    [InlineData("2024-02-01 10:00 CET", 2024, 2, 1, 9)]
    [InlineData("2024-02-01 10:00 EST", 2024, 2, 1, 15)]
    [InlineData("01/02/2024 10:00 p. m.", 2024, 1, 2, 22)]
    [InlineData("Q2/24", 2024, 4, 1, 0)]
    [InlineData("KW 5 2024", 2024, 1, 29, 0)]
    [InlineData("2024-W01-4", 2024, 1, 4, 0)]
    [InlineData("113/02/29", 2024, 2, 29, 0)]
    public void They_are_the_instants_that_they_name(string cell, int year, int month, int day, int hour)
        => Assert.Equal(new DateTime(year, month, day, hour, 0, 0), Column("date", cell, cell, cell).Values[0]);

    [Fact]
    public void Numbers_are_dates_only_where_the_name_says_so()
    {
        foreach (string cells in new[] { "202401|202402|202403", "45292|45293|45294", "01.2024|02.2024|10.2024", "1704067200|1704067260|1704067320" })
            Assert.IsType<NumberColumn>(CsvTable.Parse($"votes,candidates\n{string.Concat(cells.Split('|').Select(c => $"{c},{c[..5]}\n"))}", "f.csv").Column("votes"));
        Assert.Equal([40_000, 50_000], CsvTable.Parse("candidates\n40000\n50000\n", "f.csv").Column<NumberColumn>("candidates").Values);
        Assert.Equal([120_101, 120_999], CsvTable.Parse("date\n120101\n120999\n", "f.csv").Column<NumberColumn>("date").Values);
    }

    [Theory]
    [InlineData("May|June|July")]
    [InlineData("Mai 5|Mai 6|Mai 7")]
    [InlineData("Mon 5|Tue 6|Wed 7")]
    [InlineData("T1|T2|T3")]
    [InlineData("de|of|st")]
    [InlineData("A113-01-05|A113-01-06|A113-01-07")]
    public void Words_alone_are_no_dates(string cells)
        => Assert.IsType<CategoryColumn>(CsvTable.Parse("date\n" + string.Join('\n', cells.Split('|')) + "\n", "f.csv").Column("date"));

    [Fact]
    public void Texts_under_a_name_of_time_are_named()
        => Assert.Equal(
            ["column 'date' is one of texts: '5 Foo 2024' (line 2) is no date that is known here. Write dates as 2024-12-31 23:59 if that is meant."],
            CsvTable.Parse("date,y\n5 Foo 2024,1\n6 Foo 2024,2\n", "f.csv").Notes);

    [Theory]
    [InlineData("d. MMMM yyyy HH:mm (de)", "31. Mai 2024 13:05")]
    [InlineData("dddd, d MMM yyyy HH:mm (fr)", "vendredi, 31 mai 2024 13:05")]
    [InlineData("'Q'Q/yy HH:mm", "Q2/24 13:05")]
    public void Patterns_are_read(string pattern, string written)
        => Assert.Equal(written, DateForm.Parse(pattern).Write(new DateTime(2024, 5, 31, 13, 5, 0)));

    [Fact]
    public void A_language_that_is_not_known_is_refused()
        => Assert.Contains("expected a pattern of dates", Assert.Throws<SluiceException>(() => DateForm.Parse("d MMM yyyy (xx)")).Message);
}
