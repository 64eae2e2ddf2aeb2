using Sluice.Data.Reports;

namespace Sluice.Tests.Data.Reports;

public class TextReportTests
{
    [Fact]
    public void Sizes_and_parts_are_counted_in_text_elements()
    {
        var report = TextReport.Of("道格看见珍。\n小点看见道格。\n", 0.5);
        Assert.Equal((15, 9, 2, 7), (report.Characters, report.Different, report.Lines, report.LongestLine));
        Assert.Equal((7, 8), (report.Parts.Train.Count, report.Parts.Validation.Count));
        Assert.Equal(["小", "点"], report.Unseen);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public void Lines_that_validation_shares_with_training_are_a_leak()
    {
        string line = "the same long line of the text again\n";
        var report = TextReport.Of(string.Concat(Enumerable.Repeat(line, 10)), 0.2);
        Assert.Equal((0.9, 1), (report.Repeated, report.Shared), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && a.Item2 == b.Item2);
        Assert.Contains("they measure memory", Assert.Single(report.Warnings));
    }

    [Theory]
    [InlineData("good\nb\uFFFDd\nlines of text", "line 2 has the mark U+FFFD")]
    [InlineData("good\ngood\nnull \0 here", "line 3 has control characters")]
    public void Damaged_text_is_named_with_its_line(string text, string expected)
        => Assert.Contains(expected, Assert.Single(TextReport.Of(text, 0.1).Warnings));
}
