using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Data;

public class RowSketchTests
{
    private static Table Rows(int from, int count) => new(
    [
        new NumberColumn("n", [.. Enumerable.Range(
            from,
            count).Select(i => i / 3.0)]), new CategoryColumn("c", [.. Enumerable.Range(from, count).Select(i => i % 5 == 0 ? null : $"c{i % 7}")]),
        new DateColumn("d", [.. Enumerable.Range(from, count).Select(i => (DateTime?)new DateTime(2024, 1, 1).AddHours(i))]),
    ]);

    [Fact]
    public void Rows_of_small_tables_are_counted_exactly()
    {
        var sketch = RowSketch.Of(Rows(0, 100), ["n", "c", "d"], Enumerable.Range(0, 80));
        Assert.True(sketch.IsWhole);
        var (count, places) = sketch.Known(RowSketch.Hashes(Rows(50, 100), ["n", "c", "d"]));
        Assert.Equal(30, count);
        Assert.Equal(Enumerable.Range(0, 30), places);
        Assert.Equal(0, sketch.Known(RowSketch.Hashes(Rows(80, 100), ["n", "c", "d"])).Count);
    }

    [Fact]
    public void Rows_of_large_tables_are_estimated_from_a_sample()
    {
        var sketch = RowSketch.Of(Rows(0, 60_000), ["n", "d"], Enumerable.Range(0, 60_000));
        Assert.False(sketch.IsWhole);
        Assert.InRange(sketch.Known(RowSketch.Hashes(Rows(40_000, 40_000), ["n", "d"])).Count, 18_000, 22_000);
        Assert.Equal(0, sketch.Known(RowSketch.Hashes(Rows(60_000, 40_000), ["n", "d"])).Count);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(5000)]
    public void A_sketch_is_the_same_after_it_was_kept(int rows)
    {
        ulong[] hashes = RowSketch.Hashes(Rows(0, rows), ["n", "c"]);
        var (sketch, read) = (RowSketch.Of(hashes), RowSketch.Parse(RowSketch.Of(hashes).ToString()));
        Assert.Equal(sketch.IsWhole, read.IsWhole);
        Assert.Equal(sketch.Known(hashes).Places, read.Known(hashes).Places);
    }

    [Fact]
    public void Values_count_and_not_how_they_are_written()
    {
        var (one, other) = (CsvTable.Parse("d;x\n31.01.2024;1,5\n", "a"), CsvTable.Parse("d,x\n2024-01-31,1.50\n", "b"));
        Assert.Equal(RowSketch.Hashes(one, ["d", "x"]), RowSketch.Hashes(other, ["d", "x"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no base64")]
    [InlineData("AgAAAAAAAAAA")]
    [InlineData("AAAA")]
    public void What_is_no_sketch_is_refused(string text) => Assert.Throws<SluiceFormatException>(() => RowSketch.Parse(text));
}
