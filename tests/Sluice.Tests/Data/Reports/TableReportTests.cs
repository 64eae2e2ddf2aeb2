using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Tests.Data.Reports;

public class TableReportTests
{
    private static readonly double[] s_wave = [.. Enumerable.Range(0, 60).Select(i => Math.Round(10 * Math.Sin(i * i)))];

    [Theory]
    [InlineData(0, "same as the target")]
    [InlineData(3, "3 rows later: it gives the answer away")]
    [InlineData(-2, "2 rows earlier: it says nothing new")]
    public void A_column_that_is_the_target_shifted_is_found(int shift, string expected)
    {
        var shifted = Enumerable.Range(0, 60).Select(i => i + shift is >= 0 and < 60 and var at ? s_wave[at] : double.NaN).ToArray();
        var table = new Table([new NumberColumn("y", s_wave), new NumberColumn("x", shifted), new NumberColumn("other", [.. s_wave.Reverse()])]);
        var report = TableReport.Of(table, Split.ByShare(60, 0.1), "y");
        Assert.Contains(expected, Assert.Single(report.Warnings));
        Assert.Contains("'x'", report.Warnings[0]);
    }

    [Fact]
    public void Classes_are_counted_in_each_part_and_those_unseen_in_training_are_named()
    {
        var table = new Table([new CategoryColumn("kind", ["a", "b", "a", "a", null, "b", "a", "c", "a", "b"])]);
        var report = TableReport.Of(table, Split.ByShare(10, 0.3, 0.1), "kind");
        Assert.Equal([new ClassBalance("a", 3, 1, 1), new ClassBalance("b", 2, 0, 0), new ClassBalance("c", 0, 1, 0)],
            TableReport.Of(
                new Table([new CategoryColumn("kind", ["a", "b", "a", "a", null, "b", "a", "c", null, "a"])]), Split.ByShare(10, 0.3, 0.1),
                "kind").Balance);
        Assert.Contains("'c'", Assert.Single(report.Warnings));
    }

    [Fact]
    public void Constant_and_empty_columns_and_the_longest_gap_are_found()
    {
        var table = new Table(
        [
            new NumberColumn("same", [1, 1, 1, 1]),
            new NumberColumn("none", [double.NaN, double.NaN, double.NaN, double.NaN]),
            new NumberColumn("some", [1, double.NaN, double.NaN, 2])
        ]);
        var report = TableReport.Of(table, Split.ByShare(4, 0));
        Assert.Collection(report.Warnings, w => Assert.Contains("'same' has the same value", w), w => Assert.Contains("'none' has no value", w));
        Assert.Equal((2, 2, 2), (report.Columns[2].Missing, report.Columns[2].LongestGap, report.Columns[2].Different));
    }

    /// <summary>The dates of one shop follow those of the other, so nothing but the names tells that there are two.</summary>
    [Theory]
    [InlineData(ColumnKind.Category)]
    [InlineData(ColumnKind.Id)]
    public void Values_in_blocks_may_be_series_one_after_the_other(ColumnKind kind)
    {
        const int Rows = 60;
        var dates = new DateColumn("date", [.. Enumerable.Range(0, Rows).Select(d => (DateTime?)new DateTime(2023, 1, 1).AddDays(d))]);
        var sold = new NumberColumn("sold", s_wave);
        Assert.Contains("column 'shop' has 2 values, each in one block of rows", Assert.Single(Warnings(i => i < 40 ? "01" : "02")));
        Assert.Empty(Warnings(i => i % 2 == 0 ? "01" : "02"));
        Assert.Empty(Warnings(i => i < 55 ? "01" : i < 58 ? "02" : "01"));
        Assert.Empty(Warnings(i => $"{i / 4}"));

        IReadOnlyList<string> Warnings(Func<int, string> shop)
        {
            var shops = new CategoryColumn("shop", [.. Enumerable.Range(0, Rows).Select(shop)], kind);
            return TableReport.Of(new Table([shops, dates, sold]), Split.ByShare(Rows, 0.1), "sold").Warnings;
        }
    }

