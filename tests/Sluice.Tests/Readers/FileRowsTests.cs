using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public sealed class FileRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv", "when,x,kind,late\n1/2/2024,1,a,\n2/2/2024,,b,\n13/2/2024,3,NA,\n14/2/2024,1e3,a,7\n15/2/2024,\"5\",\"a,b\",8\n")]
    [InlineData("a.tsv", "when\tx\n2024-01-01\t1\n2024-01-02 10:30\t2\n\t3\n")]
    [InlineData("a.csv", "x;y\r\n1;\"two\r\nlines\"\r\n2;b\r\n3;c\r\n")]
    [InlineData("a.jsonl", "{\"x\":1}\n\n{\"x\":null,\"kind\":\"a\"}\n{\"kind\":\"b\",\"flag\":true}\n{\"x\":4}\n")]
    [InlineData("a.csv", "\uFEFFx,y\n1,é\n2,b\n")]
    [InlineData("a.csv", "x;kind\n1.234;a\n2.345;b\n")] // thousands, as spreadsheets with semicolons write them
    [InlineData("a.csv", ",x\n0,5\n1,NA\n2,7\n")]
    public void Chunks_together_are_the_table_read_at_once(string name, string content)
    {
        string path = _folder.File(name, content);
        var whole = DataFile.ReadTable(path);
        foreach (int rows in new[] { 1, 2, 3, 100 })
        {
            var source = new FileRows(path);
            for (int pass = 0; pass < 2; pass++)
            {
                var chunks = source.Read(rows).ToList();
                Assert.All(chunks, c => Assert.InRange(c.RowCount, 1, rows));
                Assert.Equal(
                    Enumerable.Range(0, whole.RowCount).Select(whole.Line), chunks.SelectMany(c => Enumerable.Range(0, c.RowCount).Select(c.Line)));
                Assert.All(chunks, c => Assert.Equal(whole.Notes, c.Notes));
                var together = Table.Concat(chunks);
                Assert.Equal(whole.Columns.Select(c => (c.Name, c.Kind)), together.Columns.Select(c => (c.Name, c.Kind)));
                foreach (var column in whole.Columns)
                    Assert.Equal(
                        Enumerable.Range(0, whole.RowCount).Select(column.Text),
                        Enumerable.Range(0, whole.RowCount).Select(together.Column(column.Name).Text));
            }
        }
    }

    [Theory]
    [InlineData("a.csv", "x,y\n1,2\n3\n", 3, "expected 2 fields")]
    [InlineData("a.csv", "x,y\n", null, "no row")]
    [InlineData("a.csv", "x\n1\n\"2\n", 3, "never closed")]
    [InlineData("a.jsonl", "{\"x\":1}\n{\"x\":[1]}\n", 2, "an array")]
    [InlineData("a.jsonl", "{\"x\":1}\n{\"x\"\n", 2, "not valid JSON")]
    [InlineData("a.txt", "Well, well.", null, "expected CSV, TSV or JSON lines")]
    public void What_is_broken_is_named_with_its_line(string name, string content, int? line, string part)
    {
        var e = Assert.Throws<SluiceFormatException>(() => new FileRows(_folder.File(name, content)).Read(2).ToList());
        Assert.Contains(part, e.Message);
        Assert.Equal(line, e.Line);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_files_that_are_not_there_are_named()
    {
        Assert.Contains(
            "iconv",
            Assert.Throws<SluiceFormatException>(() => new FileRows(_folder.File("a.csv", [.. "x\n1\n"u8, 0xE9, 0x0A])).Read(2).ToList()).Message);
        Assert.Contains("no such file", Assert.Throws<SluiceFormatException>(() => new FileRows(_folder.File("none.csv")).Read(2).ToList()).Message);
    }
}
