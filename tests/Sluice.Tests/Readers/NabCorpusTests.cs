using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class NabCorpusTests
{
    private static TemporaryFolder Folder(string labels)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("data/real"));
        Directory.CreateDirectory(folder.File("labels"));
        File.WriteAllText(
            folder.File("data/real/a.csv"),
            "timestamp,value\n" + string.Concat(Enumerable.Range(0, 24).Select(h => $"2014-04-01 {h:00}:00:00,{h}.5\n")));
        File.WriteAllText(folder.File("labels/combined_windows.json"), labels);
        return folder;
    }

    [Fact]
    public void Series_come_with_their_windows()
    {
        using var folder = Folder("""{ "real/a.csv": [["2014-04-01 05:00:00.000000", "2014-04-01 08:00:00.000000"]] }""");
        var series = Assert.Single(NabCorpus.Read(folder.Path));
        Assert.Equal("real/a.csv", series.Name);
        Assert.Equal(23.5, series.Values[23]);
        Assert.Equal([new RowRange(5, 4)], series.Windows);
    }

    [Theory]
    [InlineData("""{ "real/a.csv": [["2014-04-01 05:30:00", "2014-04-01 08:00:00"]] }""", "no row at")]
    [InlineData("""{ "real/a.csv": [["2014-04-01 05:00:00"]] }""", "first and the last")]
    [InlineData("""{ "real/a.csv": [["2014-04-01 05:00:00", "2014-04-01 05:00:00"]] }""", "two rows")]
    [InlineData("""{ "real/a.csv": [[""", "JSON")]
    [InlineData("""[]""", "an object")]
    public void Wrong_labels_are_named(string labels, string message)
    {
        using var folder = Folder(labels);
        Assert.Contains(message, Assert.Throws<SluiceFormatException>(() => NabCorpus.Read(folder.Path)).Message);
    }

    [Fact]
    public void Another_folder_is_named()
        => Assert.Contains("Numenta", Assert.Throws<SluiceFormatException>(() => NabCorpus.Read(Path.GetTempPath())).Message);
}