    [Fact]
    public void Categories_that_differ_in_capitals_or_blanks_are_counted()
    {
        var table = new Table([new CategoryColumn("kind", ["Cat", "cat", "cat", "dog", "New York", "NEW  YORK", "cat"])]);
        Assert.Equal(
            "column 'kind': 'cat' (3) and 'Cat' (1); 'NEW  YORK' (1) and 'New York' (1) differ only in capitals or blanks, and are different ones here: write those alike that are the same.",
            Assert.Single(TableReport.Of(table, Split.ByShare(7, 0)).Warnings));
        var text = new Table([new CategoryColumn("words", ["Cat", "cat", "dog"], ColumnKind.Text)]);
        Assert.Empty(TableReport.Of(text, Split.ByShare(3, 0)).Warnings);
    }

    [Fact]
    public void Nines_far_from_all_others_may_stand_for_no_value()
    {
        double[] warm = [12.5, -999, 14, 13, -999, 12];
        Assert.Equal(
            "column 'warm': -999 stands in 2 rows, far from all others (12 to 14): if it stands for no value, say so with --missing -999.",
            Assert.Single(TableReport.Of(new Table([new NumberColumn("warm", warm)]), Split.ByShare(6, 0)).Warnings));
        foreach (double[] near in new double[][] { [990, 999, 500, 999], [1, 99, 2, 3], [5, 5, 900, 1] })
            Assert.Empty(TableReport.Of(new Table([new NumberColumn("near", near)]), Split.ByShare(4, 0)).Warnings);
    }

    public static TheoryData<string, string[], string?> Dates => new()
    {
        { "days in order", ["2024-01-01", "2024-01-02", "2024-01-03"], null },
        { "months in order", ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"], null },
        { "years in order", ["2023-01-01", "2024-01-01", "2025-01-01"], null },
        { "days with a gap", ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-07"], "1 gap in which 3 rows are missing" },
        { "months with a gap", ["2024-01-01", "2024-02-01", "2024-03-01", "2024-06-01"], "1 gap in which 2 rows are missing" },
        { "a date twice", ["2024-01-01", "2024-01-02", "2024-01-02", "2024-01-03"], "1 date comes twice" },
        { "a date before", ["2024-01-02", "2024-01-01", "2024-01-02", "2024-01-03"], "1 date is before the one before" },
    };

    [Theory]
    [MemberData(nameof(Dates))]
    public void Gaps_and_disorder_of_dates_are_found(string what, string[] dates, string? expected)
    {
        var column = new DateColumn("date", [.. dates.Select(d => (DateTime?)DateTime.Parse(d, System.Globalization.CultureInfo.InvariantCulture))]);
        var warnings = TableReport.Of(
            new Table([column, new NumberColumn("x", [.. dates.Select((_, i) => (double)i)])]), Split.ByShare(dates.Length, 0)).Warnings;
        if (expected is null) Assert.True(warnings.Count == 0, $"{what}: {string.Join(" ", warnings)}");
        else Assert.Contains(warnings, w => w.Contains(expected));
    }

    [Fact]
    public void Rows_of_training_that_come_again_in_validation_are_a_leak()
    {
        DateTime?[] dates = [.. Enumerable.Range(0, 10).Select(i => (DateTime?)new DateTime(2024, 1, i < 9 ? i + 1 : 1))];
        var table = new Table([new DateColumn("date", dates), new NumberColumn("x", [.. dates.Select(d => (double)d!.Value.Day)])]);
        var report = TableReport.Of(table, Split.ByShare(10, 0.2), "x");
        Assert.Equal((1, 1), (report.Repeated, report.Shared));
        Assert.Contains(report.Warnings, w => w.Contains("also in training"));
        Assert.Contains(report.Warnings, w => w.Contains("the future would teach the past"));
    }
}
