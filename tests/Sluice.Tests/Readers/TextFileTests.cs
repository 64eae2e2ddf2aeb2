using System.Text;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public sealed class TextFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_utf8_and_utf16_with_their_marks()
    {
        const string Text = "Doug saw 小点.\n";
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
            Assert.Equal(Text, TextFile.Read(_folder.File("a.txt", [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)])));
    }

    [Fact]
    public void Large_files_are_read_in_pieces_and_say_the_same()
    {
        string text = "x,y\r\n" + string.Concat(Enumerable.Range(0, 90_000).Select(i => $"{i},小点é{i % 7}\r\n"));
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            string path = _folder.File("a.csv", [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            Assert.Equal(text, TextFile.Read(path));
            var table = CsvTable.Read(path);
            Assert.Equal((90_000, "小点é6", 90_001), (table.RowCount, table.Column("y").Text(6), table.Line(89_999)));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(text[..70_000], TextFile.Beginning(_folder.File("b.csv", bytes), 70_000));
        foreach (int at in new[] { 5, 65_535, 1_200_000, bytes.Length - 1 })
        {
            byte[] broken = [.. bytes];
            broken[at] = 0xFF;
            string path = _folder.File("c.csv", broken), expected = Assert.Throws<SluiceFormatException>(() => TextFile.Decode(broken, path)).Message;
            Assert.Equal(expected, Assert.Throws<SluiceFormatException>(() => TextFile.Read(path)).Message);
            Assert.Equal(expected, Assert.Throws<SluiceFormatException>(() => CsvTable.Read(path)).Message);
        }
    }

    [Fact]
    public void Names_the_byte_and_line_that_are_not_utf8_and_the_remedy()
    {
        var path = _folder.File("a.txt", [.. "caf\u00e9\ncaf"u8, 0xE9, .. "\n"u8]);
        var e = Assert.Throws<SluiceFormatException>(() => TextFile.Read(path));
        Assert.StartsWith($"{path}:2: byte 9 (0xE9) is not valid UTF-8.", e.Message);
        Assert.Contains($"iconv -f WINDOWS-1252 -t UTF-8 \"{path}\"", e.Message);
    }

    [Fact]
    public void Refuses_broken_utf16_and_a_character_cut_short()
    {
        Assert.Contains(
            "not valid UTF-16", Assert.Throws<SluiceFormatException>(() => TextFile.Decode([0xFF, 0xFE, 65, 0, 0x00, 0xD8, 66, 0], "x")).Message);
        Assert.Contains("byte 1 (0xE5)", Assert.Throws<SluiceFormatException>(() => TextFile.Decode([65, 0xE5, 0xB0], "x")).Message);
    }

    [Fact]
    public void An_empty_a_missing_and_a_misnamed_file_are_errors()
    {
        Assert.EndsWith("the file is empty.", Assert.Throws<SluiceFormatException>(() => TextFile.Read(_folder.File("book.txt", ""))).Message);
        Assert.EndsWith(
            "there is no such file. Did you mean 'book.txt'?",
            Assert.Throws<SluiceFormatException>(() => TextFile.Read(_folder.File("bok.txt"))).Message);
        Assert.EndsWith("there is no such file.", Assert.Throws<SluiceFormatException>(() => TextFile.Read(_folder.File("no/where.txt"))).Message);
        Assert.Contains("this is a folder", Assert.Throws<SluiceFormatException>(() => TextFile.Read(_folder.Path)).Message);
    }
}
