using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Data with labels: sentences in three files, series, images, texts in folders.</summary>
public class LabelledDataTests
{
    [Fact]
    public void Lines_of_three_files_belong_together()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("seq.in"), "play x \nbook it\n");
        File.WriteAllText(folder.File("seq.out"), "O B-song\nO O \n");
        File.WriteAllText(folder.File("label"), "Play\nBook\n");
        var samples = TaggedData.Read(folder.Path);
        Assert.Equal(["O", "B-song"], samples[0].Tags);
        Assert.Equal(("Book", 2), (samples[1].Label, samples[1].Line));
        Assert.True(TaggedData.IsFolder(folder.Path));
    }

    [Theory]
    [InlineData("a b\nc\n", "O O\n", "x\ny\n", "seq.out", null, "expected 2 lines")]
    [InlineData("a b\nc\n", "O\nO\n", "x\ny\n", "seq.out", 1, "expected 2 tags")]
    [InlineData("a b\nc\n", "O B-x\nI-x\n", "x\ny\n", "seq.out", 2, "cannot stand")]
    [InlineData("a b\n\n", "O O\n\n", "x\n", "label", null, null)]
    [InlineData("a b\nc\n", "O O\nO\n", "x\n\t\n", "label", 2, "expected a label")]
    public void What_does_not_belong_together_is_named(string words, string tags, string labels, string file, int? line, string? part)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("seq.in"), words);
        File.WriteAllText(folder.File("seq.out"), tags);
        File.WriteAllText(folder.File("label"), labels);
        if (part is null)
        {
            // Empty lines at the end of all files are none.
            Assert.Single(TaggedData.Read(folder.Path));
            return;
        }

        var e = Assert.Throws<SluiceFormatException>(() => TaggedData.Read(folder.Path));
        Assert.Contains(part, e.Message);
        Assert.Equal((file, line), (Path.GetFileName(e.File), e.Line));
    }

    [Fact]
    public void Sentences_to_be_tagged_are_lines_or_columns()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("lines.txt"), "play x\n\nbook it\n");
        Assert.Equal([2, 0, 2], TaggedData.Sentences(folder.File("lines.txt")).Select(s => s.Count));
        File.WriteAllText(folder.File("columns.txt"), "play\tO\nx\tO\n\nbook\tO\n");
        Assert.Equal([2, 1], TaggedData.Sentences(folder.File("columns.txt")).Select(s => s.Count));
        File.WriteAllText(folder.File("empty.txt"), "\n");
        Assert.Contains("no sentence", Assert.Throws<SluiceFormatException>(() => TaggedData.Sentences(folder.File("empty.txt"))).Message);
    }

    [Fact]
    public void Series_have_channels_of_unequal_length_and_labels()
    {
        var rows = TsFile.Parse("#about\n@problemName x\n@classLabel true a b\n@data\n1,2,3:4,?,6:a\n7:8:b\n", "t.ts");
        Assert.Equal(4, rows.Table.RowCount);
        Assert.Equal([3, 1], rows.Sequences.Select(s => s.Count));
        Assert.Equal(["a", "b"], rows.Labels);
        Assert.True(rows.Table.Columns[1].IsMissing(1));
        Assert.Equal(6, rows.Table.Line(3));
    }

    [Theory]
    [InlineData("x\n", 1, "begins with @")]
    [InlineData("@problemName x\n", null, "@data")]
    [InlineData("@data\n", null, "no series")]
    [InlineData("@data\n1,2:3,4:a\n1,2:a\n", 3, "expected 2 channels")]
    [InlineData("@data\n1,2:3:a\n", 2, "expected 2 values in channel 2")]
    [InlineData("@data\n1,x:a\n", 2, "got 'x'")]
    [InlineData("@timeStamps true\n@data\n", 1, "time stamps")]
    public void What_is_wrong_in_a_series_is_named(string text, int? line, string part)
    {
        var e = Assert.Throws<SluiceFormatException>(() => TsFile.Parse(text, "t.ts"));
        Assert.Contains(part, e.Message);
        Assert.Equal(line, e.Line);
    }

    [Fact]
    public void Images_are_read_pixel_by_pixel_with_their_labels()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("images"), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255]);
        File.WriteAllBytes(folder.File("labels"), [0, 0, 8, 1, 0, 0, 0, 2, 7, 0]);
        Assert.True(IdxFile.Is(folder.File("images")));
        var rows = IdxFile.Read(folder.File("images"), folder.File("labels"));
        Assert.Equal(["7", "0"], rows.Labels);
        Assert.Equal([3, 3], rows.Sequences.Select(s => s.Count));
        Assert.Equal("255", rows.Table.Columns[0].Text(5));
        Assert.Null(IdxFile.Read(folder.File("images"), null).Labels[0]);
        File.WriteAllBytes(folder.File("labels"), [0, 0, 8, 1, 0, 0, 0, 1, 7]);
        Assert.Contains(
            "expected 2 labels", Assert.Throws<SluiceFormatException>(() => IdxFile.Read(folder.File("images"), folder.File("labels"))).Message);
        foreach (var (bytes, part) in new (byte[], string)[] { ([1, 2, 3, 4],
            "begins otherwise"), ([0, 0, 8, 3, 0, 0], "within its header"), ([0, 0, 8, 1, 0, 0, 0, 2, 7], "expected 2 bytes") })
            Assert.Contains(part, Assert.Throws<SluiceFormatException>(() => IdxFile.Parse(bytes, "x")).Message);
    }

    [Fact]
    public void Each_file_of_a_folder_is_a_label()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("b.txt"), "x\n\ny\n");
        File.WriteAllText(folder.File("a.txt"), "z");
        Assert.Equal([("z", "a", 1), ("x", "b", 1), ("y", "b", 3)], LabelledTexts.Folder(folder.Path));
        Assert.Contains("NAME.txt", Assert.Throws<SluiceFormatException>(() => LabelledTexts.Folder(folder.File("none")).ToList()).Message);
    }
}
