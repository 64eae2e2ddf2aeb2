using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class JsonLinesTests
{
    private static Table Parse(string text) => JsonLines.ParseTable(text, "f.jsonl");

    [Fact]
    public void Reads_a_table_of_all_fields_that_occur()
    {
        var table = Parse("{\"day\":\"2024-01-01\",\"n\":1}\r\n\n{\"n\":null,\"word\":\"看见\"}\n{\"n\":2.5,\"ok\":true}");
        Assert.Equal(["day", "n", "word", "ok"], table.Columns.Select(c => c.Name));
        Assert.Equal([new(2024, 1, 1), null, null], table.Column<DateColumn>("day").Values);
        Assert.Equal([1, double.NaN, 2.5], table.Column<NumberColumn>("n").Values);
        Assert.Equal<IEnumerable<string?>>([null, "看见", null], table.Column<CategoryColumn>("word").Values);
        Assert.Equal<IEnumerable<string?>>([null, null, "true"], table.Column<CategoryColumn>("ok").Values);
        Assert.Equal([1, 3, 4], Enumerable.Range(0, 3).Select(table.Line));
    }

    [Fact]
    public void Reads_texts_of_a_field() =>
        Assert.Equal(["a\nb", ""], JsonLines.ParseTexts("{\"text\":\"a\\nb\",\"x\":[1]}\n{\"text\":\"\"}\n", "f.jsonl", "text"));

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":}\n", "f.jsonl:2:6: this is not valid JSON.")]
    [InlineData("{\"看\":x}\n", "f.jsonl:1:6: this is not valid JSON.")] // columns count characters, not bytes
    [InlineData("{\"a\":1", "f.jsonl:1:7: this is not valid JSON.")]
    [InlineData("{\"a\":1}\n{\"a\":NaN}\n", "f.jsonl:2:6: NaN and Infinity are no values of JSON. Write null")]
    [InlineData("{\"a\":-Infinity}\n", "f.jsonl:1:7: NaN and Infinity are no values of JSON.")]
    [InlineData("[1]\n", "f.jsonl:1:1: expected an object")]
    [InlineData("{\"a\":1,\"a\":2}\n", "f.jsonl:1: field 'a' appears twice")]
    [InlineData("{\"a\":[1]}\n", "f.jsonl:1: field 'a' holds an array")]
    [InlineData("{\"a\":\"\\ud800\"}\n", "f.jsonl:1: this text has half of a character")]
    [InlineData("\n \n", "f.jsonl: the file has no line with an object.")]
    public void Refuses_what_is_no_table(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<SluiceFormatException>(() => Parse(text)).Message);

    [Fact]
    public void Refuses_lines_that_share_no_fields_before_they_fill_the_memory()
    {
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{{\"f{i % 5000}\":1}}\n"));
        long bytes = Allocation.Of(() => Assert.Contains("do not make a table", Assert.Throws<SluiceFormatException>(() => Parse(text)).Message));
        Assert.InRange(bytes, 0, 100_000_000);
    }

    [Fact]
    public void Refuses_lines_without_the_text()
    {
        static string Message(string text) => Assert.Throws<SluiceFormatException>(() => JsonLines.ParseTexts(text, "f.jsonl", "text")).Message;
        Assert.Equal("f.jsonl:2: there is no field 'text'. Did you mean 'txt'?", Message("{\"text\":\"a\"}\n{\"txt\":\"a\"}\n"));
        Assert.Equal("f.jsonl:1: field 'text' holds no text.", Message("{\"text\":1}\n"));
    }

    [Fact]
    public void Numbers_must_be_numbers_where_that_is_asked() =>
        Assert.StartsWith("f.jsonl:2: column 'a': 'x' where a number must be.", Assert.Throws<SluiceFormatException>(
            () => JsonLines.ParseTable("{\"a\":1}\n{\"a\":\"x\"}", "f.jsonl", TableOptions.Of(("a", ColumnKind.Number)))).Message);
}
