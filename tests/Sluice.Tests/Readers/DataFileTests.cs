using Sluice.Readers;

namespace Sluice.Tests.Readers;

public sealed class DataFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv", DataKind.Csv)]
    [InlineData("a.TSV", DataKind.Tsv)]
    [InlineData("a.ndjson", DataKind.JsonLines)]
    [InlineData("a.txt", DataKind.Text)]
    public void The_extension_tells_without_opening_the_file(string name, DataKind kind) => Assert.Equal(kind, DataFile.Sniff(_folder.File(name)));

    [Theory]
    [InlineData("a,b\n1,2\n", DataKind.Csv)]
    [InlineData("a;b\r\n1,5;2\r\n", DataKind.Csv)]
    [InlineData("a\tb, c\n1\t2\n", DataKind.Tsv)]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", DataKind.JsonLines)]
    [InlineData("Well, Doug saw Jane.\nJane saw Spot.\n", DataKind.Text)]
    [InlineData("One line, with a comma.", DataKind.Text)]
    public void Else_the_content_does(string content, DataKind kind) => Assert.Equal(kind, DataFile.Sniff(_folder.File("data", content)));

    [Theory]
    [InlineData("a.conll", "", DataKind.Conll)]
    [InlineData("a.tsv", "Doug\tB-person\nsaw\tO\n\nJane\tS-person", DataKind.Conll)]
    [InlineData("b.txt", "-DOCSTART- -X- O\n\nDoug NNP B-person", DataKind.Conll)]
    [InlineData("b.tsv", "word\ttag\nDoug\tO", DataKind.Tsv)]
    [InlineData("c.txt", "\n\n", DataKind.Text)]
    [InlineData("d.txt", "Hello O\nDoug", DataKind.Text)]
    public void Words_with_tags_are_known_by_their_tags(string name, string content, DataKind kind)
        => Assert.Equal(kind, DataFile.Sniff(_folder.File(name, content)));

    [Fact]
    public void Reads_a_table_of_any_kind()
    {
        Assert.Equal(2, DataFile.ReadTable(_folder.File("a.csv", "x,y\n1,2\n")).Columns.Count);
        Assert.Equal(2, DataFile.ReadTable(_folder.File("a.tsv", "x\ty\n1\t2\n")).Columns.Count);
        Assert.Equal(2, DataFile.ReadTable(_folder.File("a.jsonl", "{\"x\":1,\"y\":2}\n")).Columns.Count);
        Assert.Contains(
            "running text, expected a table",
            Assert.Throws<SluiceFormatException>(() => DataFile.ReadTable(_folder.File("a.txt", "Hello."))).Message);
    }
}
