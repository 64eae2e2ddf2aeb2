using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class SpacedTableTests
{
    [Fact]
    public void Numbers_between_spaces_are_columns_by_number()
    {
        using var folder = new TemporaryFolder();
        var table = DataFile.ReadTable(folder.File("engines.txt", "1 1 -0.0007  518.67 \n1 2 NaN 5.1e2\n\n2 1 3 4\n"));
        Assert.Equal(["c1", "c2", "c3", "c4"], table.Columns.Select(c => c.Name));
        Assert.Equal([518.67, 510, 4], table.Column<NumberColumn>("c4").Values);
        Assert.True(table.Column("c3").IsMissing(1));
        Assert.Equal(4, table.Line(2));
    }

    [Theory]
    [InlineData("1 2 3\n4 5\n", "f.txt:2: expected 3 numbers as in line 1, got 2. Is one missing? Write NaN in its place.")]
    [InlineData("1 2\n4 x\n", "f.txt:2:2: 'x' where a number must be. Write NaN where it is missing.")]
    [InlineData("1 2\n4 1e999\n", "f.txt:2:2: '1e999' where a number must be. Write NaN where it is missing.")]
    [InlineData(" \n", "f.txt: there is no row of data.")]
    public void What_is_wrong_is_named_with_its_place(string text, string message)
        => Assert.Equal(message, Assert.Throws<SluiceFormatException>(() => SpacedTable.Parse(text, "f.txt")).Message);

    [Theory]
    [InlineData("1 2\n3 4\n", DataKind.Spaced)]
    [InlineData("112\n98\n", DataKind.Spaced)]
    [InlineData("1 2\n3 four\n", DataKind.Text)]
    [InlineData("1 2\n3 4 5\n", DataKind.Text)]
    [InlineData("1;2\n3;4\n", DataKind.Csv)]
    public void Content_tells_numbers_from_text(string text, DataKind kind) => Assert.Equal(kind, DataFile.SniffContent(text));
}
