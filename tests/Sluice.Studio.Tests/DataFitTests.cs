using Sluice.Formats;
using Sluice.Studio.Views.Data;

namespace Sluice.Studio.Tests;

/// <summary>A file says which task it is for, and what is no data is refused at once.</summary>
public sealed class DataFitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-fit-").FullName;
    private readonly StudioContext _studio;

    public DataFitTests() => _studio = new StudioContext(new StudioOptions { Folder = _folder, LargestUpload = 4096 });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_table_with_dates_is_for_a_forecast_of_its_last_column_and_is_previewed()
    {
        Write("sales.csv", "date,visitors,sales\n" + string.Concat(Enumerable.Range(1, 28).Select(d => $"2024-01-{d:00},{100 + d},{10 * d}\n")));
        var fit = DataFit.Of(_studio, "sales.csv", null);
        Assert.Equal(("table", "forecast", 28), (fit.Form, fit.Tasks[0], fit.Count));
        Assert.Equal("sales", fit.Settings["data.target"]);
        Assert.Equal(["date", "visitors", "sales"], fit.Columns);
        Assert.Equal(["2024-01-01", "101", "10"], fit.Rows[0]);

        // For another task nothing is proposed, and the page sees that it is not among those that fit.
        Assert.Empty(DataFit.Of(_studio, "sales.csv", "text").Settings);
        Assert.DoesNotContain("text", fit.Tasks);
    }

    [Theory]
    [InlineData("a.txt", "Jane saw Spot. Doug saw Jane.\n", "text", "text")]
    [InlineData("a.conll", "Jane B-NAME\nsaw O\n\nDoug B-NAME\nsaw O\n", "sentences", "tag")]
    [InlineData("pairs.txt", "one dog\tein Hund\ntwo cats\tzwei Katzen\n", "pairs", "translate")]
    public void Text_sentences_and_pairs_are_told_apart(string name, string content, string form, string task)
    {
        Write(name, content);
        var fit = DataFit.Of(_studio, name, null);
        Assert.Equal((form, task), (fit.Form, fit.Tasks[0]));
    }

    [Fact]
    public void A_model_and_a_large_file_are_not_looked_at()
    {
        Write("net.onnx", "x");
        Write("large.txt", new string('x', 5000));
        Assert.Equal("model", DataFit.Of(_studio, "net.onnx", null).Form);
        Assert.Equal("large", DataFit.Of(_studio, "large.txt", null).Form);
        Assert.Throws<SluiceException>(() => DataFit.Of(_studio, "../other.csv", null));
    }

    [Theory]
    [InlineData("a.txt", "\u0001\u0002\0\0\u0003", "neither text nor a table")]
    [InlineData("a.csv", "%PDF-1.7 ...", "this is a PDF")]
    public void What_no_view_can_use_is_refused_and_removed(string name, string content, string expected)
    {
        string path = Write(name, content);
        Assert.Contains(expected, Assert.ThrowsAny<SluiceException>(() => DataFit.RequireUsable(path)).Message);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("a.csv", "a,b\n1,2\n")]
    [InlineData("a.pt", "\u0001\0")]
    [InlineData("a.mid", "MThd\0\0")]
    [InlineData("a.txt", "")]
    public void What_some_view_can_use_is_kept(string name, string content)
    {
        string path = Write(name, content);
        DataFit.RequireUsable(path);
        Assert.True(File.Exists(path));
    }

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        AtomicFile.Write(path, content);
        return path;
    }
}
